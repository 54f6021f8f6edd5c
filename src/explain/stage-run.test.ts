import { describe, expect, test } from 'vitest'
import { STAGES } from '../pipeline/pipeline.js'
import { placeholdersOf } from '../store/sql.js'
import { explainStage } from './definition.js'
import { recordStage } from './stage-run.js'

const facts = {
  runId: '4a1f9a52-7b51-4c1b-9d0e-0d6f7a1f2b3c',
  hashKey: '[(1,2)]',
  window: { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' },
}

describe('recorded stages', () => {
  test.each(STAGES.filter((stage) => stage.name !== 'ingest').map((stage) => [stage.name, stage]))(
    '%s binds every placeholder of every statement that it would run',
    async (_, stage) => {
      if (typeof stage === 'string') return
      const recorded = await recordStage(stage, facts)
      expect(recorded.length).toBeGreaterThan(0)
      for (const { name, text, params } of recorded) {
        expect(Object.keys(params).sort()).toEqual(Object.keys(placeholdersOf(name, text)).sort())
      }
    },
  )

  test('of ingest, which needs a file, the statements are told by their files', async () => {
    const [ingest] = STAGES
    if (ingest === undefined) throw new Error('there is no stage')
    const told = await explainStage(ingest, { seen: undefined, rowsMax: 1, overrides: {} })
    expect(told.statements.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['exchange', 'exchange_rejected', 'account']),
    )
  })

  test('the secret is in nothing that is told', async () => {
    for (const stage of STAGES) {
      const told = await explainStage(stage, { seen: undefined, rowsMax: 1, overrides: {} })
      for (const { params } of told.statements) {
        if ('hash_key' in params) expect(params.hash_key).toBe('(the key made of hash_secret)')
      }
    }
  })
})
