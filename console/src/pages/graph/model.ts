import { weighPair } from '../../../../src/explain/weigh.js'
import type {
  EvidenceBrief,
  GraphAnswer,
  GraphLink,
} from '../../../../src/service/console/graph/api.js'

/** What is looked at, all of it in the address. */
export type GraphSearch = Readonly<
  Partial<
    Record<
      | 'campaign_id'
      | 'account_id'
      | 'bits'
      | 'hubs'
      | 'without'
      | 'link_a'
      | 'link_b'
      | 'from'
      | 'to',
      string
    >
  >
>

/** A value that several accounts share, by one linker; its key names both. */
export interface Hub {
  readonly key: string
  readonly linker: string
  readonly accounts: ReadonlySet<string>
}

/** From how many accounts on a shared value is a hub. */
export const HUB_ACCOUNTS_MIN = 4

export const hubKey = ([linker, , , value]: EvidenceBrief): string => `${linker} ${value}`

/** The values that links rest on and many share, the largest first. */
export function hubsOf(links: readonly GraphLink[]): readonly Hub[] {
  const found = new Map<string, { linker: string; accounts: Set<string> }>()
  for (const { account_a, account_b, rests_on } of links) {
    for (const brief of rests_on) {
      if (brief[3] === '') continue
      const hub = found.get(hubKey(brief)) ?? { linker: brief[0], accounts: new Set() }
      hub.accounts.add(account_a).add(account_b)
      found.set(hubKey(brief), hub)
    }
  }
  return [...found]
    .map(([key, hub]) => ({ key, ...hub }))
    .filter(({ accounts }) => accounts.size >= HUB_ACCOUNTS_MIN)
    .sort((a, b) => b.accounts.size - a.accounts.size || (a.key < b.key ? -1 : 1))
}

/** Of the links of at least so many bits, those that stay without one account or hub, weighed again as the pipeline weighs. */
export function linksLeft(
  { links, limits }: Pick<GraphAnswer, 'links' | 'limits'>,
  bitsMin: number,
  without = '',
): readonly GraphLink[] {
  const enough = links.filter((link) => link.weight_millibits >= bitsMin * 1000)
  if (without === '') return enough
  return enough.flatMap((link) => {
    if (link.account_a === without || link.account_b === without) return []
    const rests_on = link.rests_on.filter((brief) => hubKey(brief) !== without)
    if (rests_on.length === link.rests_on.length) return [link]
    const weighed = weighPair(
      rests_on.map(([linker, family, speaks, , weight_millibits]) => ({
        ...{ linker, family, speaks, weight_millibits },
      })),
      limits,
    )
    const left = { ...link, ...weighed, rests_on }
    return weighed.is_link && left.weight_millibits >= bitsMin * 1000 ? [left] : []
  })
}

/** Groups of accounts that hang together, the largest first; whoever is linked to nobody is a group alone. */
export function componentsOf(
  accounts: readonly string[],
  links: readonly GraphLink[],
): readonly (readonly string[])[] {
  const near = neighbours(links)
  const seen = new Set<string>()
  const groups: string[][] = []
  for (const start of accounts) {
    if (seen.has(start)) continue
    const group = [start]
    seen.add(start)
    for (let at = 0; at < group.length; at++) {
      for (const next of near.get(group[at] ?? '') ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        group.push(next)
      }
    }
    groups.push(group)
  }
  return groups.sort((a, b) => b.length - a.length)
}

/** The fewest steps from one account to another, by the stronger links first; nothing where none lead there. */
export function pathBetween(
  links: readonly GraphLink[],
  from: string,
  to: string,
): readonly string[] | undefined {
  const near = neighbours(links)
  if (!near.has(from) || !near.has(to)) return undefined
  const before = new Map<string, string>([[from, from]])
  const reached = [from]
  for (let at = 0; at < reached.length && !before.has(to); at++) {
    const here = reached[at] ?? ''
    for (const next of near.get(here) ?? []) {
      if (before.has(next)) continue
      before.set(next, here)
      reached.push(next)
    }
  }
  if (!before.has(to)) return undefined
  const path = [to]
  for (let here = to; here !== from; ) {
    here = before.get(here) ?? from
    path.unshift(here)
  }
  return path
}

/** Links come with the strongest first, and so do these. */
function neighbours(links: readonly GraphLink[]): ReadonlyMap<string, readonly string[]> {
  const near = new Map<string, string[]>()
  const tie = (one: string, other: string) => {
    const known = near.get(one)
    if (known === undefined) near.set(one, [other])
    else known.push(other)
  }
  for (const { account_a, account_b } of links) {
    tie(account_a, account_b)
    tie(account_b, account_a)
  }
  return near
}
