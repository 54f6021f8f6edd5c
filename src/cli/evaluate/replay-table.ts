import type { Detection, Look } from '../../lab/replay.js'
import { padTo } from '../terminal/layout.js'

const right = (text: string, columns: number) => padTo(text, columns, 'right')
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`

/** What each earlier scan saw and whom it accused wrongly, as one line. */
export function lookLine(look: Look, sees: { exchanges: number; accounts: number }): string {
  const when = new Date(look.atMs).toISOString().slice(0, 16)
  return `  ${when}${right(String(sees.exchanges), 12)}${right(String(sees.accounts), 10)}${right(String(look.held.size), 7)}${right(String(look.falsePositives), 14)}${right(String(look.falseCampaigns), 16)}\n`
}

export const lookHead = `  ${padTo('cut at', 16)}${right('exchanges', 12)}${right('accounts', 10)}${right('held', 7)}${right('innocents at', 14)}${right('false', 16)}
  ${padTo('', 16)}${right('seen', 12)}${right('seen', 10)}${right('', 7)}${right('review', 14)}${right('campaigns', 16)}\n`

/** How soon each campaign was found, the latest first, for a terminal of 80 columns. */
export function detectionTable(detections: readonly Detection[]): string {
  const rows = [...detections].sort((one, other) => other.lostShare - one.lostShare)
  const lines = [
    `  ${padTo('campaign', 23)}${padTo('discipline', 12)}${right('exchanges', 9)}${right('found at', 10)}${right('hours', 7)}${right('lost', 7)}  bar`,
    ...rows.map(
      (one) =>
        `  ${padTo(one.campaign_id, 23)}${padTo(one.discipline, 12)}${right(String(one.exchanges), 9)}${right(one.share === null ? 'never' : percent(one.share), 10)}${right(one.hours?.toFixed(1) ?? '–', 7)}${right(String(one.lost), 7)}  ${barText(one)}`,
    ),
    '',
    '  Found at: the share of its exchanges that it had sent by the first cut where',
    '  one finding, mostly its own, held a tenth of its operators seen so far and ten',
    '  at least. Lost: exchanges sent by then. Nobody looked between that cut and the',
    '  one before, so less may have been lost.',
  ]
  return `${lines.join('\n')}\n`
}

const barText = ({ holdsBar }: Detection) =>
  holdsBar === null ? 'none' : holdsBar ? 'held' : 'missed'
