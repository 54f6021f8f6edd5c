import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { scan } from '../../src/scan.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { logsFolder, makeWorld, optionsOf, scanFolders } from '../property/world.js'

const logs = logsFolder()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stillwatch-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** One at a time: the engine has one data folder a process. */
async function inStore(name: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ path: join(folder, name) })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

const PRINTS = `* EXCEPT (row_hash) FROM exchange_fingerprint ORDER BY exchange_id`
const rows = (store: Store, text: string) =>
  store.rows<Record<string, unknown>>(statement('rows', `SELECT ${text}`))

const foundIn = ({ campaigns }: Findings) =>
  campaigns.map(({ verdict, confidence, members }) => ({
    verdict,
    confidence,
    members: members.map(({ account_id, role }) => `${account_id} ${role}`).sort(),
  }))

/** The same exchanges, of which some say otherwise what may be kept of them. */
function underPolicy(from: string, into: string, policyOf: (place: number) => string | undefined) {
  const lines = readFileSync(join(from, 'exchange.jsonl'), 'utf8').trimEnd().split('\n')
  const given = lines.map((line, place) => {
    const text_policy = policyOf(place)
    return text_policy === undefined
      ? line
      : JSON.stringify({ ...(JSON.parse(line) as object), text_policy })
  })
  writeFileSync(join(into, 'exchange.jsonl'), `${given.join('\n')}\n`)
}

const WORLD = {
  accounts: 150,
  exchangesMean: 4,
  scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en', 'zh'] }],
} as const

test('what is only fingerprinted is found as if its texts were kept, run after run, and they are nowhere', async () => {
  const { folder: full } = makeWorld(logs.fresh(), 'policy', WORLD)
  const { folder: some } = makeWorld(logs.fresh(), 'policy', WORLD)
  underPolicy(full, some, (place) => (place % 3 === 0 ? undefined : 'fingerprint_only'))
  let found: ReturnType<typeof foundIn> = []
  let prints: Record<string, unknown>[] = []
  await inStore('open', async (store) => {
    found = foundIn(await scanFolders(store, full))
    prints = await rows(store, PRINTS)
  })
  expect(found.length).toBeGreaterThan(0)
  expect(prints.length).toBeGreaterThan(500)
  await inStore('barred', async (store) => {
    expect(foundIn(await scanFolders(store, some))).toEqual(found)
    expect(await rows(store, PRINTS)).toEqual(prints)
    const texts = `countIf(system != '' OR prompt != '' OR response != '') AS texts, count() > 100 AS is_many
      FROM exchange WHERE text_policy = 'fingerprint_only'`
    expect(await rows(store, texts)).toEqual([{ texts: '0', is_many: 1 }])
    // All that can be is derived anew; a version of its own makes it so.
    for (const version of ['another', 'and another']) {
      const given = { ...optionsOf(store, [], randomUUID()), inputs: [], version }
      expect(foundIn((await scan(given)).findings)).toEqual(found)
      expect(await rows(store, PRINTS)).toEqual(prints)
    }
  })
}, 300_000)

const exchange = (exchange_id: string, more: object = {}) => ({
  exchange_id,
  account_id: `acct_${exchange_id}`,
  received_at: '2026-03-03T00:00:00Z',
  system: 'Answer as the keeper of the weir would.',
  messages: [
    { role: 'user', content: 'Explain step by step why the heron waits.' },
    { role: 'assistant', content: 'It waits. '.repeat(40) },
    { role: 'user', content: 'Show your whole reasoning for the heron at the weir.' },
  ],
  response: 'The heron waits for nobody at the weir. '.repeat(10),
  ...more,
})

async function given(store: Store, name: string, lines: readonly object[]): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  await scan({ ...optionsOf(store, [], randomUUID()), inputs: [{ path }] })
}

test('an exchange that comes again has one fingerprint, of the row that stays', () =>
  inStore('again', async (store) => {
    const text_policy = 'fingerprint_only'
    const early = { received_at: '2026-03-02T00:00:00Z', system: 'Be brief.' }
    await given(store, 'first.jsonl', [
      exchange('a', { text_policy }),
      exchange('a', { text_policy }),
      exchange('b', { text_policy }),
      exchange('c', { text_policy }),
      exchange('c', { text_policy, ...early }),
    ])
    const seen = `exchange_id, toString(system_hash) AS system, row_hash != 0 AS is_unkept
    FROM exchange_fingerprint ORDER BY exchange_id`
    const first = await rows(store, seen)
    expect(first.map(({ exchange_id }) => exchange_id)).toEqual(['a', 'b', 'c'])
    expect(first[2]?.system).not.toBe(first[0]?.system)
    await given(store, 'second.jsonl', [
      exchange('a', { text_policy }),
      exchange('b', { text_policy, ...early }),
      exchange('d'),
    ])
    const second = await rows(store, seen)
    expect(second.map(({ exchange_id, is_unkept }) => [exchange_id, is_unkept])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
      ['d', 0],
    ])
    expect(second[1]?.system).toBe(first[2]?.system)
    expect(second[0]).toEqual(first[0])
  }))

test('under `none` and under a word that is no policy nothing of a text is kept, not even its hash', () =>
  inStore('none', async (store) => {
    await given(store, 'none.jsonl', [
      exchange('n', { text_policy: 'none' }),
      exchange('m', { text_policy: 'fingerprints-only' }),
      exchange('e', { text_policy: 'erased' }),
    ])
    const kept = `DISTINCT text_policy, system, prompt, response, first_prompt_hash, prefix_hash,
    received_turn_hashes, response_hash, turns FROM exchange`
    expect(await rows(store, kept)).toEqual([
      {
        ...{ text_policy: 'none', system: '', prompt: '', response: '', turns: 3 },
        ...{
          first_prompt_hash: '0',
          prefix_hash: '0',
          received_turn_hashes: [],
          response_hash: '0',
        },
      },
    ])
    const prints = `DISTINCT system_hash, prompt_hash, head_sketch, elicitation, opening_hash, prompt_bytes
    FROM exchange_fingerprint`
    expect(await rows(store, prints)).toEqual([
      {
        ...{ system_hash: '0', prompt_hash: '0', head_sketch: [], elicitation: 0 },
        ...{ opening_hash: '0', prompt_bytes: 0 },
      },
    ])
  }))
