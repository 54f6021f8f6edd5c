import type { Detector } from '../detectors/define.js'
import type { Displacement } from '../domain/displacement.js'
import type { Campaign, Findings } from '../domain/findings.js'
import { type CarriedPicture, carriedOf } from '../feeds/carried.js'
import { type EvidenceTotal, totalEvidence } from '../feeds/evidence-total.js'
import { wouldChange } from '../feeds/would-change.js'
import { displacementOf } from '../store/displacement.js'
import type { Seen } from './definition.js'
import { QUERIES } from './queries/queries.js'
import { sentence } from './sentence.js'
import { weighSignals } from './weigh.js'

export interface CampaignBasis {
  readonly cluster_id: string
  readonly accounts_core: number
  readonly links_inside: number
  readonly bits_least: number
  readonly bits_typical: number
  readonly bits_most: number
  /** What the judge stored as the cluster's evidence of extraction, and what its signals add up to. */
  readonly extraction_bits: number
  readonly extraction_bits_again: number
}

export interface LinkerBasis {
  readonly linker: string
  readonly family: string
  readonly speaks: string
  readonly pairs: number
  readonly accounts: number
  readonly values_shared: number
  readonly bits_least: number
  readonly bits_typical: number
  readonly bits_most: number
}

export interface SignalTold {
  readonly detector: string
  readonly family: string
  readonly strength: number
  readonly weight_bits: number
  readonly is_counted: boolean
  readonly statement: string
  readonly facts: Readonly<Record<string, number>>
}

/** A campaign of the last finished run, with the stored rows that its scores come from. */
export interface CampaignExplained {
  readonly kind: 'campaign'
  readonly run_id: string
  readonly campaign: Campaign
  readonly linkage: EvidenceTotal
  readonly extraction: EvidenceTotal
  readonly basis: CampaignBasis
  readonly linkers: readonly LinkerBasis[]
  readonly signals: readonly SignalTold[]
  readonly would_change: readonly string[]
  /** What is done to it and proposed for accounts that came after it. */
  readonly carried: readonly CarriedPicture[]
  /** What was done to it, and where its traffic went. */
  readonly displacement: readonly Displacement[]
}

/** What the run concluded, as it was published. */
export async function findingsOf({ store, run }: Seen): Promise<Findings | undefined> {
  const [row] = await store.rows<{ document: string }>(QUERIES.findings, { run_id: run.run_id })
  return row === undefined ? undefined : (JSON.parse(row.document) as Findings)
}

export async function explainCampaign(
  campaign: Campaign,
  seen: Seen,
  detectors: readonly Detector[],
): Promise<CampaignExplained> {
  const { store, run } = seen
  const params = { run_id: run.run_id, campaign_id: campaign.campaign_id }
  const [basis] = await store.rows<BasisRow>(QUERIES.campaignBasis, params)
  const linkers = await store.rows<LinkerRow>(QUERIES.campaignLinkers, params)
  const signals = await signalsOf(basis?.cluster_id ?? '', seen, detectors)
  return {
    kind: 'campaign',
    run_id: run.run_id,
    campaign,
    linkage: totalEvidence(campaign, 'linkage'),
    extraction: totalEvidence(campaign, 'extraction'),
    basis: basisOf(basis, signals.bits),
    linkers: linkers.map(linkerOf),
    signals: signals.items,
    would_change: wouldChange(campaign),
    carried: await carriedOf(store, campaign.campaign_id),
    displacement: await displacementOf(store, run.run_id, campaign.campaign_id),
  }
}

interface SignalRow {
  readonly detector: string
  readonly family: string
  readonly strength: number
  readonly weight_millibits: number
  readonly facts: Readonly<Record<string, number>>
}

/** The signals of an account or cluster, each in its detector's own words, and what they add up to. */
export async function signalsOf(
  subjectId: string,
  { store, run }: Seen,
  detectors: readonly Detector[],
): Promise<{ readonly items: readonly SignalTold[]; readonly bits: number }> {
  const rows = await store.rows<SignalRow>(QUERIES.signals, {
    run_id: run.run_id,
    subject_id: subjectId,
  })
  const { items, weight_millibits } = weighSignals(rows)
  const definitions = new Map(detectors.map((detector) => [detector.id, detector]))
  return {
    items: items.map(({ detector, family, strength, facts, is_counted, ...row }) => ({
      detector,
      family,
      strength,
      weight_bits: row.weight_millibits / 1000,
      is_counted,
      statement: sentence(definitions.get(detector), detector, facts),
      facts,
    })),
    bits: weight_millibits / 1000,
  }
}

interface BasisRow {
  readonly cluster_id: string | null
  readonly accounts_core: string
  readonly links_inside: string
  readonly millibits_least: number
  readonly millibits_typical: number
  readonly millibits_most: number
  readonly extraction_millibits: number | null
}

const basisOf = (row: BasisRow | undefined, extractionAgain: number): CampaignBasis => ({
  cluster_id: row?.cluster_id ?? '',
  accounts_core: Number(row?.accounts_core ?? 0),
  links_inside: Number(row?.links_inside ?? 0),
  bits_least: (row?.millibits_least ?? 0) / 1000,
  bits_typical: (row?.millibits_typical ?? 0) / 1000,
  bits_most: (row?.millibits_most ?? 0) / 1000,
  extraction_bits: (row?.extraction_millibits ?? 0) / 1000,
  extraction_bits_again: extractionAgain,
})

interface LinkerRow {
  readonly linker: string
  readonly family: string
  readonly speaks: string
  readonly pairs: string
  readonly accounts: string
  readonly values_shared: string
  readonly millibits_least: number
  readonly millibits_typical: number
  readonly millibits_most: number
}

const linkerOf = (row: LinkerRow): LinkerBasis => ({
  linker: row.linker,
  family: row.family,
  speaks: row.speaks,
  pairs: Number(row.pairs),
  accounts: Number(row.accounts),
  values_shared: Number(row.values_shared),
  bits_least: row.millibits_least / 1000,
  bits_typical: row.millibits_typical / 1000,
  bits_most: row.millibits_most / 1000,
})
