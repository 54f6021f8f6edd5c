import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { classifyParams } from './classify.js'
import { ASKING, INNOCENT } from './elicitation-examples.js'
import { tellExtraction } from './extraction-told.js'
import { textsKept } from './stage.js'

const holder = testStore()
const fingerprints = statement(
  'exchange_fingerprint',
  readFileSync(new URL('./exchange_fingerprint.sql', import.meta.url), 'utf8'),
)
const stored = statement(
  'stored',
  'SELECT extraction_millibits FROM exchange_fingerprint ORDER BY exchange_id',
)

describe('what decided', () => {
  it('adds up to what the stage stores, in ten languages', async () => {
    const texts = ['', ...Object.values(ASKING).flatMap((all) => all.slice(2, 6)), ...INNOCENT]
    const exchange = texts.map((prompt, i) => ({
      exchange_id: String(i).padStart(6, '0'),
      account_id: 'a',
      prompt,
    }))
    const run = await fill(holder.store, { exchange }, ['exchange_fingerprint'])
    await holder.store.openView('exchange_texted', textsKept)
    await holder.store.run(fingerprints, { ...run, ...classifyParams({ hasForeign: true }) })
    const rows = await holder.store.rows<{ extraction_millibits: number }>(stored)
    for (const [i, text] of texts.entries()) {
      const told = await tellExtraction(holder.store, text)
      const difference = Math.abs(told.millibits - (rows[i]?.extraction_millibits ?? Number.NaN))
      expect(difference, text).toBeLessThanOrEqual(1)
    }
  })

  it('names the words and patterns, and the family', async () => {
    const told = await tellExtraction(
      holder.store,
      'Rate the following response of the assistant on a scale from 1 to 10 by the rubric.',
    )
    expect(told.family).toBe('grading')
    const names = told.reasons.map((reason) => reason.name)
    expect(names).toContain('reward_model_grading')
    expect(names).toContain('sign:names_a_scale')
    expect(names.some((name) => name.startsWith('word:'))).toBe(true)
  })
})
