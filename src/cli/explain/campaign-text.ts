import { restsOnText } from '../../domain/rests-on.js'
import type { CampaignExplained, SignalTold } from '../../explain/campaign.js'
import { carriedText } from '../../feeds/carried.js'
import { displacementTexts } from '../../feeds/displacement.js'
import type { EvidenceTotal } from '../../feeds/evidence-total.js'
import { bitsText, counted, countText, minuteText, probabilityText } from '../../feeds/format.js'
import { margined, paragraph, tableLines } from '../page.js'
import { padTo } from '../terminal/layout.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

const MEMBERS_SHOWN = 10

/** A campaign for a person: what was concluded, and each piece of it in bits. */
export function campaignLines(told: CampaignExplained, terminal: Terminal): readonly string[] {
  const { campaign } = told
  const { ink } = terminal
  return [
    ink.strong(printable(`Campaign ${campaign.campaign_id}`)),
    ...margined(
      'Verdict',
      `${campaign.verdict}, confidence ${campaign.confidence} of 100`,
      terminal,
    ),
    ...margined(
      'Response',
      `${campaign.countermeasure.level}, which needs ${campaign.countermeasure.needs}`,
      terminal,
    ),
    ...told.carried.flatMap((one) => margined('Proposed', carriedText(one), terminal)),
    ...displacementTexts(told.displacement).flatMap((text) => margined('Was done', text, terminal)),
    ...margined(
      'Seen',
      `${minuteText(campaign.first_seen_at)} to ${minuteText(campaign.last_seen_at)} UTC, ${counted(campaign.exchanges, 'exchange')}, of which ${countText(campaign.exchanges_extracting)} taken`,
      terminal,
    ),
    ...margined('Run', told.run_id, terminal),
    ...totalLines(
      `Are they one hand?  ${probabilityText(campaign.linkage)}`,
      told.linkage,
      terminal,
    ),
    ...basisLines(told, terminal),
    ...totalLines(
      `Is it a harvest?  ${probabilityText(campaign.extraction)}`,
      told.extraction,
      terminal,
    ),
    ...signalLines(told, terminal),
    ...memberLines(told, terminal),
    '',
    ink.strong('What would change it'),
    ...told.would_change.flatMap((text) => paragraph(text, terminal, 2)),
  ]
}

/** The evidence with its running total; what is not added stands in brackets. */
function totalLines(title: string, total: EvidenceTotal, terminal: Terminal): readonly string[] {
  const lines = total.items.flatMap(({ evidence, is_counted }) =>
    evidenceLines(
      {
        weight_bits: evidence.weight_bits,
        is_counted,
        kind: evidence.kind.replaceAll('_', '-'),
        statement: evidence.statement,
      },
      terminal,
    ),
  )
  return [
    '',
    terminal.ink.strong(title),
    ...lines,
    `  ${bitsText(total.bits).padStart(6)}   together`,
  ]
}

const KIND_WIDTH = 22

/** One piece of evidence: its bits, in brackets where a stronger one of its family counts; its words. */
export function evidenceLines(
  one: {
    readonly weight_bits: number
    readonly is_counted: boolean
    readonly kind: string
    readonly statement: string
  },
  terminal: Terminal,
  indent = 2,
): readonly string[] {
  const bits = bitsText(one.weight_bits).padStart(6)
  const shown = one.is_counted ? `${bits}  ` : `(${bits.trim()}) `.padStart(8)
  const head = `${' '.repeat(indent)}${terminal.ink.bits(shown)} ${padTo(printable(one.kind), KIND_WIDTH)}`
  const start = indent + shown.length + 1 + KIND_WIDTH + 1
  if (terminal.columns - start < 30) {
    return [head, ...paragraph(one.statement, terminal, indent + 4)]
  }
  const [first = '', ...rest] = paragraph(one.statement, terminal, start)
  return [`${head} ${first.trimStart()}`, ...rest]
}

function basisLines(
  { basis, campaign, linkers }: CampaignExplained,
  terminal: Terminal,
): readonly string[] {
  const text = `From cluster ${basis.cluster_id}: ${counted(basis.accounts_core, 'account')} held by ${counted(basis.links_inside, 'controlled link')} of ${bitsText(basis.bits_least)} to ${bitsText(basis.bits_most)} bits, typically ${bitsText(basis.bits_typical)}; each member counts with its two best.`
  const rows = linkers.map((row) => [
    row.linker,
    row.speaks,
    countText(row.pairs),
    countText(row.accounts),
    countText(row.values_shared),
    `${bitsText(row.bits_least)} ${bitsText(row.bits_typical)} ${bitsText(row.bits_most)}`,
  ])
  return [
    ...paragraph(text, terminal, 2),
    ...paragraph(restsOnText(campaign.rests_on), terminal, 2),
    ...tableLines(
      [
        { head: 'Linker', yields: true },
        { head: 'Speaks' },
        { head: 'Pairs', isNumber: true },
        { head: 'Accounts', isNumber: true },
        { head: 'Values', isNumber: true },
        { head: 'Least, typical, most', isNumber: true },
      ],
      rows,
      terminal,
    ),
  ]
}

function signalLines({ basis, signals }: CampaignExplained, terminal: Terminal): readonly string[] {
  const agree =
    Math.abs(basis.extraction_bits - basis.extraction_bits_again) < 0.002
      ? 'as the judge stored it'
      : `but the judge stored ${bitsText(basis.extraction_bits)}: the signals were changed after it`
  const text = `Its signals, of each family the strongest, add up to ${bitsText(basis.extraction_bits_again)}, ${agree}.`
  return [...paragraph(text, terminal, 2), ...signalTable(signals, terminal)]
}

export const signalTable = (signals: readonly SignalTold[], terminal: Terminal) =>
  tableLines(
    [
      { head: 'Detector' },
      { head: 'Family' },
      { head: 'Strength', isNumber: true },
      { head: 'Bits', isNumber: true },
      { head: 'Facts', yields: true },
    ],
    signals.map((signal) => [
      signal.detector,
      signal.family,
      signal.strength.toFixed(2),
      signal.is_counted ? bitsText(signal.weight_bits) : `(${bitsText(signal.weight_bits)})`,
      Object.entries(signal.facts)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ]),
    terminal,
  )

function memberLines({ campaign }: CampaignExplained, terminal: Terminal): readonly string[] {
  const members = [...campaign.members].sort(
    (a, b) => b.membership - a.membership || b.exchanges - a.exchanges,
  )
  const shown = members.slice(0, MEMBERS_SHOWN)
  const rest = members.length - shown.length
  return [
    '',
    terminal.ink.strong(counted(members.length, 'account')),
    ...tableLines(
      [
        { head: 'Account', yields: true },
        { head: 'Role' },
        { head: 'Membership', isNumber: true },
        { head: 'Exchanges', isNumber: true },
      ],
      shown.map((member) => [
        member.account_id,
        member.role,
        member.membership.toFixed(2),
        countText(member.exchanges),
      ]),
      terminal,
    ),
    ...(rest > 0 ? [`  and ${countText(rest)} more: --json names them all`] : []),
  ]
}
