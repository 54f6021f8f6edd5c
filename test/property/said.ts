/**
 * What the logs and the store hold that must not leave, read by another hand than the guard's: by no statement of it, with words of
 * its own. Here a number is a word, nothing is masked, and nothing is ours.
 */
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { linesOf, textsOf } from './leaks.js'

const WORDS = 6
/** Of how many accounts something must be to be nobody's: what four operators have in common is told of, as a run has it. */
const ACCOUNTS_MIN = 4
const CAMPAIGN_SHARE_MIN = 0.9

const stored = statement(
  'texts_stored',
  "SELECT DISTINCT arrayJoin([prompt, system, response]) AS text FROM exchange WHERE text != ''",
)
const named = statement(
  'names_stored',
  `SELECT DISTINCT arrayJoin([account_id, organization_id, api_key_id, end_user_id]) AS name FROM exchange
   UNION DISTINCT SELECT arrayJoin([account_id, organization_id]) AS name FROM account`,
)

export interface Said {
  readonly texts: readonly string[]
  /** Of accounts, firms, keys, end users, exchanges and sessions, and all hashes of what somebody is known by. */
  readonly names: ReadonlySet<string>
  /** Addresses and mail domains, each with the accounts that have it. */
  readonly traits: ReadonlyMap<string, ReadonlySet<string>>
}

const TRAITS = ['ip', 'signup_ip', 'email_domain']
/** Names of fewer characters stand in any text. */
const NAME_CHARACTERS_MIN = 4

export async function whatWasSaid(store: Store, folder: string): Promise<Said> {
  const rows = await store.rows<{ text: string }>(stored)
  const known = await store.rows<{ name: string }>(named)
  const names = new Set(known.map(({ name }) => name))
  const traits = new Map<string, Set<string>>()
  for (const file of ['exchange.jsonl', 'account.jsonl']) {
    for (const record of linesOf<Record<string, unknown>>(folder, file)) {
      for (const [field, value] of Object.entries(record)) {
        if (typeof value !== 'string' || value === '') continue
        if (/_(id|hash)$/.test(field)) names.add(value)
        if (TRAITS.includes(field)) {
          const accounts = traits.get(value) ?? new Set<string>()
          traits.set(value, accounts.add(`${record.account_id}`))
        }
      }
    }
  }
  return {
    texts: [...new Set([...rows.map(({ text }) => text), ...textsOf(folder)])],
    names: new Set([...names].filter((name) => name.length >= NAME_CHARACTERS_MIN)),
    traits,
  }
}

/** A document that leaves, and which texts two people released in it. */
export interface Leaving {
  readonly way: string
  readonly text: string
  readonly released: readonly string[]
}

export interface Repeated {
  readonly way: string
  readonly what: string
}

/** Whatever of it must not leave, and does. `hostile` are the accounts of campaigns, as only the truth knows them. */
export function repeatedIn(
  leaving: readonly Leaving[],
  { texts, names, traits }: Said,
  hostile: ReadonlySet<string>,
): readonly Repeated[] {
  const runs = new Map<string, Set<string>>()
  const found: Repeated[] = []
  for (const { way, text, released } of leaving) {
    const free = new Set(released.flatMap(sixesOf))
    const strings = stringsIn(text)
    for (const six of strings.flatMap(sixesOf)) {
      if (!free.has(six)) runs.set(six, (runs.get(six) ?? new Set()).add(way))
    }
    const all = strings.join('\n').toLowerCase()
    for (const name of names) if (all.includes(name.toLowerCase())) found.push({ way, what: name })
    for (const word of new Set(all.split(/[^\p{L}\p{N}.:-]+/u))) {
      const accounts = [...(traits.get(word) ?? [])]
      const operators = accounts.filter((one) => hostile.has(one)).length
      const isShared =
        operators >= ACCOUNTS_MIN && operators >= CAMPAIGN_SHARE_MIN * accounts.length
      if (accounts.length > 0 && !isShared) found.push({ way, what: word })
    }
  }
  for (const six of texts.flatMap(sixesOf)) {
    for (const way of runs.get(six) ?? []) found.push({ way, what: six })
    runs.delete(six)
  }
  return found
}

const sixesOf = (text: string): readonly string[] => {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.slice(WORDS - 1).map((_, at) => words.slice(at, at + WORDS).join(' '))
}

/** Every string and key of a document, and of documents that stand in it as a string, as MISP has them. */
function stringsIn(text: string): readonly string[] {
  const value = jsonIn(text)
  return value === undefined ? [text, unescaped(text)] : leaves(value)
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const inner = jsonIn(value)
    return inner === undefined ? [value, unescaped(value)] : [value, ...leaves(inner)]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => [key, ...leaves(one)])
}

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unescaped = (text: string): string =>
  text
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll(/\\[nrt]/g, ' ')
    .replaceAll('\\', '')
