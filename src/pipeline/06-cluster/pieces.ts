import type { Pair } from './clusters.js'

/** For each account in these pairs the name of the piece that hangs together and holds it: the first in order of it. */
export function piecesOf(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const parent = new Map<string, string>()
  const root = (account: string): string => {
    let at = account
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  for (const { account_a, account_b } of pairs) {
    const [first, second] = [root(account_a), root(account_b)].sort() as [string, string]
    parent.set(first, first)
    parent.set(second, first)
  }
  return new Map([...parent.keys()].map((account) => [account, root(account)]))
}

/** The number of accounts in the largest piece. */
export function largest(pairs: readonly Pair[]): number {
  const counts = new Map<string, number>()
  for (const piece of piecesOf(pairs).values()) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}
