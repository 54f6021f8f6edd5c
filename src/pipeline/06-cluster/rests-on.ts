import { type Clusters, inside, type Pair, type WeighedPair } from './clusters.js'
import { largest } from './pieces.js'

// On what does a cluster rest? One hand shows in many places: several exits, batches, purses, clients. One
// cause, a lecture or an office, shows in one value of each kind that nearly all members carry. So the
// cause is taken away, and what is left must still hold most of the members together.

export interface CohortEvidence extends WeighedPair {
  readonly linker: string
  readonly family: string
  readonly value_hash: string
}

/** A value that so many members carry is one cause with every other such value. */
const CAUSE_SHARE_MIN = 0.5
/**
 * Without the cause, so many of the members must still hang together: fewer where operations hold some of
 * them already. A lecture leaves a fifth.
 */
const LEFT_SHARE_MIN = 0.5
const LEFT_SHARE_MIN_HELD = 0.34
/**
 * The hubs of a star: the key of a vendor, the revisers of an agency, whom many strangers meet and who meet
 * nobody else. So few accounts that hold nearly all links are what the group rests on, where half of the
 * others do not hang together without them. A vendor's hold all; of an agency with more revisers than count the busiest hold
 * two thirds, and hardly meet another of them. The busiest of a pool that deals out its work hold less than half of many links
 * and, by chance, up to four fifths of few, and meet each other as well. And few is a handful, not a share: a fifth of
 * a large pool are many.
 */
const HUB_ACCOUNTS_SHARE = 0.2
const HUB_ACCOUNTS_MAX = 8
const HUB_LINKS_SHARE_MIN = 0.85
const HUB_LINKS_SHARE_MIN_APART = 0.66
/** Two revisers may have met once; of a pool of 33 that deals out its work a quarter of the links lie between its busiest. */
const HUBS_BETWEEN_SHARE_MAX = 0.02
const HUB_LEFT_SHARE_MIN = 0.5
/** Fewer who look like a harvest by themselves show no pool of their own. */
const SUSPECTS_MIN = 8
/** Bits that a pair must have left to hang together: more than the slot of a sign-up, which a lesson gives. */
const LEFT_MILLIBITS_MIN = 8000
const BESIDE_MILLIBITS_MIN = 3000
/** Fewer in controlled links are no core, as the judge has it. */
export const CORE_MIN = 4
/** A pool of three has no hub that could be left out. */
const MEMBERS_MIN = 4

/** What each cluster rests on alone, as a reader may be told; clusters that rest on several are left out. */
export function restsOn(
  clusters: Clusters,
  controlled: readonly WeighedPair[],
  evidence: readonly CohortEvidence[],
  suspects: ReadonlySet<string>,
  dense: ReadonlySet<string> = new Set(),
  tables: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const sizes = new Map<string, number>()
  const suspected = new Map<string, number>()
  for (const [account, id] of clusters) {
    sizes.set(id, (sizes.get(id) ?? 0) + 1)
    if (suspects.has(account)) suspected.set(id, (suspected.get(id) ?? 0) + 1)
  }
  const controlledOf = inside(clusters, controlled)
  const evidenceOf = inside(clusters, evidence)
  const found = new Map<string, string>()
  for (const [id, members] of sizes) {
    if (members < MEMBERS_MIN) continue
    const held = {
      members,
      suspected: suspected.get(id) ?? 0,
      links: controlledOf.get(id) ?? [],
      rows: evidenceOf.get(id) ?? [],
    }
    const star = fewAccounts(held) !== undefined && isStarOfAll(held, suspects)
    const cause = star
      ? FEW_ACCOUNTS
      : tables.has(id)
        ? TABLES
        : (oneCause(held) ?? sittings(held, dense.has(id)) ?? handedOn(held, suspects))
    if (cause !== undefined) found.set(id, cause)
  }
  return found
}

/**
 * Whether those who look like a harvest by themselves meet through a few accounts as well. Where they do not, they
 * are a pool, and the others may be decoys that each send back two answers of its busiest accounts. The translators
 * of an agency loop as well, and meet through its revisers.
 */
function isStarOfAll(held: Held, suspects: ReadonlySet<string>): boolean {
  const own = among(suspects, held)
  if (own === held || own.links.length * 2 < own.members) return true
  return fewAccounts(own) !== undefined
}

/** What a cluster rests on that no member of it can be accused for. */
const FEW_ACCOUNTS = 'a few accounts'
/** What is handed on while people sit together, and at no other time. */
const TABLES = 'tables'
/** What is handed from one to the next, and the text and program that go with it. */
const HANDED_ON = 'work handed on'

/**
 * Where circumstance alone holds those who work in sittings of their own, their text is what they have in common:
 * tables of one meet-up who share an evening, and who signed up in the same minute.
 */
function sittings({ links }: Held, isDense: boolean): string | undefined {
  const core = new Set(links.flatMap((link) => [link.account_a, link.account_b]))
  return isDense && core.size < CORE_MIN ? 'sittings' : undefined
}

interface Held {
  readonly members: number
  /** How many of them look like a harvest by themselves. */
  readonly suspected: number
  readonly links: readonly Pair[]
  readonly rows: readonly CohortEvidence[]
}

