import type { Campaign, Findings } from '../../domain/findings.js'
import { strongestEvidence } from '../../feeds/evidence-total.js'
import { bitsText, counted, minuteText } from '../../feeds/format.js'
import { detectorsOffByMissing } from '../../feeds/report-overview.js'
import { accountsWatched } from '../../feeds/report-watch.js'
import { throughText } from '../../feeds/through.js'
import { campaignTable } from './campaign-table.js'
import { inkOf } from './colour.js'
import { cutTo, padTo, wrapTo } from './layout.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.js'

export interface TerminalOptions {
  readonly columns: number
  readonly hasColour: boolean
  /** Where rejected lines are listed; by default the table that holds them. */
  readonly rejectedWhere?: string | undefined
}

const COLUMNS_MIN = 24
/** Longer lines are hard to follow with the eye, however wide the window is. */
const COLUMNS_MAX = 140

/** The findings for a person at a terminal: campaigns with their evidence, and what was not looked at. */
export function renderFindings(findings: Findings, options: TerminalOptions): string {
  const columns = Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, options.columns))
  const terminal: Terminal = { columns, ink: inkOf(options.hasColour) }
  const lines = [
    ...headline(findings, terminal),
    '',
    ...(findings.campaigns.length === 0 ? noCampaign(terminal) : campaignLines(findings, terminal)),
    ...remarks(findings, terminal, options.rejectedWhere ?? 'table exchange_rejected'),
  ]
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`
}

function headline(findings: Findings, { columns, ink }: Terminal): readonly string[] {
  const { campaigns, input, window_start, window_end } = findings
  const sum = (value: (campaign: Campaign) => number) =>
    campaigns.reduce((total, campaign) => total + value(campaign), 0)
  const found =
    campaigns.length === 0
      ? 'No campaign was found.'
      : `${counted(campaigns.length, 'campaign')} took ${counted(
          sum((campaign) => campaign.exchanges_extracting),
          'answer',
        )} ${throughText(campaigns)}.`
  const looked = `Looked at ${counted(input.exchanges, 'exchange')} of ${counted(input.accounts, 'account')}, ${minuteText(window_start)} to ${minuteText(window_end)} UTC.`
  return [
    ...wrapTo(found, columns).map(ink.strong),
    ...wrapTo(printable(looked), columns).map(ink.faint),
  ]
}

const EVIDENCES_SHOWN = 3
const BITS_WIDTH = 7
const INDENT = 2

function campaignLines({ campaigns }: Findings, terminal: Terminal): readonly string[] {
  const { head, rows } = campaignTable(campaigns, terminal)
  return [
    ...head,
    ...campaigns.flatMap((campaign, index) => [
      ...(rows[index] ?? []),
      ...evidenceLines(campaign, terminal),
      '',
    ]),
  ]
}

function evidenceLines(campaign: Campaign, { columns, ink }: Terminal): readonly string[] {
  const indent = ' '.repeat(INDENT)
  const bystanders = campaign.members.filter((member) => member.role !== 'operator').length
  const evidences = strongestEvidence(campaign, EVIDENCES_SHOWN).map(
    ({ weight_bits, statement }) => {
      const bits = padTo(bitsText(weight_bits), BITS_WIDTH - 1, 'right')
      const room = columns - INDENT - BITS_WIDTH - 1
      return `${indent}${ink.bits(bits)}  ${cutTo(printable(statement), room)}`
    },
  )
  const note = `${counted(bystanders, 'customer or victim', 'customers or victims')} among them: not to be acted on.`
  const notes = bystanders > 0 ? wrapTo(note, columns - INDENT - BITS_WIDTH - 1) : []
  return [...evidences, ...notes.map((line) => ' '.repeat(INDENT + BITS_WIDTH + 1) + line)]
}

function noCampaign({ columns }: Terminal): readonly string[] {
  const text =
    'That is not proof that nothing was there: a few accounts that take only the most valuable prompts cannot be found by what they share, and each field that the logs lack turns evidence off.'
  return [...wrapTo(text, columns), '']
}

/** What the campaigns do not say: each with a word in the margin. */
function remarks(findings: Findings, terminal: Terminal, rejectedWhere: string): readonly string[] {
  const { rejected, duplicates, detectors_off } = findings.input
  const watched = accountsWatched(findings.accounts).length
  const lines: string[] = []
  if (watched > 0) {
    const text = `${counted(watched, 'account')} to watch: unusual by themselves, tied to no campaign. In findings.json under accounts.`
    lines.push(...remark('Watch', text, terminal))
  }
  for (const { missing, ids } of detectorsOffByMissing(detectors_off)) {
    lines.push(...remark('Off', `${ids.join(', ')}: the logs lack ${missing}.`, terminal))
  }
  if (rejected > 0) {
    const text = `${counted(rejected, 'line')} could not be read; each with file, line and reason in ${rejectedWhere}.`
    lines.push(...remark('Rejected', text, terminal))
  }
  if (duplicates > 0) {
    const text = `${counted(duplicates, 'exchange')} came twice and counted once; per file in table input_file.`
    lines.push(...remark('Twice', text, terminal))
  }
  return lines
}

const MARGIN = 10

function remark(word: string, text: string, { columns, ink }: Terminal): readonly string[] {
  const lines = wrapTo(printable(text), columns - MARGIN)
  return lines.map((line, index) =>
    index === 0 ? ink.faint(padTo(word, MARGIN)) + line : ' '.repeat(MARGIN) + line,
  )
}
