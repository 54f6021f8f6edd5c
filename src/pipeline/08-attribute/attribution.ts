import type { ItemProposed } from '../../domain/attribution.js'
import type { Described } from '../../domain/definition.js'
import { uuidOf } from '../../domain/identifier.js'
import { numberText } from './sentence.js'

/** A group that a campaign is compared with, and the strongest value that they share by one linker. */
export interface Shared {
  readonly campaign_id: string
  readonly other_kind: OtherKind
  readonly other_id: string
  readonly linker: string
  readonly millibits_best: number
  readonly facts_best: Readonly<Record<string, number>>
}

/** A campaign of the last run, some of whose operators are in another campaign now. */
export interface Lineage {
  readonly campaign_id: string
  readonly other_kind: 'campaign' | 'former'
  readonly other_id: string
  readonly operators: number
  readonly shared: number
}

export type OtherKind = 'campaign' | 'former' | 'banned'

/** One account in a thousand changes hands within the time between two runs; set by hand. */
const LINEAGE_MILLIBITS = 10_000
/** Below three bits in all there is nothing to propose. */
const PROPOSED_MILLIBITS_MIN = 3000
/** One tool, seller or tutorial explains whatever is of one family. */
const FAMILIES_MIN = 2
const OTHERS_MAX = 20

interface Linker extends Pick<Described, 'id' | 'title'> {
  readonly family: string
}

/**
 * Which other groups are of the same hand, with the facts of each and what follows from them. `groups` is how many
 * others there were to choose from: whoever looks at many finds likeness by chance.
 */
export function operatorItems(
  { shared, lineage }: { readonly shared: readonly Shared[]; readonly lineage: readonly Lineage[] },
  linkers: readonly Linker[],
  groups: number,
): readonly ItemProposed[] {
  const facts = [
    ...shared.flatMap((one) => sharedFact(one, linkers, groups)),
    ...lineage.map(lineageFact),
  ]
  const byHypothesis = groupedBy(facts, ({ hypothesis_id }) => hypothesis_id)
  const proposed = [...byHypothesis.values()].flatMap((all) => {
    const strongest = strongestByFamily(all)
    const sum = [...strongest.values()].reduce((total, millibits) => total + millibits, 0)
    return sum < PROPOSED_MILLIBITS_MIN ? [] : [{ all, sum, families: strongest.size }]
  })
  const byCampaign = groupedBy(proposed, ({ all }) => all[0]?.campaign_id ?? '')
  return [...byCampaign.values()].flatMap((ofOne) =>
    ofOne
      .toSorted((a, b) => b.sum - a.sum || (nameOf(a) < nameOf(b) ? -1 : 1))
      .slice(0, OTHERS_MAX)
      .flatMap(({ all, sum, families }) => [...all, inference(all, { sum, families, groups })]),
  )
}

function groupedBy<One>(all: readonly One[], keyOf: (one: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

const nameOf = ({ all }: { readonly all: readonly ItemProposed[] }): string =>
  all[0]?.hypothesis_id ?? ''

export function strongestByFamily(facts: readonly ItemProposed[]): ReadonlyMap<string, number> {
  const strongest = new Map<string, number>()
  for (const { family, weight_millibits } of facts) {
    strongest.set(family, Math.max(strongest.get(family) ?? 0, weight_millibits))
  }
  return strongest
}

function sharedFact(
  one: Shared,
  linkers: readonly Linker[],
  groups: number,
): readonly ItemProposed[] {
  const linker = linkers.find(({ id }) => id === one.linker)
  if (linker === undefined) return []
  const { facts_best: facts, millibits_best: weight_millibits } = one
  const told = (name: string) => numberText(facts[name] ?? 0)
  return [
    {
      ...ofOther(one),
      standing: 'fact',
      speaks: 'for',
      family: linker.family,
      kind: one.linker,
      evidence_id: evidenceOf(one, one.linker),
      weight_millibits,
      statement: `${linker.title}: one value is carried by ${told('carriers_here')} of ${told('accounts_here')} accounts here and ${told('carriers_there')} of ${told('accounts_there')} there, by ${told('reference')} of ${told('population')} reference customers, and in ${told('pools')} of ${numberText(groups + 1)} groups.`,
    },
  ]
}

function lineageFact(one: Lineage): ItemProposed {
  const share = Math.round(1000 * Math.log2(one.shared / one.operators))
  return {
    ...ofOther(one),
    standing: 'fact',
    speaks: 'for',
    family: 'history',
    kind: 'succeeds',
    evidence_id: evidenceOf(one, 'succeeds'),
    weight_millibits: Math.max(0, LINEAGE_MILLIBITS + share),
    statement: `${numberText(one.shared)} of the ${numberText(one.operators)} operators that it had in the run before are operators here.`,
  }
}

interface Weighed {
  readonly sum: number
  readonly families: number
  readonly groups: number
}

/** What stands on facts alone, and says what explains them otherwise. */
function inference(
  facts: readonly ItemProposed[],
  { sum, families, groups }: Weighed,
): ItemProposed {
  const [first] = facts as [ItemProposed]
  const choice = Math.round(1000 * Math.log2(1 + groups))
  const bits = (millibits: number) => numberText(millibits / 1000)
  const isOneFamily = families < FAMILIES_MIN
  return {
    ...first,
    standing: 'inference',
    speaks: 'for',
    family: 'history',
    kind: 'one_hand',
    evidence_id: uuidOf(`${first.hypothesis_id} one-hand`),
    weight_millibits: isOneFamily ? 0 : Math.max(0, sum - choice),
    statement: isOneFamily
      ? `All ${bits(sum)} bits are of one family: unrelated customers of one tool, seller or tutorial would look the same. It counts nothing.`
      : `One hand: ${bits(sum)} bits, the strongest of each of ${families} families, less ${bits(choice)} for the choice among ${numberText(groups)} groups. Who wants another to be suspected could have put there what is copied easily.`,
  }
}

interface Other {
  readonly campaign_id: string
  readonly other_kind: OtherKind
  readonly other_id: string
}

const ofOther = ({ campaign_id, other_kind, other_id }: Other) => ({
  campaign_id,
  hypothesis_id: uuidOf(`${campaign_id} operator ${other_kind} ${other_id}`),
  question: 'operator' as const,
  about_kind: other_kind,
  about_name: other_id,
})

const evidenceOf = ({ campaign_id, other_kind, other_id }: Other, kind: string): string =>
  uuidOf(`${campaign_id} operator ${other_kind} ${other_id} ${kind}`)
