import { expect, test } from 'vitest'
import { desk, NOW_MS } from '../../records/enrolment.fixture.js'
import type { ReadFrom } from '../people/reading.js'
import { ENROLMENT_READINGS } from './readings.js'

const DAY_MS = 86_400_000

test('the queue tells what is held by the clock by which enrolments end, not by the wall clock', async () => {
  const { state, see } = desk()
  for (let day = 0; day < 100; day += 1) {
    const due_ms = NOW_MS + day * DAY_MS
    see('granted', { application_id: `a-${day}`, account_id: `acct-${day}`, due_ms })
  }
  const queue = ENROLMENT_READINGS.find(({ path }) => path === '/enrolments')
  const endsBy = async (times: Pick<ReadFrom, 'nowMs' | 'endsMs'>) => {
    const from = { ledger: { state: () => state }, query: new URLSearchParams(), ...times }
    const answer = await queue?.read(from as unknown as ReadFrom)
    return (answer as { ends: unknown } | undefined)?.ends
  }
  const nowMs = NOW_MS + 60 * DAY_MS
  const at = (ms: number) => new Date(ms).toISOString()
  expect(await endsBy({ nowMs })).toEqual({ held: 60, clock: at(nowMs) })
  expect(await endsBy({ nowMs, endsMs: NOW_MS })).toEqual({ held: 0, clock: at(NOW_MS) })
})
