import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { turnText } from '../../domain/exchange.js'
import { statement } from '../../store/sql.js'

const held = testStore()
const CALLED = turnText('Here.', ['submit {"answer":"so"}'])

test.each([
  ['a text is as long as it is', 'Here.', 0, 900, 0, 5],
  ['a text beside calls that the log has not counts by its tokens', 'Here.', 1, 300, 0, 1200],
  ['those of reasoning are none of the answer', 'Here.', 1, 300, 290, 40],
  ['nor are they where they are counted apart', 'Here.', 1, 10, 300, 5],
  ['calls that the log has are as long as they are', CALLED, 1, 900, 0, CALLED.length],
  ['where tokens are not told there is the text', 'Here.', 1, null, null, 5],
  ['without a text nothing is kept', '', 1, 300, 0, 0],
] as const)('%s', async (_, response, calls, tokens, tokens_reasoning, bytes) => {
  const given = [calls, tokens, tokens_reasoning].map((count) => count ?? 'NULL').join(', ')
  const asked = `SELECT answer_bytes({response:String}, ${given}) AS bytes`
  expect(await held.store.rows(statement('bytes', asked), { response })).toEqual([{ bytes }])
})
