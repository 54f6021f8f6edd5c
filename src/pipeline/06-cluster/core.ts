import type { Clusters, Pair } from './clusters.js'
import { largest, piecesOf } from './pieces.js'

/** Who an account is to us: its name, and the purse that pays for it, which is the name where none is known. */
export interface Customer {
  readonly account_id: string
  readonly entity_id: string
  readonly payer: string
}

/**
 * The most customers of each cluster that hang together in controlled links. Whoever has a name or a purse in common is one
 * customer, and a link inside one customer makes no hand of strangers: a department's card pays for five colleagues. And a
 * link speaks of the two whom it joins: twenty pairs of lab partners are no hand of forty.
 */
export function coresOf(
  clusters: Clusters,
  controlled: readonly Pair[],
  customers: readonly Customer[],
): ReadonlyMap<string, number> {
  const customerOf = customersOf(customers)
  const links = new Map<string, Pair[]>()
  for (const { account_a, account_b } of controlled) {
    const id = clusters.get(account_a)
    const [one, other] = [customerOf.get(account_a), customerOf.get(account_b)]
    if (id === undefined || id !== clusters.get(account_b)) continue
    if (one === undefined || other === undefined || one === other) continue
    const pair = { account_a: one, account_b: other }
    const known = links.get(id)
    if (known === undefined) links.set(id, [pair])
    else known.push(pair)
  }
  return new Map([...links].map(([id, pairs]) => [id, largest(pairs)]))
}

/** One name for each customer, by account: names and purses that hang together are one. */
const customersOf = (customers: readonly Customer[]): ReadonlyMap<string, string> =>
  piecesOf(
    customers.flatMap(({ account_id, entity_id, payer }) => [
      { account_a: account_id, account_b: `name ${entity_id}` },
      { account_a: account_id, account_b: `purse ${payer}` },
    ]),
  )
