import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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

interface Line {
  readonly account_id: string
  readonly received_at: string
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

/** How many of a disciplined pool, whose texts ask for nothing that a class knows, are at `review` or above. */
async function foundOf(seed: string, filler: ((place: number) => object) | undefined) {
  const world = makeWorld(logs.fresh(), seed, {
    accounts: 1200,
    exchangesMean: 4,
    scenarios: [{ id: 'many-pathways', scale: 0.9, discipline: 'disciplined' }],
  })
  if (filler !== undefined) fill(world, filler)
  const verdicts = verdictsOf(await scanFolders(held.store, world.folder))
  const pool = world.truth.campaigns.flatMap(({ accounts }) => accounts)
  return pool.filter((id) => RANKS[verdicts.get(id) ?? 'clear'] >= RANKS.review).length
}

function fill({ folder, truth }: World, filler: (place: number) => object): void {
  const path = join(folder, 'exchange.jsonl')
  const pool = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  const added = lines.flatMap((line, at) => {
    const exchange = JSON.parse(line) as Line
    if (!pool.has(exchange.account_id)) return []
    return Array.from({ length: FILLERS }, (_, i) => {
      const place = at * FILLERS + i
      const received_at = new Date(Date.parse(exchange.received_at) + 7000 * (i + 1)).toISOString()
      return JSON.stringify({
        ...exchange,
        ...{ exchange_id: `filler_${place}`, received_at, status: 200, stop_reason: 'end_turn' },
        ...filler(place),
      })
    })
  })
  expect(added.length).toBeGreaterThan(1000)
  appendFileSync(path, `${added.join('\n')}\n`)
}

describe.each(seeds)('seed %s', (seed) => {
  test.each(Object.entries(CHEAP))(
    'four fillers a request, %s, hide no pool',
    async (_, filler) => {
      const before = await foundOf(seed, undefined)
      expect([seed, before >= 25]).toEqual([seed, true])
      expect(await foundOf(seed, filler), `seed ${seed}`).toBeGreaterThan(0.5 * before)
    },
  )
})
