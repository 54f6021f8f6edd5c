import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { turnText } from '../../src/domain/exchange.js'
import { testStore } from '../store.js'
import {
  logsFolder,
  makeWorld,
  RANKS,
  scanFolders,
  seedsOf,
  verdictsOf,
  type World,
} from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('fillers', ['one', 'two', 'three'])

/** So many for each request of the harvest. */
const FILLERS = 4
/** Of so many requests one is given up, and asked so many times more. */
const GIVEN_UP = 8
const AGAIN = 14

interface Line {
  readonly account_id: string
  readonly received_at: string
  readonly response: string | null
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}

/** What a filler asks and is answered; a tenth of the price of the harvest, all together, or less. */
const CHEAP = {
  'of one token, each another text': (place: number) => ({
    messages: [{ role: 'user', content: questionOf(place) }],
    response: 'Yes',
    tokens_out: 1,
  }),
  'of ten tokens, in one text with ever new slots': (place: number) => ({
    messages: [{ role: 'user', content: `${FIXED} ${questionOf(place)}` }],
    response: 'Rather so, as far as anybody can tell from here.',
    tokens_out: 10,
  }),
}

const FIXED =
  'You are asked for a first impression of a short and rather odd question. Say in a few words whether it can be answered at all, and by whom. The question follows, as it was handed in:'

const WORDS =
  'amber bridge cellar draught ember fallow garnet hollow inlet juniper kettle lantern'.split(' ')

/** A text of its own for each place. */
function questionOf(place: number): string {
  const words = Array.from(
    { length: 9 },
    (_, i) => WORDS[(place * 31 + i * i * 7 + (place >> i)) % WORDS.length],
  )
  return `${words.join(' ')} ${place.toString(36)}?`
}

/** One request of the pool, and where it stands. */
interface Sent {
  readonly line: Line
  /** In the whole log. */
  readonly place: number
  /** The how manieth of its account that opens like this one, and of how many. */
  readonly ofText: { readonly place: number; readonly count: number }
  /** Whether its answer is sent back by anybody. */
  readonly isCarriedOn: boolean
}

/** The lines that stand in the log where the harvest would have this one. */
type Change = (sent: Sent) => readonly object[]

const withFillers =
  (filler: (place: number) => object): Change =>
  ({ line, place }) => [
    line,
    ...Array.from({ length: FILLERS }, (_, i) => ({
      ...later(line, 7 * (i + 1)),
      ...{ exchange_id: `filler_${place}_${i}`, status: 200, stop_reason: 'end_turn' },
      ...filler(place * FILLERS + i),
    })),
  ]

const later = (line: Line, seconds: number): Line => ({
  ...line,
  received_at: new Date(Date.parse(line.received_at) + 1000 * seconds).toISOString(),
})

/** An answer of more than a sentence is a word, and what was asked for stands in the call that goes with it. */
const inCall =
  (calls: (answer: string) => readonly string[]): Change =>
  ({ line }) => {
    const turn = (text: string) => (text.length < 160 ? text : turnText('Here.', calls(text)))
    const isLong = (line.response ?? '').length >= 160
    return [
      {
        ...line,
        ...(isLong ? { response: turn(line.response ?? ''), tool_calls: 1 } : {}),
        messages: line.messages.map((one) =>
          one.role === 'assistant' ? { ...one, content: turn(one.content) } : one,
        ),
      },
    ]
  }

const submitted = (answer: string) => [`submit ${JSON.stringify({ answer })}`]

/** Of each text one slot in eight is given up: it is asked for a word, and asked again and again. */
const givenUp: Change = ({ line, place, ofText, isCarriedOn }) => {
  if (isCarriedOn || ofText.count < 4 || ofText.place % GIVEN_UP !== 0) return [line]
  const cheap = { response: 'Yes', tokens_out: 1, status: 200, stop_reason: 'end_turn' }
  const again = Array.from({ length: AGAIN }, (_, i) => ({
    ...later(line, 7 * (i + 1)),
    ...{ exchange_id: `again_${place}_${i}`, ...cheap },
  }))
  return [{ ...line, ...cheap }, ...again]
}

/** How many of a disciplined pool, whose texts ask for nothing that a class knows, are at `review` or above. */
async function foundOf(seed: string, change: Change = ({ line }) => [line]) {
  const world = makeWorld(logs.fresh(), seed, {
    accounts: 1200,
    exchangesMean: 4,
    scenarios: [{ id: 'many-pathways', scale: 0.9, discipline: 'disciplined' }],
  })
  rewrite(world, change)
  const verdicts = verdictsOf(await scanFolders(held.store, world.folder))
  const pool = world.truth.campaigns.flatMap(({ accounts }) => accounts)
  return pool.filter((id) => RANKS[verdicts.get(id) ?? 'clear'] >= RANKS.review).length
}

function rewrite({ folder, truth }: World, change: Change): void {
  const path = join(folder, 'exchange.jsonl')
  const pool = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  const lines = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const carriedOn = new Set(lines.flatMap(({ messages }) => messages.map((one) => one.content)))
  const texts = new Map<string, number>()
  const counted = lines.map((line) => {
    const text = `${line.account_id} ${line.messages.at(-1)?.content.slice(0, 40)}`
    const place = texts.get(text) ?? 0
    texts.set(text, place + 1)
    return { text, place }
  })
  const rewritten = lines.flatMap((line, place) => {
    if (!pool.has(line.account_id)) return [line]
    const { text, place: ofIts } = counted[place] ?? { text: '', place: 0 }
    const ofText = { place: ofIts, count: texts.get(text) ?? 0 }
    return change({ line, place, ofText, isCarriedOn: carriedOn.has(line.response ?? '') })
  })
  expect(rewritten.length).toBeGreaterThanOrEqual(lines.length)
  writeFileSync(path, `${rewritten.map((line) => JSON.stringify(line)).join('\n')}\n`)
}

describe.each(seeds)('seed %s', (seed) => {
  const all = { before: 0 }
  beforeAll(async () => {
    all.before = await foundOf(seed)
    expect([seed, all.before >= 25]).toEqual([seed, true])
  })

  test.each(Object.entries(CHEAP))(
    'four fillers a request, %s, hide no pool',
    async (_, filler) => {
      expect(await foundOf(seed, withFillers(filler)), `seed ${seed}`).toBeGreaterThan(
        0.5 * all.before,
      )
    },
  )

  test('an answer in the arguments of a call is an answer', async () => {
    const found = await foundOf(seed, inCall(submitted))
    expect(found, `seed ${seed}`).toBeGreaterThanOrEqual(0.9 * all.before)
  })

  test('a slot that is given up and asked again and again hides no pool', async () => {
    expect(await foundOf(seed, givenUp), `seed ${seed}`).toBeGreaterThan(0.5 * all.before)
  })
})
