import { counted, countText, listText, minuteText } from '../../feeds/format.js'
import { detectorsOffByMissing } from '../../feeds/report-overview.js'
import { margined, paragraph, tableLines } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'
import type { FileChecked, SchemaChecked } from './check.js'
import type { ColumnChecked } from './columns.js'

const KEYS_SHOWN = 12

/** What would be read of some logs, for a person. */
export function checkLines(checked: SchemaChecked, terminal: Terminal): readonly string[] {
  return [
    ...fileLines(checked, terminal),
    ...spanLines(checked, terminal),
    ...rejectLines(checked, terminal),
    ...columnLines('exchange', checked, terminal),
    ...columnLines('account', checked, terminal),
    ...keyLines(checked, terminal),
    ...(checked.span.exchanges === 0 ? [] : offLines(checked, terminal)),
  ]
}

function fileLines({ files }: SchemaChecked, terminal: Terminal): readonly string[] {
  return tableLines(
    [
      { head: 'File', yields: true },
      { head: 'Holds' },
      { head: 'Form' },
      { head: 'Lines', isNumber: true },
      { head: 'Read', isNumber: true },
      { head: 'Rejected', isNumber: true },
    ],
    files.map((file) => [
      file.file,
      file.kind,
      file.source,
      countText(file.lines),
      countText(file.accepted),
      countText(file.rejected),
    ]),
    terminal,
    0,
  ).concat(
    files
      .filter(({ fault }) => fault !== '')
      .flatMap(({ file, fault }) => paragraph(`${file}: ${fault}.`, terminal)),
  )
}

function spanLines({ span, files }: SchemaChecked, terminal: Terminal): readonly string[] {
  if (span.exchanges === 0) return ['', terminal.ink.strong('No line is an exchange.')]
  const instant = (text: string) => minuteText(`${text.replace(' ', 'T')}Z`)
  const known = files.some((file) => file.kind === 'account')
    ? `the account file knows ${countText(span.accounts_known)} of them`
    : 'there is no account file, so who signed up how is not known of any'
  return [
    '',
    ...paragraph(
      `${counted(span.exchanges, 'exchange')} from ${instant(span.first_at)} to ${instant(span.last_at)} UTC, of ${counted(span.accounts, 'account')}; ${known}.`,
      terminal,
    ),
  ]
}

function rejectLines({ rejects }: SchemaChecked, terminal: Terminal): readonly string[] {
  if (rejects.length === 0) return []
  return [
    '',
    terminal.ink.strong('Rejected'),
    ...tableLines(
      [
        { head: 'Reason' },
        { head: 'Lines', isNumber: true },
        { head: 'First at' },
        { head: 'File', yields: true },
      ],
      rejects.map((row) => [
        row.reason,
        countText(row.lines),
        row.first_lines.join(', '),
        row.file,
      ]),
      terminal,
    ),
  ]
}

function columnLines(record: ColumnChecked['record'], checked: SchemaChecked, terminal: Terminal) {
  const columns = checked.columns.filter((column) => column.record === record)
  const filled = columns.filter((column) => column.filled > 0)
  if (filled.length === 0) return []
  const empty = columns.filter((column) => column.filled === 0)
  const names = (of: readonly ColumnChecked[]) => listText(of.map(({ column }) => column))
  const unmapped = empty.filter((column) => !column.is_mapped)
  const mapped = empty.filter((column) => column.is_mapped)
  return [
    '',
    terminal.ink.strong(record === 'exchange' ? 'Exchanges' : 'Accounts'),
    ...tableLines(
      [
        { head: 'Column', yields: true },
        { head: 'Type' },
        { head: 'Filled', isNumber: true },
        { head: 'Of another type', isNumber: true },
      ].slice(0, filled.some(({ unread }) => unread > 0) ? 4 : 3),
      filled.map((column) => [
        column.column,
        column.type,
        shareText(column),
        column.unread > 0 ? countText(column.unread) : '',
      ]),
      terminal,
    ),
    ...(mapped.length === 0 ? [] : margined('  Empty', `${names(mapped)}.`, terminal)),
    ...(unmapped.length === 0
      ? []
      : margined(
          '  Not mapped',
          `${names(unmapped)}: this form does not hold them.`,
          terminal,
          13,
        )),
  ]
}

/** Never 100 % where one is missing, nor 0 % where one is there. */
function shareText({ filled, of }: ColumnChecked): string {
  if (filled === of) return '100 %'
  const share = (100 * filled) / Math.max(1, of)
  if (share > 99.9) return '> 99.9 %'
  return share < 0.1 ? '< 0.1 %' : `${share.toFixed(1)} %`
}

function keyLines({ files }: SchemaChecked, terminal: Terminal): readonly string[] {
  const unread = files.filter(({ keys_unknown }) => keys_unknown.length > 0)
  if (unread.length === 0) return []
  return [
    '',
    terminal.ink.strong('Keys that nothing reads, and on how many lines'),
    ...unread.flatMap((file) => paragraph(keysText(file), terminal, 2)),
  ]
}

function keysText({ file, keys_unknown }: FileChecked): string {
  const shown = keys_unknown
    .slice(0, KEYS_SHOWN)
    .map(({ key, lines }) => `${key} (${countText(lines)})`)
  const rest = keys_unknown.length - shown.length
  return `${file}: ${shown.join(', ')}${rest > 0 ? ` and ${countText(rest)} more` : ''}.`
}

function offLines({ off }: SchemaChecked, terminal: Terminal): readonly string[] {
  if (off.length === 0) return ['', 'Every linker and detector has what it needs.']
  return [
    '',
    terminal.ink.strong('Off for want of a field'),
    ...detectorsOffByMissing(off.map(({ id, missing }) => ({ id, missing: [...missing] }))).flatMap(
      ({ missing, ids }) => paragraph(`${missing}: ${listText(ids)}.`, terminal, 2),
    ),
  ]
}
