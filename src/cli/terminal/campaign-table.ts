import type { Campaign } from '../../domain/findings.js'
import { capabilityText, counted, countText, dayText, idPrefix } from '../../feeds/format.js'
import { cutTo, padTo, widthOf, wrapTo } from './layout.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.js'

export interface CampaignTable {
  readonly head: readonly string[]
  /** The lines of each campaign, in the campaigns' order. */
  readonly rows: readonly (readonly string[])[]
}

interface Cells {
  readonly id: string
  readonly verdict: string
  readonly accounts: string
  readonly exchanges: string
  readonly taken: string
  readonly seen: string
}
type Column = keyof Cells

const HEADS: Cells = {
  id: 'Campaign',
  verdict: 'Verdict',
  accounts: 'Accounts',
  exchanges: 'Exchanges (taken)',
  taken: 'What',
  seen: 'Seen (UTC)',
}
const COLUMNS: readonly Column[] = ['id', 'verdict', 'accounts', 'exchanges', 'taken', 'seen']
const NUMBERS: readonly Column[] = ['accounts', 'exchanges']
const GAP = 2
/** Below it, what was taken is a stub, and lines under each other are read more easily. */
const TAKEN_WIDTH_MIN = 9

/** One row a campaign; where the terminal is too narrow for columns, a few lines. */
export function campaignTable(campaigns: readonly Campaign[], terminal: Terminal): CampaignTable {
  const full = campaigns.map((campaign) => cellsOf(campaign, campaigns, countText))
  const widths =
    fitWidths(full, terminal.columns) ??
    fitWidths(
      campaigns.map((campaign) => cellsOf(campaign, campaigns, compactText)),
      terminal.columns,
    )
  if (widths === undefined) return listOf(campaigns, terminal)
  const { ink } = terminal
  const rows = widths.cells.map((cells, index) => {
    const line = lineOf(cells, widths)
    const verdict = padTo(cells.verdict, widths.verdict)
    const paint = campaigns[index]?.verdict === 'act' ? ink.act : ink.review
    const painted = paint(cells.verdict) + verdict.slice(cells.verdict.length)
    // The id comes first and has no blanks, so the verdict's place is known.
    const start = widths.id + GAP
    const id = ink.strong(padTo(cells.id, widths.id))
    return [id + ' '.repeat(GAP) + painted + line.slice(start + verdict.length)]
  })
  return { head: [ink.faint(lineOf(HEADS, widths).trimEnd())], rows }
}

type Widths = Readonly<Record<Column, number>> & { readonly cells: readonly Cells[] }

function fitWidths(cells: readonly Cells[], columns: number): Widths | undefined {
  const natural = (column: Column) =>
    Math.max(widthOf(HEADS[column]), ...cells.map((row) => widthOf(row[column])))
  const widths = Object.fromEntries(COLUMNS.map((column) => [column, natural(column)])) as Record<
    Column,
    number
  >
  const sum = COLUMNS.reduce((total, column) => total + widths[column], 0)
  const over = sum + GAP * (COLUMNS.length - 1) - columns
  const taken = widths.taken - Math.max(0, over)
  if (taken < Math.min(TAKEN_WIDTH_MIN, widths.taken)) return undefined
  return { ...widths, taken, cells }
}

function lineOf(cells: Cells, widths: Widths): string {
  return COLUMNS.map((column) =>
    padTo(
      cutTo(cells[column], widths[column]),
      widths[column],
      NUMBERS.includes(column) ? 'right' : 'left',
    ),
  ).join(' '.repeat(GAP))
}

function cellsOf(
  campaign: Campaign,
  campaigns: readonly Campaign[],
  numberText: (count: number) => string,
): Cells {
  const { exchanges, exchanges_extracting, first_seen_at, last_seen_at } = campaign
  const ids = campaigns.map((other) => other.campaign_id)
  return {
    id: printable(idPrefix(campaign.campaign_id, ids)),
    verdict: `${campaign.verdict} ${campaign.confidence}`,
    accounts: countText(campaign.accounts),
    exchanges: `${numberText(exchanges)} (${numberText(exchanges_extracting)})`,
    taken: takenText(campaign),
    seen: seenText(first_seen_at, last_seen_at),
  }
}

const CAPABILITIES_SHOWN = 2

function takenText({ capabilities }: Campaign): string {
  return [...capabilities]
    .sort((a, b) => b.exchanges - a.exchanges)
    .slice(0, CAPABILITIES_SHOWN)
    .map(({ capability }) => capabilityText(capability))
    .join(', ')
}

/** Days without their year, which stands in the window above, unless they cross one. */
function seenText(first: string, last: string): string {
  const withYear = first.slice(0, 4) !== last.slice(0, 4)
  const [from, to] = [dayText(first, { withYear }), dayText(last, { withYear })]
  return printable(from === to ? to : `${from} – ${to}`)
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** "151.2M", where there is no room for more. */
function compactText(count: number): string {
  return compact.format(count)
}

function listOf(campaigns: readonly Campaign[], { columns, ink }: Terminal): CampaignTable {
  const rows = campaigns.map((campaign) => {
    const cells = cellsOf(campaign, campaigns, countText)
    const facts = `${counted(campaign.accounts, 'account')}, ${cells.exchanges} exchanges (taken), ${cells.seen} UTC, ${cells.taken}`
    const paint = campaign.verdict === 'act' ? ink.act : ink.review
    return [`${ink.strong(cells.id)}  ${paint(cells.verdict)}`, ...wrapTo(facts, columns)]
  })
  return { head: [], rows }
}
