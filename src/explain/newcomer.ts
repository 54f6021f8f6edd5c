import type { Linker } from '../linkers/define.js'
import { BESIDE, STANDING } from '../pipeline/recognition/traits.js'
import type { Params } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { QUERIES } from './queries/queries.js'

/** What one trait that a newcomer carries is worth for a campaign. */
export interface TraitTold {
  readonly trait: string
  readonly title: string
  readonly weight_bits: number
  /** Whether it says what the account is for, or who pays for it. */
  readonly tells: boolean
}

/** A newcomer beside the campaign that it looks like, or else the one that it comes nearest to. */
export interface NewcomerTold {
  readonly campaign_id: string
  readonly is_recognised: boolean
  /** '' unless it is recognised. */
  readonly recognised_at: string
  /** How many exchanges of it were known. */
  readonly exchanges: number
  readonly weight_bits: number
  readonly traits: readonly TraitTold[]
  /** Traits with others who carry them, where company spoke. */
  readonly company: readonly string[]
}

/** What is done to a campaign and proposed for one account that came after it. */
export interface CarriedTold {
  readonly campaign_id: string
  readonly policy_id: string
  readonly level: string
  /** The campaign that is under it. */
  readonly restricted_id: string
}

interface Row {
  readonly campaign_id: string
  readonly trait: string
  readonly tells: boolean | number
  readonly weight_millibits: number
  readonly exchanges: number
  readonly recognised_campaign: string
  readonly recognised_at: string
  readonly recognised_millibits: number
  readonly recognised_exchanges: number
  readonly recognised_traits: readonly string[]
}

/** Nothing where the account was not compared since the run. */
export async function newcomerOf(
  store: Store,
  params: Params,
  linkers: readonly Linker[],
): Promise<NewcomerTold | undefined> {
  const rows = await store.rows<Row>(QUERIES.newcomer, params)
  const [first] = rows
  if (first === undefined) return undefined
  const titles = new Map<string, string>([
    ...linkers.map((linker) => [linker.id, linker.title] as const),
    ...[...BESIDE, STANDING].map((trait) => [trait.id, trait.title] as const),
    ['crossing', 'Sends back an answer that an operator was served'],
  ])
  const campaign = first.recognised_campaign === '' ? nearest(rows) : first.recognised_campaign
  const isRecognised = first.recognised_campaign !== ''
  const traits = rows
    .filter((row) => row.campaign_id === campaign)
    .map((row) => ({
      trait: row.trait,
      title: titles.get(row.trait) ?? row.trait,
      weight_bits: row.weight_millibits / 1000,
      tells: Boolean(row.tells),
    }))
  return {
    campaign_id: campaign,
    is_recognised: isRecognised,
    recognised_at: isRecognised ? first.recognised_at : '',
    exchanges: isRecognised ? first.recognised_exchanges : first.exchanges,
    weight_bits: isRecognised ? first.recognised_millibits / 1000 : 0,
    traits,
    company: first.recognised_traits.filter((text) => text.endsWith('who carry it')),
  }
}

/** The campaign whose strongest traits come to most. */
function nearest(rows: readonly Row[]): string {
  const sums = new Map<string, number>()
  for (const { campaign_id, weight_millibits } of rows) {
    sums.set(campaign_id, (sums.get(campaign_id) ?? 0) + weight_millibits)
  }
  return [...sums].reduce((one, other) => (other[1] > one[1] ? other : one))[0]
}
