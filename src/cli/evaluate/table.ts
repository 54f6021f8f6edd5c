import type { Findings } from '../../domain/findings.js'
import type { Score } from '../../lab/score.js'
import { padTo } from '../terminal/layout.js'

const share = (value: number) => value.toFixed(3)

/**
 * The figures of one evaluation, the innocent first, for a terminal of 80 columns. `taken` is what was counted
 * as extracted over what was; `found` the same over what went through the accounts that were found.
 */
export function scoreTable(name: string, score: Score, seen: number): string {
  const { accounts } = score
  const lines = [
    `${name}: ${seen} accounts seen, ${accounts.benign} of all benign`,
    `  false positives at review or above   ${accounts.falsePositives}  (rate at most ${accounts.falsePositiveRateUpper.toExponential(1)} at 95 %)`,
    `  bystanders at act                    ${accounts.bystandersAccused.length}`,
    `  bystanders spared                    ${accounts.bystanders - accounts.bystandersUnspared.length} of ${accounts.bystanders}`,
    `  false campaigns                      ${score.falseCampaigns.length}`,
    `  account recall, precision            ${share(accounts.recall)}, ${share(accounts.precision)}`,
    `  B-cubed precision, recall, F         ${share(score.clusters.precision)}, ${share(score.clusters.recall)}, ${share(score.clusters.f)}`,
    '',
    `  ${padTo('campaign', 23)}${padTo('shape', 6)}${padTo('accounts', 9, 'right')}${padTo('recall', 8, 'right')}${padTo('purity', 8, 'right')}${padTo('frags', 6, 'right')}${padTo('conf', 5, 'right')}${padTo('taken', 6, 'right')}${padTo('found', 6, 'right')}`,
    ...score.campaigns.map(
      (one) =>
        `  ${padTo(one.campaign_id, 23)}${padTo(one.shape, 6)}${padTo(String(one.accounts), 9, 'right')}${padTo(share(one.recall), 8, 'right')}${padTo(share(one.purity), 8, 'right')}${padTo(String(one.fragments), 6, 'right')}${padTo(String(one.confidence ?? '–'), 5, 'right')}${padTo(one.exchangesExtractingRatio?.toFixed(2) ?? '–', 6, 'right')}${padTo(one.exchangesExtractingFoundRatio?.toFixed(2) ?? '–', 6, 'right')}`,
    ),
    '',
    `  ${padTo('look-alike', 24)}${padTo('accounts', 16, 'right')}${padTo('worst', 8, 'right')}${padTo('watch', 8, 'right')}`,
    ...score.lookalikes.map(
      (one) =>
        `  ${padTo(one.kind, 24)}${padTo(String(one.accounts), 16, 'right')}${padTo(one.worst, 8, 'right')}${padTo(String(one.watch), 8, 'right')}`,
    ),
    ...bystanderLines(score.bystanders),
  ]
  return `${lines.join('\n')}\n`
}

const WIDTHS = [9, 7, 7, 9, 8, 5]
const FATES = ['clear', 'watch', 'inRole', 'review', 'act'] as const

/** Nothing where the traffic has none. `in role` are members that stand as customer or victim: spared. */
function bystanderLines(scores: Score['bystanders']): readonly string[] {
  if (scores.length === 0) return []
  const row = (name: string, role: string, cells: readonly string[]) =>
    `  ${padTo(name, 22)}${padTo(role, 8)}${cells.map((cell, place) => padTo(cell, WIDTHS[place] ?? 0, 'right')).join('')}`
  return [
    '',
    row('bystanders of', 'role', ['accounts', 'clear', 'watch', 'in role', 'review', 'act']),
    ...scores.map((one) =>
      row(one.scenario, one.role, [
        String(one.accounts),
        ...FATES.map((fate) => String(one[fate])),
      ]),
    ),
  ]
}

/** What chance made: links by the estimate of the run, and campaigns where null runs were made. */
export function nullLine({ calibration }: Pick<Findings, 'calibration'>): string {
  const { null_runs, campaigns_on_null, false_links_under_independence } = calibration
  const alone = calibration.links_on_one_channel ?? 0
  const nulls = null_runs === 0 ? 'no null run' : `${campaigns_on_null} in ${null_runs}`
  return `  campaigns on null                    ${nulls}
  links of strangers under independence ${false_links_under_independence} (on one channel alone: ${alone})\n`
}
