import { nameOf, type Restriction } from '../../records/restrictions.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { ByPeople } from './by-people.js'
import type { Conclusions, MemberRow, RulingRow } from './conclusions.js'
import type { HashKey } from './siphash.js'
import { keyedHash } from './sketch.js'

// A lift and a ruling name a campaign. What they let go is people, and a run may find them under another name, or in two
// campaigns that were one. So who was let go is remembered, and a campaign of which they are half goes free as well.

/** By cause, the keyed hashes of accounts. */
export type LetGo = ReadonlyMap<string, ReadonlySet<bigint>>

export const liftCause = (name: string): string => `lift\n${name}`
export const benignCause = (rulingId: string): string => `benign\n${rulingId}`

interface Seen {
  readonly people: ByPeople
  /** With the rulings that count. */
  readonly conclusions: Pick<Conclusions, 'members' | 'rulings'>
  readonly key: HashKey
}

/** Who is let go as things are now, by name. Pure. */
export function lettingGo({ people, conclusions, key }: Seen, policyIds: readonly string[]): LetGo {
  const found = new Map<string, Set<bigint>>()
  const ownRulings = benignOnAccounts(conclusions.rulings)
  for (const operators of operatorsOf(conclusions).values()) {
    const [first] = operators
    if (first === undefined) continue
    const causes = policyIds
      .map((policy_id) => nameOf({ policy_id, group: groupOf(first) } as Restriction))
      .filter((name) => people.state.lifted.has(name))
      .map(liftCause)
    const ruling = rulingOn(outranking(conclusions.rulings, people), first)
    if (ruling?.conclusion === 'benign') causes.push(benignCause(ruling.ruling_id))
    for (const cause of causes) {
      found.set(cause, new Set(operators.map(({ account_id }) => keyedHash(key, account_id))))
    }
    // Whom a ruling of their own lets go is a customer in the next run. They were operators now.
    for (const { account_id } of operators) {
      const own = ownRulings.get(account_id)
      if (own !== undefined) found.set(benignCause(own), new Set([keyedHash(key, account_id)]))
    }
  }
  return found
}

export interface GoingFree {
  /** Whether a policy lets a campaign go, since it let go half of its operators under another name. */
  isUndone(policyId: string, campaignId: string): boolean
  /** Rulings that a campaign is benign, since one was that half of its operators were in. */
  readonly rulings: readonly RulingRow[]
}

/**
 * Which campaigns go free by whom they are made of: where rulings, one or many, let half of their operators go, as `cleared_campaign`
 * has it of runs. Those are counted who were operators until they were let go. What was taken back since counts no more. Pure.
 */
export function goingFree({ people, conclusions, key }: Seen, letGo: LetGo): GoingFree {
  if (letGo.size === 0) return NOBODY_FREE
  const { members } = conclusions
  const rulings = outranking(conclusions.rulings, people)
  const campaigns = new Map<string, { readonly hash: bigint; readonly isOperator: boolean }[]>()
  for (const { campaign_id, account_id, role, is_recognised } of members) {
    if (is_recognised) continue
    const own = campaigns.get(campaign_id) ?? []
    own.push({ hash: keyedHash(key, account_id), isOperator: role === 'operator' })
    campaigns.set(campaign_id, own)
  }
  const isHalf = (campaign: string, free: ReadonlySet<bigint>): boolean => {
    const all = campaigns.get(campaign) ?? []
    const counted = all.filter(({ hash, isOperator }) => isOperator || free.has(hash))
    return (
      counted.length > 0 &&
      2 * counted.filter(({ hash }) => free.has(hash)).length >= counted.length
    )
  }
  const lifted = [...people.state.lifted]
  const freeOf = (policyId: string): ReadonlySet<bigint> =>
    united(lifted.filter((name) => name.startsWith(`${policyId}\n`)).map(liftCause), letGo)
  const byRuling = new Map(
    rulings
      .filter(({ conclusion }) => conclusion === 'benign')
      .map((one) => [one, letGo.get(benignCause(one.ruling_id)) ?? NO_ACCOUNTS] as const),
  )
  const freed = new Set([...byRuling.values()].flatMap((hashes) => [...hashes]))
  const named = new Set(
    rulings.filter((one) => one.subject_kind === 'campaign').map((one) => one.subject_id),
  )
  const added = [...operatorsOf({ members }).keys()].flatMap((subject_id) => {
    if (named.has(subject_id) || !isHalf(subject_id, freed)) return []
    const own = new Set(campaigns.get(subject_id)?.map(({ hash }) => hash))
    // Of several, as of runs, the first by its id.
    const [ruling] = [...byRuling]
      .filter(([, hashes]) => [...hashes].some((hash) => own.has(hash)))
      .map(([one]) => one)
      .toSorted((a, b) => (a.ruling_id < b.ruling_id ? -1 : 1))
    return ruling === undefined ? [] : [{ ...ruling, subject_kind: 'campaign', subject_id }]
  })
  return {
    isUndone: (policyId, campaignId) => isHalf(campaignId, freeOf(policyId)),
    rulings: added,
  }
}

