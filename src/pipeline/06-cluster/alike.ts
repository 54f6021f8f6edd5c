// Which of the accounts outside all clusters are of one of them? A mixture: whoever is outside is of some
// cluster's hand, or of none. How many are of each is not known beforehand and is estimated with the rest
// by expectation and maximisation (Dempster, Laird and Rubin 1977), starting from the sizes of the cores.

export interface Likeness {
  readonly cluster_id: string
  readonly account_id: string
  readonly core_accounts: number
  readonly outside_accounts: number
  /** log2 of how much likelier the account is in this cluster than outside all; the prior is not in it. */
  readonly alike_millibits: number
}

export interface Alike {
  /** The clusters that it may be of, in the order of their names. */
  readonly cluster_ids: readonly string[]
  readonly account_id: string
  /** log2 of the odds that the account is of any of these hands. */
  readonly weight_millibits: number
}

const ROUNDS = 40
/** A core shows at least an eighth of its hand: where so few are linked, more is not believed. */
const HIDDEN_MAX = 8
/**
 * Where more than so many times as many are alike as are believed of a hand, they are alike a text that went round. The eighth
 * is a guess, and a core of four or five errs by half and more.
 */
const BELIEVED_TIMES_MAX = 4
/** Nine to one for one cluster, among all that an account may be of, is attribution enough. */
const PLAIN_SHARE = 0.9

/**
 * The accounts that are of some cluster's hand with odds of at least `weight_millibits_min`, each once. A cluster that more
 * are alike than its hand can have is left out, and the others are asked again.
 */
export function alikeAccounts(
  rows: readonly Likeness[],
  weight_millibits_min: number,
): readonly Alike[] {
  const accounts = groupedBy(rows, (row) => row.account_id)
  const shares = estimatedShares(rows, [...accounts.values()])
  const named = [...accounts.values()].filter(
    (likenesses) => 1000 * Math.log2(sum(oddsOf(likenesses, shares))) >= weight_millibits_min,
  )
  const unbelieved = unbelievedOf(rows, expectedOf(named, shares))
  if (unbelieved.size > 0) {
    const others = rows.filter((row) => !unbelieved.has(row.cluster_id))
    return alikeAccounts(others, weight_millibits_min)
  }
  return [...accounts].flatMap(([account_id, likenesses]) => {
    const odds = oddsOf(likenesses, shares)
    const all = sum(odds)
    const weight_millibits = Math.round(1000 * Math.log2(all))
    if (weight_millibits < weight_millibits_min) return []
    const plain = likenesses.filter((_, place) => (odds[place] ?? 0) >= PLAIN_SHARE * all)
    const cluster_ids = (plain.length > 0 ? plain : likenesses).map((row) => row.cluster_id).sort()
    return [{ cluster_ids, account_id, weight_millibits }]
  })
}

/** The share of everybody outside that is of each cluster's hand. */
function estimatedShares(rows: readonly Likeness[], accounts: readonly (readonly Likeness[])[]) {
  const outside = Math.max(1, rows[0]?.outside_accounts ?? 1)
  const cores = new Map(rows.map((row) => [row.cluster_id, row.core_accounts / outside]))
  const bounded = (id: string, share: number) =>
    Math.min(0.5, HIDDEN_MAX * (cores.get(id) ?? 0), share)
  let shares = new Map([...cores].map(([id, share]) => [id, bounded(id, share)]))
  for (let round = 0; round < ROUNDS; round += 1) {
    const expected = expectedOf(accounts, shares)
    shares = new Map(
      [...cores.keys()].map((id) => [
        id,
        bounded(id, Math.max(1, expected.get(id) ?? 0) / outside),
      ]),
    )
  }
  return shares
}

/** How many of these accounts are expected to be of each cluster's hand. */
function expectedOf(
  accounts: readonly (readonly Likeness[])[],
  shares: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const expected = new Map<string, number>()
  for (const likenesses of accounts) {
    const odds = oddsOf(likenesses, shares)
    const all = 1 + sum(odds)
    for (const [place, { cluster_id }] of likenesses.entries()) {
      expected.set(cluster_id, (expected.get(cluster_id) ?? 0) + (odds[place] ?? 0) / all)
    }
  }
  return expected
}

/** The clusters of which more would be named than are believed, as readers of one post are alike any few of them. */
function unbelievedOf(
  rows: readonly Likeness[],
  expected: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const tooMany = ({ cluster_id, core_accounts }: Likeness) =>
    (expected.get(cluster_id) ?? 0) > BELIEVED_TIMES_MAX * HIDDEN_MAX * core_accounts
  return new Set(rows.filter(tooMany).map(({ cluster_id }) => cluster_id))
}

/** The odds of each cluster against none. */
function oddsOf(
  likenesses: readonly Likeness[],
  shares: ReadonlyMap<string, number>,
): readonly number[] {
  const none = Math.max(0.01, 1 - sum([...shares.values()]))
  return likenesses.map(
    ({ cluster_id, alike_millibits }) =>
      ((shares.get(cluster_id) ?? 0) / none) * 2 ** (alike_millibits / 1000),
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/**
 * The alike in groups that have clusters in common. Whoever can be of one cluster alone is of it; where
 * campaigns send one public text, nothing tells which of them an account is of, and the group is its own.
 */
export function alikeGroups(accounts: readonly Alike[]): readonly AlikeGroup[] {
  const parent = new Map<string, string>()
  const root = (id: string): string => {
    const up = parent.get(id)
    return up === undefined || up === id ? id : root(up)
  }
  for (const { cluster_ids } of accounts) {
    for (const id of cluster_ids) {
      const [first = '', second = ''] = [root(cluster_ids[0] ?? id), root(id)].sort()
      parent.set(second, first)
    }
  }
  const groups = groupedBy(accounts, ({ cluster_ids }) =>
    cluster_ids.length === 1 ? `one ${cluster_ids[0]}` : `any ${root(cluster_ids[0] ?? '')}`,
  )
  return [...groups.values()].map((members) => {
    const [only, ...others] = [...new Set(members.flatMap((one) => one.cluster_ids))]
    return { cluster_id: others.length === 0 ? only : undefined, members }
  })
}

export interface AlikeGroup {
  /** The cluster that they are of, where there is only one. */
  readonly cluster_id: string | undefined
  readonly members: readonly Alike[]
}

function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const list = groups.get(key)
    if (list === undefined) groups.set(key, [row])
    else list.push(row)
  }
  return groups
}
