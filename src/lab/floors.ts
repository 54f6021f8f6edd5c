import { readFileSync } from 'node:fs'
import type { LookalikeVerdict, Score } from './score.js'

/** What an evaluation of one preset must reach. A change that lowers a figure below it fails. */
export interface Floors {
  readonly accounts_min: number
  readonly recall_min: number
  readonly false_positives_max: number
  readonly purity_min: number
  readonly fragments_max: number
  readonly lookalike_worst: LookalikeVerdict
  readonly bystanders_accused_max: number
  readonly false_campaigns_max: number
}

/** The recorded floors, by preset. They are raised when a figure is better for good, never lowered. */
export function readFloors(): Readonly<Record<string, Floors>> {
  const text = readFileSync(new URL('./floors.json', import.meta.url), 'utf8')
  return JSON.parse(text) as Record<string, Floors>
}

const RANK: Readonly<Record<LookalikeVerdict, number>> = { clear: 0, watch: 1, review: 2, act: 3 }

/** One sentence for every floor that is missed; none where all hold. */
export function missedFloors(score: Score, floors: Floors, accounts: number): readonly string[] {
  const missed: string[] = []
  const need = (holds: boolean, text: string) => {
    if (!holds) missed.push(text)
  }
  const { recall, falsePositives, bystandersAccused } = score.accounts
  need(accounts >= floors.accounts_min, `${accounts} accounts seen, ${floors.accounts_min} wanted`)
  need(recall >= floors.recall_min, `recall ${recall.toFixed(4)} below ${floors.recall_min}`)
  need(
    falsePositives <= floors.false_positives_max,
    `${falsePositives} false positives, ${floors.false_positives_max} allowed`,
  )
  need(
    bystandersAccused.length <= floors.bystanders_accused_max,
    `${bystandersAccused.length} bystanders at act`,
  )
  need(
    score.falseCampaigns.length <= floors.false_campaigns_max,
    `${score.falseCampaigns.length} false campaigns`,
  )
  for (const one of score.campaigns) {
    need(one.isFound, `${one.campaign_id} is not found`)
    need(one.purity >= floors.purity_min, `${one.campaign_id}: purity ${one.purity.toFixed(4)}`)
    need(one.fragments <= floors.fragments_max, `${one.campaign_id}: ${one.fragments} fragments`)
  }
  for (const group of score.lookalikes) {
    need(
      RANK[group.worst] <= RANK[floors.lookalike_worst],
      `look-alike ${group.kind} reaches ${group.worst}`,
    )
  }
  return missed
}