/** Those that free, and those against somebody that count: where two must want it, what one hand sent hides nothing. */
const outranking = (rulings: readonly RulingRow[], { state, needsTwoFrom }: ByPeople) =>
  needsTwoFrom === undefined
    ? rulings
    : rulings.filter(
        ({ conclusion, ruling_id }) =>
          conclusion === 'benign' || (state.rulings.get(ruling_id)?.people.length ?? 0) > 1,
      )

/** By account. */
const benignOnAccounts = (rulings: readonly RulingRow[]): ReadonlyMap<string, string> =>
  new Map(
    rulings
      .filter((one) => one.subject_kind === 'account' && one.conclusion === 'benign')
      .map(({ subject_id, ruling_id }) => [subject_id, ruling_id]),
  )

const NO_ACCOUNTS: ReadonlySet<bigint> = new Set()
const NOBODY_FREE: GoingFree = Object.freeze({ isUndone: () => false, rulings: [] })

const united = (causes: readonly string[], letGo: LetGo): ReadonlySet<bigint> =>
  new Set(causes.flatMap((cause) => [...(letGo.get(cause) ?? [])]))

/** Both, by cause. Pure. */
export const unitedLetGo = (one: LetGo, other: LetGo): LetGo =>
  new Map(
    [...one.keys(), ...other.keys()].map((cause) => [
      cause,
      new Set([...(one.get(cause) ?? []), ...(other.get(cause) ?? [])]),
    ]),
  )

/** As restrictions name what is touched together. */
export const groupOf = ({ campaign_id }: Pick<MemberRow, 'campaign_id'>): string =>
  `campaign ${campaign_id}`

/** The ruling on a campaign, else on the cluster that it came from. */
export const rulingOn = (
  rulings: readonly RulingRow[],
  { campaign_id, cluster_id }: Pick<MemberRow, 'campaign_id' | 'cluster_id'>,
): RulingRow | undefined =>
  rulings.find((one) => one.subject_kind === 'campaign' && one.subject_id === campaign_id) ??
  rulings.find((one) => one.subject_kind === 'cluster' && one.subject_id === cluster_id)

function operatorsOf({ members }: Pick<Conclusions, 'members'>) {
  const campaigns = new Map<string, MemberRow[]>()
  for (const member of members) {
    if (member.role !== 'operator' || member.is_recognised) continue
    const known = campaigns.get(member.campaign_id)
    if (known === undefined) campaigns.set(member.campaign_id, [member])
    else known.push(member)
  }
  return campaigns as ReadonlyMap<string, readonly MemberRow[]>
}

export interface LetGoMemory {
  known(): Promise<LetGo>
  /** Keeps who is let go now. */
  note(now: LetGo): Promise<void>
}

const ALL = statement('let_go', 'SELECT cause, toString(account_hash) AS account_hash FROM let_go')

/** What the store remembers of it; read once. */
export function openLetGo(store: Store): LetGoMemory {
  let all: Promise<Map<string, Set<bigint>>> | undefined
  const load = async () => {
    const found = new Map<string, Set<bigint>>()
    for (const row of await store.rows<{ cause: string; account_hash: string }>(ALL)) {
      add(found, row.cause, BigInt(row.account_hash))
    }
    return found
  }
  const known = () => {
    all ??= load()
    all.catch(() => {
      all = undefined
    })
    return all
  }
  return Object.freeze({
    known,
    async note(now: LetGo) {
      const before = await known()
      const rows = [...now].flatMap(([cause, hashes]) =>
        [...hashes]
          .filter((hash) => !before.get(cause)?.has(hash))
          .map((hash) => ({ cause, hash })),
      )
      if (rows.length === 0) return
      await store.insert(
        'let_go',
        rows.map(({ cause, hash }) => ({ cause, account_hash: `${hash}` })),
      )
      for (const { cause, hash } of rows) add(before, cause, hash)
    },
  })
}

function add(to: Map<string, Set<bigint>>, cause: string, hash: bigint): void {
  const hashes = to.get(cause)
  if (hashes === undefined) to.set(cause, new Set([hash]))
  else hashes.add(hash)
}
