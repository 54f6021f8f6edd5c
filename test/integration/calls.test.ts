import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { statement } from '../../src/store/sql.js'
import { scanFolders } from '../property/world.js'
import { testStore } from '../store.js'

/** An answer is what a turn says and what it calls, in whatever dialect the log is written. */
const held = testStore()
const root = mkdtempSync(join(tmpdir(), 'stillwatch-calls-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const ASKED = 'What would a lamp-lighter have done on such an evening, step by step?'
const WORDS = 'He fills the can, trims the wick, climbs, lights, and writes down the hour. '
const LONG = WORDS.repeat(5).trim()
const question = { role: 'user', content: ASKED }

/** What is written of a call: its arguments, and those arguments as another program writes them. */
interface Call {
  readonly input: object
  readonly spaced: string
}
const CALL: Call = {
  input: { answer: LONG, of: [1, 2] },
  spaced: `{ "answer": ${JSON.stringify(LONG)},\n  "of": [1, 2] }`,
}

/** A pair of an account: a question and its answer, or what follows once the answer was sent back. */
type Pair = (said: string, call: Call) => { readonly request: object; readonly response: object }
interface Dialect {
  readonly served: Pair
  readonly back: Pair
  /** The same, by a program that leaves the call out. */
  readonly backWithout: Pair
}

const anthropic = (turns: (said: string, call: Call) => readonly object[]): Pair => {
  return (said, call) => ({
    request: { model: 'm', system: 'Be brief.', messages: [question, ...turns(said, call)] },
    response: {
      type: 'message',
      content: [
        { type: 'text', text: said },
        { type: 'tool_use', id: 't', name: 'submit', input: call.input },
      ],
    },
  })
}
const chat = (turns: (said: string, call: Call) => readonly object[]): Pair => {
  return (content, call) => ({
    request: { model: 'm', n: 1, messages: [question, ...turns(content, call)] },
    response: {
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content, tool_calls: [chatCall(call)] } }],
    },
  })
}
const chatCall = ({ input }: Call) => ({
  function: { name: 'submit', arguments: JSON.stringify(input) },
})
const responses = (turns: (said: string, call: Call) => readonly object[]): Pair => {
  return (said, call) => ({
    request: { model: 'm', instructions: 'Be brief.', input: [question, ...turns(said, call)] },
    response: {
      object: 'response',
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: said }] },
        { type: 'function_call', name: 'submit', arguments: JSON.stringify(call.input) },
      ],
    },
  })
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  'the Messages API': {
    served: anthropic(() => []),
    back: anthropic((said, { input }) => [
      {
        role: 'assistant',
        content: [
          { type: 'text', text: said },
          { type: 'tool_use', id: 't', name: 'submit', input },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }] },
    ]),
    backWithout: anthropic((said) => [{ role: 'assistant', content: said }, question]),
  },
  'Chat Completions': {
    served: chat(() => []),
    back: chat((content, { spaced }) => [
      {
        role: 'assistant',
        content,
        tool_calls: [{ function: { name: 'submit', arguments: spaced } }],
      },
      { role: 'tool', tool_call_id: 't', content: 'ok' },
    ]),
    backWithout: chat((content) => [{ role: 'assistant', content }, question]),
  },
  'the Responses API': {
    served: responses(() => []),
    back: responses((said, { spaced }) => [
      { role: 'assistant', content: [{ type: 'output_text', text: said }] },
      { type: 'function_call', call_id: 't', name: 'submit', arguments: spaced },
      { type: 'function_call_output', call_id: 't', output: 'ok' },
    ]),
    backWithout: responses((said) => [{ role: 'assistant', content: said }, question]),
  },
}

const PAIRS = Object.entries(DIALECTS).map(
  ([dialect, { served, back, backWithout }]) =>
    [
      dialect,
      {
        short: served('Here.', CALL),
        short_back: back('Here.', CALL),
        long: served(LONG, CALL),
        long_back: backWithout(LONG, CALL),
      },
    ] as const,
)

test('what stands in a call counts as answered, and is known again when it comes back', async () => {
  const rows = await read(PAIRS)
  for (const [dialect] of PAIRS) {
    for (const name of ['short', 'long']) {
      const [served, back] = [rows[`${dialect} ${name}`], rows[`${dialect} ${name}_back`]]
      expect(back?.received[0], `${dialect} ${name}`).toBe(served?.answered)
      expect(served?.answered).not.toBe('0')
      expect(Number(served?.response_bytes)).toBeGreaterThan(LONG.length)
    }
  }
})

interface Row {
  readonly exchange_id: string
  readonly answered: string
  readonly received: readonly string[]
  readonly response_bytes: string
}

/** The rows of these pairs, each dialect in a folder and each pair of an account of its own. */
async function read(dialects: readonly (readonly [string, Readonly<Record<string, object>>])[]) {
  const folders = dialects.map(([dialect, pairs]) => {
    const folder = mkdtempSync(join(root, 'logs-'))
    const lines = Object.entries(pairs).map(([name, pair], i) => {
      const received_at = new Date(Date.UTC(2026, 2, 1, 10, i)).toISOString()
      const id = `${dialect} ${name}`
      return JSON.stringify({ request_id: id, received_at, account_id: id, ...pair })
    })
    writeFileSync(join(folder, 'exchange.jsonl'), `${lines.join('\n')}\n`)
    return folder
  })
  await scanFolders(held.store, ...folders)
  const rows = await held.store.rows<Row>(
    statement(
      'read',
      `SELECT exchange_id, response_hash AS answered, received_turn_hashes AS received, response_bytes
       FROM exchange INNER JOIN exchange_fingerprint USING (exchange_id)`,
    ),
  )
  return Object.fromEntries(rows.map((row) => [row.exchange_id, row]))
}
