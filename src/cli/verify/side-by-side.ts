import { counted } from '../../feeds/format.js'
import { margined, paragraph, tableLines } from '../page.js'
import { cutTo } from '../terminal/layout.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { type SideTold, titleLines, words } from './told.js'

/** So many others a person compares; JSON has all. */
const OTHERS_SHOWN = 9
const INDENT = 2
const GAP = 2
/** "billing address", and "step up asked". */
const WORD_COLUMNS = 15
const CELL_COLUMNS = 13

/** This application and others in columns, with what they have in common. Their ids stand above, whole, each with its number. */
export function sideLines(
  own: SideTold | null,
  alike: readonly SideTold[],
  terminal: Terminal,
): readonly string[] {
  if (alike.length === 0)
    return ['', ...paragraph('No other has anything in common with it.', terminal)]
  const shown = alike.slice(0, OTHERS_SHOWN)
  const more = alike.length - shown.length
  const perTable = Math.max(1, othersBeside(terminal))
  const tables: (readonly string[])[] = []
  for (let first = 0; first < shown.length; first += perTable)
    tables.push(tableOf(own, shown.slice(first, first + perTable), first, terminal))
  return [
    '',
    ...titleLines(`${counted(alike.length, 'other')} with something in common`, terminal),
    ...shown.flatMap(({ application_id }, index) =>
      margined(`  ${index + 1}`, application_id, terminal, 6),
    ),
    ...(more > 0 ? paragraph(`${more} more are in --json.`, terminal, 2) : []),
    ...tables.flatMap((lines) => ['', ...lines]),
  ]
}

const othersBeside = ({ columns }: Terminal): number =>
  Math.floor((columns - INDENT - WORD_COLUMNS) / (CELL_COLUMNS + GAP)) - 1

function tableOf(
  own: SideTold | null,
  others: readonly SideTold[],
  first: number,
  terminal: Terminal,
): readonly string[] {
  const common = [...new Set(others.flatMap(({ in_common }) => in_common))]
  const row = (word: string, of: (one: SideTold) => string): readonly string[] => [
    word,
    ...[own, ...others].map((one) => (one === null ? '' : cellText(of(one)))),
  ]
  const rows = [
    ...common.map((what) => [
      what,
      '',
      ...others.map(({ in_common }) => (in_common.includes(what) ? 'the same' : '')),
    ]),
    row('risk', ({ risk }) => (risk === null ? '' : `${risk} of 100`)),
    row('state', ({ state }) => words(state ?? 'none')),
    row('programme', ({ program }) => program || 'none'),
    row('applied', ({ applied_at }) => applied_at.slice(0, 10)),
    row('kind of mail', ({ mail_kind }) => mail_kind ?? ''),
    row('plan', ({ plan }) => plan ?? ''),
  ]
  return tableLines(
    [
      { head: '' },
      { head: 'this one' },
      ...others.map((_, index) => ({ head: `other ${first + index + 1}` })),
    ],
    rows,
    terminal,
    INDENT,
  )
}

const cellText = (text: string): string => cutTo(printable(text), CELL_COLUMNS)
