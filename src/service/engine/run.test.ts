import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { serveSchema } from '../../config/serve.js'
import type { Ledger } from '../../records/ledger.js'
import type { Proposal } from '../../records/state.js'
import { statement } from '../../store/sql.js'
import type { EngineFile } from './options.js'
import { runOver } from './run.js'

const holder = testStore()
const OLD = [1, 2, 3].map((one) => `${one}`.repeat(8).concat('-1111-4111-8111-111111111111'))

test('a run drops what runs before the last two left, but not the run that a proposal of a share names', async () => {
  const { store } = holder
  const at = (day: number) => `2026-03-0${day} 00:00:00.000`
  await fill(
    store,
    {
      exchange: [{ exchange_id: 'x', account_id: 'a', received_at: at(1), prompt: 'Hello.' }],
      run: OLD.map((run_id, day) => ({
        ...{ run_id, started_at: at(day + 1), finished_at: at(day + 1), version: 'test' },
        ...{ window_start: at(1), window_end: at(2) },
      })),
      share: OLD.map((run_id) => ({ run_id, feed: 'findings', document: '{}' })),
    },
    ['account'],
  )
  const proposal = { deed: 'release_share', input: { run_id: OLD[0] } } as unknown as Proposal
  const ledger = { proposals: () => [proposal] } as unknown as Ledger
  const file = {
    ...{ hashSecret: 'a secret of thirty-two characters', overrides: {}, storePath: '' },
    serve: serveSchema.parse({}),
  } as unknown as EngineFile
  const told = await runOver({ store, ledger, isShared: false }, file, {
    ...{ now: () => Date.UTC(2026, 2, 9), clock: () => 0, version: 'test' },
    ...{ isStopping: () => false, isIncremental: false },
  })
  const kept = await store.rows<{ run_id: string }>(
    statement('kept', 'SELECT DISTINCT toString(run_id) AS run_id FROM share ORDER BY run_id'),
  )
  expect(kept.map(({ run_id }) => run_id).sort()).toEqual([OLD[0], OLD[2], told?.run_id].toSorted())
})
