import { beforeAll, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import type { Enrolment } from '../../records/enrolment.js'
import { newState } from '../../records/state.js'
import { statement } from '../../store/sql.js'
import type { ReadFrom } from '../people/reading.js'
import { ENROLMENT_READINGS } from './readings.js'

const store = testStore()
const MANY = 200_000
/** Of processor, in all threads: what else the machine does is none of it. */
const MS_MAX = 1000

/** Every tenth shows a card that ten have, and twenty thousand the same browser and way of writing. */
const APPLICATIONS = statement(
  'many applications',
  `INSERT INTO application
    (application_id, applied_at, account_id, program, email_hash, payment_hash, email_domain, email_shape,
     signup_user_agent, signup_ip, assessment_json, input_id)
  SELECT
    concat('app-', toString(number)), fromUnixTimestamp64Milli(toInt64(1770000000000 + number * 1000), 'UTC'),
    concat('acct-', toString(number)), 'education', hex(sipHash64(number)),
    if(number % 10 = 0, concat('card-', toString(intDiv(number, 100))), ''), 'gmail.com', 'aaaa.aaaa',
    concat('browser ', toString(number % 10)), concat('192.0.', toString(number % 250), '.1'),
    concat('{"risk":', toString(number % 100), ',"reasons":"', repeat('x', 500), '"}'), number % 50
  FROM numbers(${MANY})`,
)
const state = newState()
beforeAll(async () => {
  await store.store.run(APPLICATIONS)
  for (let place = 0; place < MANY; place += 1) {
    const one: Enrolment = {
      ...{
        enrolment_id: `e-${place}`,
        application_id: `app-${place}`,
        account_id: `acct-${place}`,
      },
      ...{
        program: 'education',
        tier: 'starting',
        purpose: '',
        use: [],
        opened_ms: place,
        state: place % 50 === 0 ? 'applied' : 'granted',
      },
      ...{ since_ms: place, due_ms: null, asked: [], held: [], accepted: [], input_id: 1 },
      ...{ campaigns: new Set<string>(), risk: place % 100, odds_bits: (place * 7919) % 1000 },
      ...{ statement: '', steps: [], is_lapsed: false },
    }
    state.enrolments.set(one.enrolment_id, one)
    state.enrolmentOf.set(one.application_id, one.enrolment_id)
  }
}, 120_000)

async function asked(path: string, query: string) {
  const reading = ENROLMENT_READINGS.find((one) => one.path === path)
  const ledger = { state: () => state }
  const from = { ledger, reader: store.store, nowMs: 1_800_000_000_000 } as unknown as ReadFrom
  const ask = () => reading?.read({ ...from, query: new URLSearchParams(query) })
  await ask()
  const before = process.cpuUsage()
  const answer = await ask()
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1000
  process.stderr.write(`${path}?${query}: ${ms.toFixed(0)} ms of processor at ${MANY}\n`)
  return { ms, answer: answer as never as Answer }
}
interface Answer {
  readonly all: number
  readonly enrolments: readonly { application_id: string }[]
  readonly alike: readonly { application_id: string; in_common: readonly string[] }[]
}

describe(`with ${MANY} applications`, () => {
  test.each(['', 'state=applied', 'account_id=acct-7', 'application_id=app-9', 'after=1000'])(
    'the queue is told at once: %s',
    async (query) => {
      const { ms, answer } = await asked('/enrolments', query)
      expect(answer.enrolments.length).toBeGreaterThan(0)
      expect(ms).toBeLessThan(MS_MAX)
    },
  )

  test.each(['app-100', 'app-123'])('%s is beside its like at once', async (id) => {
    const { ms, answer } = await asked('/enrolments/one', `application_id=${id}`)
    expect(answer.alike).toHaveLength(20)
    expect(ms).toBeLessThan(MS_MAX)
  })
})
