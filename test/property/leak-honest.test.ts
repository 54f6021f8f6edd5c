import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indicatorId, type Pattern } from '../../src/domain/indicator.js'
import { INDICATOR_KINDS } from '../../src/indicators/index.js'
import { leavesOf } from '../../src/pipeline/release/leaves.js'
import { lookedAt, namesOf, ownWords, standsIn } from '../../src/pipeline/release/names.js'
import { OWN_WORDS } from '../../src/pipeline/release/own-words.js'
import { makePreview } from '../../src/pipeline/release/preview.js'
import { materialSources } from '../../src/pipeline/release/sources.js'
import { spellingsOf } from '../../src/pipeline/release/spellings.js'
import { indicatorOf, MATERIAL, NOW_MS, TERMS, WAYS } from '../share-material.js'

// A guard that keeps everything in is switched off. Anybody may be called by an ordinary word, or by three letters: how many of them
// would keep honest indicators in, though they stand in them neither as a word nor as a part of a compound.

const DOCS = new URL('../../docs/', import.meta.url).pathname
const OWN = materialSources({
  ...{ hashKey: () => '', group: () => null, attribution: async () => null, now: () => NOW_MS },
}).ownTexts

/** What a pattern of each kind says, in both forms. */
function honest() {
  const patterns = INDICATOR_KINDS.flatMap(({ id, cases }) =>
    Object.values(cases.matches).map(({ pattern }) => ({ id, pattern: pattern as Pattern })),
  )
  const indicators = patterns.map(({ id, pattern }) =>
    indicatorOf(indicatorId(id, pattern), { kind: id, pattern }),
  )
  const texts = indicators.map(({ indicator_id }) => indicator_id)
  const made = (['plain', 'stix'] as const).map((form) => {
    const terms = { ...TERMS, form, texts, as_of: new Date(NOW_MS).toISOString() }
    return makePreview({ ...MATERIAL, indicators }, terms, WAYS, NOW_MS)
  })
  return made.flatMap((one) => (one.kind === 'ready' ? [one] : []))
}

const previews = honest()
const strings = previews.flatMap(({ objects }) =>
  objects.flatMap((object) =>
    leavesOf(object).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  ),
)
const own = ownWords([...OWN_WORDS, ...OWN, ...previews.flatMap(({ ownTexts }) => ownTexts)])
const looked = [...new Set(strings.flatMap((text) => spellingsOf(text).all))].map(lookedAt)

const letters = looked.map((one) => one.letters).join('\n')

/** Words and parts of compounds, as anybody would part them. */
const parts = new Set(
  strings.flatMap((text) =>
    [text, text.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')].flatMap((one) =>
      one.toLowerCase().split(/[^a-z]+/),
    ),
  ),
)
const written = strings.join('\n').toLowerCase()
/** Those that are kept in, although they are no word or part, and a long one stands nowhere as it is written. */
const wronglyKept = (names: readonly string[]) =>
  names
    .filter((name) => !parts.has(name) && (name.length < 6 || !written.includes(name)))
    .filter((name) => letters.includes(name.replaceAll(' ', '')))
    .filter((name) =>
      namesOf(name).some((spelled) => looked.some((one) => standsIn(spelled, one, own))),
    )

const words = [
  ...new Set(
    readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        readFileSync(join(DOCS, file), 'utf8')
          .toLowerCase()
          .split(/[^a-z]+/),
      )
      .filter((word) => word.length >= 3),
  ),
].sort()
const alphabet = [...'abcdefghijklmnopqrstuvwxyz']

test.each([
  [
    'three letters',
    alphabet.flatMap((a) => alphabet.flatMap((b) => alphabet.map((c) => a + b + c))),
  ],
  ['ordinary words', words],
  ['firms of two words', words.map((word, at) => `${word} ${words[(at * 7919) % words.length]}`)],
  ['firms in one word', words.map((word, at) => `${word}${words[(at * 7919) % words.length]}`)],
  ['numbers', Array.from({ length: 20_000 }, (_, at) => `${100_000 + 37 * at}`)],
])('of %s at most one in a thousand keeps honest indicators in', (what, names) => {
  expect(previews.length).toBe(2)
  expect(names.length).toBeGreaterThan(1000)
  const found = wronglyKept(names)
  process.stderr.write(
    `${what}: ${found.length} of ${names.length} ${found.slice(0, 10).join(', ')}\n`,
  )
  expect(found.length).toBeLessThanOrEqual(names.length / 1000)
})