/** A star, or a few: whether nearly all links go through a few accounts. */
function fewAccounts({ members, links, rows }: Held): string | undefined {
  const degree = new Map<string, number>()
  for (const account of links.flatMap((link) => [link.account_a, link.account_b])) {
    degree.set(account, (degree.get(account) ?? 0) + 1)
  }
  const most = [...degree].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const few = Math.min(HUB_ACCOUNTS_MAX, Math.ceil(HUB_ACCOUNTS_SHARE * members))
  const hubs = new Set(most.slice(0, few).map(([id]) => id))
  const away = (pair: Pair) => !hubs.has(pair.account_a) && !hubs.has(pair.account_b)
  const others = links.filter(away)
  const between = links.filter((pair) => hubs.has(pair.account_a) && hubs.has(pair.account_b))
  const share =
    between.length <= HUBS_BETWEEN_SHARE_MAX * links.length
      ? HUB_LINKS_SHARE_MIN_APART
      : HUB_LINKS_SHARE_MIN
  if (links.length - others.length < share * links.length) return undefined
  if (links.length === 0) return undefined
  const left = largest([...others, ...strongPairs(rows.filter(away))])
  return left >= HUB_LEFT_SHARE_MIN * (members - hubs.size) ? undefined : FEW_ACCOUNTS
}

/** A lecture, an office, a tutorial: families of which one value covers most of the members. */
function oneCause({ members, links, rows }: Held): string | undefined {
  if (largest(links) >= LEFT_SHARE_MIN * members) return undefined
  const causes = commonFamilies(members, rows)
  const left = [...links, ...strongPairs(rows.filter((row) => !causes.has(row.family)))]
  const share = links.length > 0 ? LEFT_SHARE_MIN_HELD : LEFT_SHARE_MIN
  if (largest(left) >= share * members) return undefined
  return causes.size === 0 ? 'few links' : [...causes].sort().join(', ')
}

/**
 * One hand pays for its accounts, signs them up and sends through its exits, and some of that shows. Strangers hand
 * work on as well: learners review each other's, players share a table, and a text and a program go with it. So
 * what is handed on is taken away with its text and program, and whatever most have in common beside.
 */
function handedOn(held: Held, suspects: ReadonlySet<string>): string | undefined {
  return isHandedOn(held) && isHandedOn(among(suspects, held)) ? HANDED_ON : undefined
}

/** Those who look like a harvest by themselves; all, where these are too few. The others may be decoys. */
function among(suspects: ReadonlySet<string>, held: Held): Held {
  const both = (pair: Pair) => suspects.has(pair.account_a) && suspects.has(pair.account_b)
  return held.suspected < SUSPECTS_MIN
    ? held
    : {
        ...held,
        members: held.suspected,
        links: held.links.filter(both),
        rows: held.rows.filter(both),
      }
}

function isHandedOn({ members, rows }: Held): boolean {
  const causes = singleFamilies(
    members,
    rows.filter((row) => !isOfWork(row.family)),
  )
  const left = strongPairs(rows.filter((row) => !causes.has(row.family)))
  return largest(left) < LEFT_SHARE_MIN_HELD * members
}

/** The families of which one value covers most of the members. */
const commonFamilies = (members: number, rows: readonly CohortEvidence[]): ReadonlySet<string> =>
  new Set(
    carriedValues(rows)
      .filter(({ carriers }) => carriers >= CAUSE_SHARE_MIN * members)
      .map(({ family }) => family),
  )

/**
 * Those also of which one value holds a third of the members, and most of those who have any of the family in common: one
 * campus, of which some use its mail.
 */
const singleFamilies = (members: number, rows: readonly CohortEvidence[]): ReadonlySet<string> =>
  new Set(
    carriedValues(rows)
      .filter(
        ({ carriers, concerned }) =>
          carriers >= LEFT_SHARE_MIN_HELD * members && carriers >= CAUSE_SHARE_MIN * concerned,
      )
      .map(({ family }) => family),
  )

interface Carried {
  readonly family: string
  /** Who has the value in common with somebody, and who has any of its family. */
  readonly carriers: number
  readonly concerned: number
}

function carriedValues(rows: readonly CohortEvidence[]): readonly Carried[] {
  const values = new Map<string, { family: string; carriers: Set<string> }>()
  const concerned = new Map<string, Set<string>>()
  for (const { account_a, account_b, linker, family, value_hash } of rows) {
    const key = `${linker} ${value_hash}`
    const value = values.get(key) ?? { family, carriers: new Set() }
    const all = concerned.get(family) ?? new Set()
    for (const account of [account_a, account_b]) {
      value.carriers.add(account)
      all.add(account)
    }
    values.set(key, value)
    concerned.set(family, all)
  }
  return [...values.values()].map(({ family, carriers }) => ({
    family,
    carriers: carriers.size,
    concerned: concerned.get(family)?.size ?? 0,
  }))
}

/** What strangers have in common who do the same work with the same tool. */
const isOfWork = (family: string) => family === 'content' || family === 'client'

/**
 * Pairs that hang together by circumstance: of each family the strongest, summed. One text and one program
 * are what strangers have who use the same template or relay, so something else must be among it.
 */
function strongPairs(rows: readonly CohortEvidence[]): readonly Pair[] {
  const pairs = new Map<string, { pair: Pair; best: Map<string, number> }>()
  for (const row of rows) {
    const key = `${row.account_a}\n${row.account_b}`
    const known = pairs.get(key) ?? { pair: row, best: new Map<string, number>() }
    known.best.set(row.family, Math.max(known.best.get(row.family) ?? 0, row.weight_millibits))
    pairs.set(key, known)
  }
  return [...pairs.values()].filter(({ best }) => isStrong(best)).map(({ pair }) => pair)
}

function isStrong(best: ReadonlyMap<string, number>): boolean {
  let sum = 0
  let beside = 0
  for (const [family, millibits] of best) {
    sum += millibits
    if (!isOfWork(family)) beside = Math.max(beside, millibits)
  }
  return sum >= LEFT_MILLIBITS_MIN && beside >= BESIDE_MILLIBITS_MIN
}
