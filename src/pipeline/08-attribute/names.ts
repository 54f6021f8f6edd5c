import { uuidOf } from '../../domain/identifier.js'

/** A cluster that is a campaign now. */
export interface Unnamed {
  readonly cluster_id: string
  readonly earliest_exchange: string
}

/** A campaign of the last run, some of whose operators are in a cluster of this one. */
export interface Former {
  readonly cluster_id: string
  readonly campaign_id: string
  /** What it was made of itself. */
  readonly succeeds: readonly string[]
  readonly operators: number
  readonly shared: number
}

export interface Name {
  readonly campaign_id: string
  /** Campaigns that are in it now, by their names. */
  readonly succeeds: readonly string[]
}

/**
 * What campaigns are called. One that goes on keeps its name, whatever comes in late: rulings and restrictions of people
 * hang on it. It goes on where half of its operators are, in the cluster that has most of them; each cluster takes the
 * name of the one that it has most of, and says which others came into it. Whatever is new is called after its earliest
 * exchange.
 */
export function campaignNames(
  clusters: readonly Unnamed[],
  formers: readonly Former[],
): ReadonlyMap<string, Name> {
  const going = formers.filter(({ shared, operators }) => 2 * shared >= operators)
  const kept = new Map<string, Former>()
  const taken = new Set<string>()
  for (const former of going.toSorted(bySize)) {
    if (kept.has(former.cluster_id) || taken.has(former.campaign_id)) continue
    kept.set(former.cluster_id, former)
    taken.add(former.campaign_id)
  }
  return new Map(
    clusters.map(({ cluster_id, earliest_exchange }) => {
      const own = kept.get(cluster_id)
      const others = going.filter((one) => one.cluster_id === cluster_id && one !== own)
      const campaign_id = own?.campaign_id ?? newName(earliest_exchange, taken)
      const succeeds = [
        ...(own?.succeeds ?? []),
        ...others.flatMap((one) => [one.campaign_id, ...one.succeeds]),
      ].filter((name) => name !== campaign_id)
      return [
        cluster_id,
        { campaign_id, succeeds: [...new Set(succeeds)].sort().slice(0, SUCCEEDS_MAX) },
      ]
    }),
  )
}

const SUCCEEDS_MAX = 100

const bySize = (a: Former, b: Former): number =>
  b.shared - a.shared ||
  (a.campaign_id < b.campaign_id ? -1 : a.campaign_id > b.campaign_id ? 1 : 0) ||
  (a.cluster_id < b.cluster_id ? -1 : 1)

/** Of two halves of a campaign one has the name; both may have begun with one exchange. */
function newName(earliest: string, taken: Set<string>): string {
  let name = uuidOf(earliest)
  for (let place = 2; taken.has(name); place += 1) name = uuidOf(`${earliest}\n${place}`)
  taken.add(name)
  return name
}
