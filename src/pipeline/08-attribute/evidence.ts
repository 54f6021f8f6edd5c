import type { Described } from '../../domain/definition.js'
import { uuidOf } from '../../domain/identifier.js'
import { restsOnText } from '../../domain/rests-on.js'
import { sqlFile } from '../../store/sql.js'
import { linkersOf } from '../partners/linkers.js'
import type { RunContext } from '../stage.js'
import { counted, type Facts, numberText, sentence } from './sentence.js'

const RUN = { run_id: 'UUID' }
const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, RUN)
const evidenceLinks = file('evidence_link')
const evidenceSignals = file('evidence_signal')
const evidenceAlike = file('evidence_alike')

/** A cluster that became a campaign, with what it rests on alone, or '', and what that costs it. */
interface Cause {
  readonly cluster_id: string
  readonly rests_on: string
  readonly cause_millibits: number
}

/** What one cause explains was argued further out of the prior, so it is told as evidence against. */
export function causeRows(
  run_id: string,
  clusters: readonly Cause[],
  idOf: ReadonlyMap<string, string>,
) {
  return clusters.flatMap(({ cluster_id, rests_on, cause_millibits }) => {
    const campaign_id = idOf.get(cluster_id)
    if (campaign_id === undefined || rests_on === '') return []
    return [
      {
        run_id,
        campaign_id,
        evidence_id: uuidOf(`${campaign_id} one-cause`),
        family: 'history',
        kind: 'one_cause',
        weight_millibits: cause_millibits,
        statement: restsOnText(rests_on),
      },
    ]
  })
}

interface EvidenceRow {
  readonly campaign_id: string
  readonly family: string
  readonly weight_millibits: number
}

interface LinkEvidence extends Omit<EvidenceRow, 'weight_millibits'> {
  readonly linker: string
  readonly weight_typical: number
  readonly pairs: string
  readonly accounts: string
  readonly facts_best: Facts
  /** How many accounts of all logs share what the strongest pair shares; 0 where it is no shared value. */
  readonly accounts_everywhere: string
}

/** Of which pairs the sentence tells, and whom besides the members it would be true of. */
export function reachText(
  told: Pick<LinkEvidence, 'accounts' | 'pairs' | 'facts_best' | 'accounts_everywhere'>,
): string {
  const pairs =
    told.pairs === '1'
      ? 'One pair of members'
      : `The strongest of ${counted(told.pairs, 'pair')} among ${counted(told.accounts, 'member')}`
  const everywhere = Number(told.accounts_everywhere)
  const isOurs = everywhere <= (told.facts_best.accounts ?? everywhere)
  return isOurs
    ? `(${pairs}.)`
    : `(${pairs}; in all the logs it is so of ${numberText(everywhere)} accounts.)`
}

interface AlikeEvidence {
  readonly campaign_id: string
  readonly accounts: string
  readonly is_group: number
  readonly peers_sharing_typical: number
  readonly peers_all: number
  readonly traits_typical: number
  readonly weight_typical: number
}

/** Who is alike and not linked, and against whom that was held. */
const alikeSentence = (told: AlikeEvidence) =>
  `${counted(told.accounts, 'account')} that no link holds ask for the same in the same texts as linked accounts (so does ${told.peers_sharing_typical} of ${told.peers_all} proven customers who have such requests), and are like them in ${told.traits_typical} of 5 traits: hours of the day, days, sittings, volume, age.${told.is_group === 0 ? '' : ' Which of the linked groups each belongs to cannot be told.'}`

interface SignalEvidence extends EvidenceRow {
  readonly detector: string
  readonly facts: Facts
  /** Over how many accounts it counts, how many of them are members, and how many members there are. */
  readonly counted: string
  readonly counted_members: string
  readonly members: string
}

/** Said only where others than the members are counted. */
export function countedText(
  told: Pick<SignalEvidence, 'counted' | 'counted_members' | 'members'>,
): string {
  if (told.counted === told.counted_members && told.counted === told.members) return ''
  return ` (Counted over the ${counted(told.counted, 'account')} that hold together, ${numberText(Number(told.counted_members))} of them among the ${counted(told.members, 'member')}.)`
}

/** What every campaign rests on and what speaks against it, a sentence each. */
export async function evidenceRows(context: RunContext) {
  const { store, runId, detectors } = context
  const params = { run_id: runId }
  const linkers = await linkersOf(context, runId)
  const definitions = new Map<string, Described>(
    [...linkers, ...detectors].map((definition) => [definition.id, definition]),
  )
  const links = await store.rows<LinkEvidence>(evidenceLinks, params)
  const signals = await store.rows<SignalEvidence>(evidenceSignals, params)
  const alike = await store.rows<AlikeEvidence>(evidenceAlike, params)
  const row = (given: EvidenceRow, kind: string, statement: string) => ({
    run_id: runId,
    campaign_id: given.campaign_id,
    evidence_id: uuidOf(`${given.campaign_id} ${kind}`),
    family: given.family,
    kind: kind.replaceAll('-', '_'),
    weight_millibits: given.weight_millibits,
    statement,
  })
  return [
    ...links.map((link) => {
      const said = sentence(definitions.get(link.linker), link.linker, link.facts_best)
      return row(
        { ...link, weight_millibits: link.weight_typical },
        link.linker,
        `${said} ${reachText(link)}`,
      )
    }),
    ...alike.map((told) =>
      row(
        { campaign_id: told.campaign_id, family: 'content', weight_millibits: told.weight_typical },
        'alike',
        alikeSentence(told),
      ),
    ),
    ...countedSignals(signals).map(([strongest, ...others]) => {
      const said = [strongest, ...others].map((one) =>
        sentence(definitions.get(one.detector), one.detector, one.facts),
      )
      return row(
        { ...strongest, family: 'extraction' },
        strongest.detector,
        `${said.join(' Also: ')}${countedText(strongest)}`,
      )
    }),
  ]
}

/**
 * The signals of each campaign by family of detectors, the strongest first: it alone counts, so it
 * alone becomes evidence, and the others are told in its sentence. So the bits add up to the verdict's.
 */
function countedSignals(signals: readonly SignalEvidence[]) {
  const families = new Map<string, [SignalEvidence, ...SignalEvidence[]]>()
  for (const signal of signals) {
    const key = `${signal.campaign_id} ${signal.family}`
    const known = families.get(key)
    if (known === undefined) families.set(key, [signal])
    else known.push(signal)
  }
  for (const family of families.values()) {
    family.sort((a, b) => Math.abs(b.weight_millibits) - Math.abs(a.weight_millibits))
  }
  return [...families.values()]
}
