/**
 * The last look before something leaves: no run of six words of any prompt, system prompt or response of the store, no account, no
 * organisation, key or end user of it, and nobody's mail address stands in what would leave. What two people released is let
 * through as a text, and as nothing else.
 */
import type { Json, Leak } from '../../domain/sharing.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { lookedAt, namesOf, ownWords, standsIn } from './names.js'
import { spellingsOf } from './spellings.js'

const RUNS_ASKED = sqlFile(import.meta.url, './leak_run_asked.sql', { strings: 'Array(String)' })
const WEEKS = statement(
  'leak_week',
  'SELECT DISTINCT toString(toMonday(received_at)) AS week FROM exchange ORDER BY week',
)
const RUNS_FOUND = sqlFile(import.meta.url, './leak_run_found.sql', {
  ...{ runs: 'Array(String)', week: 'Date' },
})
const NAMES_FOUND = sqlFile(import.meta.url, './leak_id_found.sql', {
  ...{ strings: 'Array(String)', after_kind: 'String', after_name: 'String' },
})

const NAMES_PAGE = 5000
/** Enough for a person to see what is wrong. */
const LEAKS_TOLD_MAX = 100

interface Said {
  readonly place: string
  readonly text: string
}

/** A store to look through, and whether to break off, which is asked week by week. */
export interface Looking {
  readonly store: Store
  readonly isStopping?: (() => boolean) | undefined
}

/** What may be repeated all the same. */
export interface Free {
  /** As texts, by two people; not the names in them. */
  readonly released: readonly string[]
  /** As texts and as names: words of ours, which say nothing of anybody. */
  readonly own: readonly string[]
}

/** Each place of `value` that repeats something of the store, and what kind of thing; at most a hundred. */
export async function leaksOf(
  looking: Looking,
  value: Json,
  { released, own }: Free,
): Promise<readonly Leak[]> {
  const { store } = looking
  const spelled = stringsOf(value).map(({ place, text }) => ({ place, ...spellingsOf(text) }))
  const said = spelled.flatMap(({ place, all }) => all.map((text) => ({ place, text })))
  if (said.length === 0) return []
  const free = [...released, ...own].flatMap((text) => spellingsOf(text).all)
  const found: readonly Leak[] = [
    ...spelled.flatMap(({ place, isSettled }) =>
      isSettled ? [] : [{ place, kind: 'escaped' as const }],
    ),
    ...addressesIn(said),
    ...(await namesIn(store, said, [...own, ...keysOf(value)])),
    ...(await runsIn(looking, said, free)),
  ]
  const told = new Map(found.map((one) => [`${one.place}\n${one.kind}`, one]))
  return innermost([...told.values()]).slice(0, LEAKS_TOLD_MAX)
}

/** Of a list that repeats something because one of its strings does, that string alone. */
const innermost = (found: readonly Leak[]): readonly Leak[] =>
  found.filter(({ place, kind }) => {
    const within = place === '' ? '' : `${place}.`
    return !found.some(
      (one) => one.kind === kind && one.place !== place && one.place.startsWith(within),
    )
  })

/** All strings, those that are keys too, and those of a list one behind the other. */
function stringsOf(value: Json, place = ''): readonly Said[] {
  if (typeof value === 'string') return [{ place, text: value }]
  if (typeof value !== 'object' || value === null) return []
  const list = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  const joined = list.length > 1 ? [{ place, text: list.join(' ') }] : []
  return joined.concat(stringsWithin(value, place))
}

function stringsWithin(
  value: Exclude<Json, string | number | boolean | null>,
  place: string,
): Said[] {
  return Object.entries(value).flatMap(([key, one]) => {
    const at = place === '' ? key : `${place}.${key}`
    const own = Array.isArray(value) ? [] : [{ place: at, text: key }]
    return [...own, ...stringsOf(one, at)]
  })
}

const keysOf = (value: Json): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) ? [] : Object.keys(value)
  return [...own, ...Object.values(value).flatMap(keysOf)]
}

/**
 * Something, an at sign and a name with a letter, in one word: whatever else it is, nobody has to be told it. Where a pattern of STIX
 * begins with the sign for whatever stands before, it is a domain.
 */
const ADDRESS = /(?<=[^\s@])(?<!\[email-addr:value LIKE '%)@[^\s@]*\p{L}/u

const addressesIn = (said: readonly Said[]): readonly Leak[] =>
  said
    .filter(({ text }) => ADDRESS.test(text.normalize('NFKC')))
    .map(({ place }) => ({ place, kind: 'address' }))

interface NameRow {
  readonly kind: Leak['kind']
  readonly name: string
}

async function namesIn(
  store: Store,
  said: readonly Said[],
  own: readonly string[],
): Promise<readonly Leak[]> {
  const ours = ownWords(own)
  const looked = said.map(({ place, text }) => ({ place, ...lookedAt(text) }))
  const strings = [...new Set(looked.map(({ letters }) => letters))]
  const found: Leak[] = []
  let after = { kind: '', name: '' }
  for (;;) {
    const page = await store.rows<NameRow>(NAMES_FOUND, {
      ...{ strings, after_kind: after.kind, after_name: after.name },
    })
    for (const { kind, name } of page) {
      const asked = namesOf(name)
      for (const one of looked) {
        if (!asked.some((spelled) => standsIn(spelled, one, ours))) continue
        found.push({ place: one.place, kind })
        if (found.length >= LEAKS_TOLD_MAX) return found
      }
    }
    const last = page.at(-1)
    if (last === undefined || page.length < NAMES_PAGE) return found
    after = last
  }
}

async function runsIn(
  { store, isStopping }: Looking,
  said: readonly Said[],
  allowed: readonly string[],
): Promise<readonly Leak[]> {
  const free = new Set((await runsOf(store, allowed)).map(({ run }) => run))
  const asked = (
    await runsOf(
      store,
      said.map(({ text }) => text),
    )
  ).filter(({ run }) => !free.has(run))
  if (asked.length === 0) return []
  const placesOf = new Map<string, string[]>()
  for (const { run, place } of asked) {
    const places = placesOf.get(run) ?? []
    if (places.length < LEAKS_TOLD_MAX) places.push(said[place - 1]?.place ?? '')
    placesOf.set(run, places)
  }
  const runs = [...placesOf.keys()]
  const leaks: Leak[] = []
  for (const { week } of await store.rows<{ week: string }>(WEEKS)) {
    if (isStopping?.() === true) throw new Error('it was broken off')
    const found = await store.rows<{ kind: Leak['kind']; run: string }>(RUNS_FOUND, { runs, week })
    for (const { kind, run } of found) {
      for (const place of placesOf.get(run) ?? []) leaks.push({ place, kind })
    }
    if (leaks.length >= LEAKS_TOLD_MAX) break
  }
  return leaks
}

/** `place` counts from one. */
async function runsOf(store: Store, strings: readonly string[]) {
  if (strings.length === 0) return []
  return store.rows<{ place: number; run: string }>(RUNS_ASKED, { strings })
}
