import type { DefinitionExplained, TableSeen } from '../../explain/definition.js'
import type { RecordedStatement } from '../../explain/stage-run.js'
import { bitsText, countText, listText } from '../../feeds/format.js'
import type { ParamValue } from '../../store/sql.js'
import { margined, paragraph } from '../page.js'
import { cutTo } from '../terminal/layout.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

/** A stage, linker or detector for a person: what it asks, what it runs, what it gave. */
export function definitionLines(told: DefinitionExplained, terminal: Terminal): readonly string[] {
  const { ink } = terminal
  return [
    ink.strong(printable(`${told.kind} ${told.id}`)),
    ...paragraph(told.title, terminal),
    ...(told.why === '' ? [] : ['', ...paragraph(told.why, terminal)]),
    ...items('Innocent', told.benign, terminal),
    ...items('Evaded by', told.evasions, terminal),
    '',
    ...margined('Reads', listText(told.reads), terminal),
    ...margined('Writes', listText(told.writes), terminal),
    ...(told.needs.length === 0
      ? []
      : margined('Needs', listText(told.needs).replaceAll('|', ' or '), terminal)),
    ...Object.entries(told.settings).flatMap(([name, { value, doc }]) =>
      margined('Setting', `${name} = ${value}: ${doc}`, terminal),
    ),
    ...given(told, terminal),
    ...told.statements.flatMap((statement) => statementLines(statement, terminal)),
  ]
}

const items = (word: string, texts: readonly string[], terminal: Terminal) =>
  texts.length === 0
    ? []
    : ['', ...texts.flatMap((text, index) => margined(index === 0 ? word : '', text, terminal))]

function given(told: DefinitionExplained, terminal: Terminal): readonly string[] {
  if (told.run_id === null) {
    return [
      '',
      ...paragraph('With --store, what it gave in the last finished run stands here.', terminal),
    ]
  }
  return [
    '',
    terminal.ink.strong(`In run ${printable(told.run_id)}`),
    ...totalLines(told, terminal),
    ...told.strongest.flatMap((row) => [strongestLine(row, terminal)]),
    ...told.tables.flatMap((table) => tableSeenLines(table, terminal)),
  ]
}

function totalLines({ totals }: DefinitionExplained, terminal: Terminal): readonly string[] {
  return Object.entries(totals).map(([name, value]) => {
    const isBits = name.startsWith('millibits')
    const label = name.replace('millibits_', 'bits, ').replaceAll('_', ' ')
    return cutTo(
      `  ${label.padEnd(20)} ${isBits ? bitsText(value / 1000) : countText(value)}`,
      terminal.columns,
    )
  })
}

function strongestLine(row: Readonly<Record<string, unknown>>, { columns }: Terminal): string {
  const bits = bitsText(Number(row.weight_millibits) / 1000).padStart(6)
  const who =
    row.account_a === undefined
      ? String(row.subject_id)
      : `${String(row.account_a)} – ${String(row.account_b)}`
  return cutTo(printable(`  ${bits}  ${who}  ${factsText(row.facts)}`), columns)
}

function factsText(facts: unknown): string {
  if (typeof facts !== 'object' || facts === null) return ''
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}

function tableSeenLines(
  { table, rows, head }: TableSeen,
  { columns }: Terminal,
): readonly string[] {
  return [
    `  ${table.padEnd(26)} ${countText(rows)} rows`,
    ...head.map((row) => cutTo(printable(`    ${rowText(row)}`), columns)),
  ]
}

/** What a row holds, without what it does not. */
const rowText = (row: Readonly<Record<string, unknown>>) =>
  Object.entries(row)
    .filter(
      ([, value]) =>
        value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')

const VALUES_SHOWN = 6

function statementLines({ name, text, params }: RecordedStatement, terminal: Terminal) {
  const { columns, ink } = terminal
  return [
    '',
    ink.strong(printable(`Statement ${name}`)),
    ...Object.entries(params).map(([param, value]) =>
      cutTo(printable(`  {${param}} = ${valueText(value)}`), columns),
    ),
    ...unindented(text).map((line) => printable(`  ${line}`)),
  ]
}

function valueText(value: ParamValue): string {
  if (!Array.isArray(value))
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  const shown = value.slice(0, VALUES_SHOWN).map((one) => JSON.stringify(one))
  const rest = value.length - shown.length
  return rest > 0
    ? `${countText(value.length)} values: ${shown.join(', ')}, …`
    : `[${shown.join(', ')}]`
}

/** A catalogue entry's SELECT stands indented in its module; a file's does not. */
function unindented(text: string): readonly string[] {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const depth = Math.min(...depths)
  return lines.map((line) => line.slice(depth))
}
