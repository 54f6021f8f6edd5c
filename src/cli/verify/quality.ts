import type { Command } from 'commander'
import { counted, countText } from '../../feeds/format.js'
import type { Quality, QualityRow } from '../../service/verification/quality.js'
import { withAddress } from '../asking.js'
import { paragraph, printResult, tableLines } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'
import { type DeskFlags, read, titleLines } from './told.js'

/** Of fewer a share says hardly anything. */
const FEW = 20
/** Before so many outcomes the weights are held to what they are. */
const OUTCOMES_MIN = 100

export function addQuality(verify: Command): void {
  withAddress(verify.command('quality'))
    .summary('whether applications are decided well, the weak figures first')
    .description(
      'By programme, by kind of mail and by plan: how many honest people were turned away, and how many refusals were overturned; and whether risks came true.',
    )
    .option('--json', 'print JSON, and nothing else')
    .action(async (flags: DeskFlags) => {
      const said = (await read(flags, '/quality')) as Quality
      printResult(said, (terminal) => qualityLines(said, terminal), flags)
    })
}

export function qualityLines({ rows, calibration }: Quality, terminal: Terminal) {
  if (rows.length === 0) return paragraph('No application has a state yet.', terminal)
  const sorted = rows.toSorted(weakFirst)
  const few = rows.filter(({ applications }) => applications < FEW).length
  return [
    ...titleLines('Turned away, and overturned; the weak figures first', terminal),
    ...weakLines(sorted, terminal),
    ...(few === 0
      ? []
      : paragraph(
          `${counted(few, 'row')} of fewer than ${FEW} applications stand last: they say hardly anything.`,
          terminal,
          2,
        )),
    '',
    ...titleLines('What was asked, and what came of it', terminal),
    ...askedLines(sorted, terminal),
    '',
    ...reliabilityLines(calibration, terminal),
  ]
}

const weakFirst = (a: QualityRow, b: QualityRow): number =>
  Number(a.applications < FEW) - Number(b.applications < FEW) ||
  b.false_rejection_percent - a.false_rejection_percent ||
  (b.overturned_percent_most ?? 0) - (a.overturned_percent_most ?? 0) ||
  b.applications - a.applications

const percent = (share: number | null): string => (share === null ? '' : `${share.toFixed(1)} %`)

const weakLines = (rows: readonly QualityRow[], terminal: Terminal) =>
  tableLines(
    [
      { head: 'Programme' },
      { head: 'Of whom', yields: true },
      { head: 'Honest refused', isNumber: true },
      { head: 'Overturned', isNumber: true },
      { head: 'At most', isNumber: true },
      { head: 'All', isNumber: true },
    ],
    rows.map((row) => [
      row.program,
      row.stratum || 'all',
      percent(row.false_rejection_percent),
      row.appeals_decided === 0
        ? 'none'
        : `${countText(row.appeals_overturned)} of ${countText(row.appeals_decided)}`,
      percent(row.overturned_percent_most),
      countText(row.applications),
    ]),
    terminal,
  )

const askedLines = (rows: readonly QualityRow[], terminal: Terminal) =>
  tableLines(
    [
      { head: 'Programme' },
      { head: 'Of whom', yields: true },
      { head: 'Asked', isNumber: true },
      { head: 'Answered', isNumber: true },
      { head: 'Refused', isNumber: true },
      { head: 'Honest', isNumber: true },
      { head: 'In campaigns', isNumber: true },
      { head: 'Watched', isNumber: true },
    ],
    rows.map((row) => [
      row.program,
      row.stratum || 'all',
      countText(row.asked),
      countText(row.answered),
      countText(row.turned_away),
      row.honest_expected.toFixed(1),
      countText(row.granted_to_operators),
      countText(row.watched_for_use),
    ]),
    terminal,
  )

function reliabilityLines(calibration: Quality['calibration'], terminal: Terminal) {
  const { outcomes, fraudulent, bins, shift_bits, slope, brier_before, brier_after } = calibration
  const head = titleLines('Whether risks came true', terminal)
  const known = `${counted(outcomes, 'outcome')} ${outcomes === 1 ? 'is' : 'are'} known, ${countText(fraudulent)} of them fraudulent.`
  const honest = outcomes - fraudulent
  const isFew = outcomes < OUTCOMES_MIN || fraudulent < FEW || honest < FEW
  if (outcomes === 0)
    return [...head, ...paragraph(`${known} Nothing can be said of risks yet.`, terminal, 2)]
  return [
    ...head,
    ...tableLines(
      [
        { head: 'Risk' },
        { head: 'Said', isNumber: true },
        { head: 'Came true', isNumber: true },
        { head: '95 % interval', isNumber: true },
        { head: 'Outcomes', isNumber: true },
        { head: '' },
      ],
      bins.map((bin) => [
        `${bin.from_percent} to ${bin.to_percent}`,
        percent(bin.said_percent),
        percent(bin.true_percent),
        `${bin.low_percent.toFixed(1)} to ${bin.high_percent.toFixed(1)} %`,
        countText(bin.outcomes),
        bin.outcomes < FEW ? 'too few' : '',
      ]),
      terminal,
    ),
    ...paragraph(
      isFew
        ? `${known} That is too few to calibrate by: some hundred are needed, and of both kinds. Leave the weights as they are.`
        : `${known} By them the odds would be ${shift_bits} + ${slope} × odds, and the error of risks ${brier_after} for ${brier_before} (Brier, 0 is best). If you agree:`,
      terminal,
      2,
    ),
    ...(isFew
      ? []
      : paragraph(
          `serve.verification.calibration: { shift_bits: ${shift_bits}, slope: ${slope} }`,
          terminal,
          2,
        )),
  ]
}
