import { inkOf } from './terminal/colour.js'
import { jsonText } from './terminal/json-text.js'
import { cutTo, padTo, widthOf, wrapTo } from './terminal/layout.js'
import { printable } from './terminal/printable.js'
import type { Terminal } from './terminal/terminal.js'

/** What commands print for people: tables and paragraphs that fit, of text that cannot drive a terminal. */

const COLUMNS_DEFAULT = 80
const COLUMNS_MIN = 40
const COLUMNS_MAX = 140
const GAP = 2
const CELL_MIN = 6

export function terminalOf(stream: {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}): Terminal {
  const columns = stream.columns ?? COLUMNS_DEFAULT
  return {
    columns: Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, columns)),
    ink: inkOf(stream.isTTY === true),
  }
}

export interface TableColumn {
  readonly head: string
  readonly isNumber?: boolean
  /** Is cut where the line is too long; the others keep their width. */
  readonly yields?: boolean
}

/** One line a row under a faint head, indented. Cells are made printable here. */
export function tableLines(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
  indent = 2,
): readonly string[] {
  const cells = rows.map((row) => columns.map((_, index) => printable(row[index] ?? '')))
  const natural = columns.map(({ head }, index) =>
    Math.max(widthOf(head), ...cells.map((row) => widthOf(row[index] ?? ''))),
  )
  const over = sum(natural) + GAP * (columns.length - 1) + indent - terminal.columns
  const widths = shrunk(columns, natural, over)
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return padTo(cutTo(cell, width), width, columns[index]?.isNumber ? 'right' : 'left')
      })
      .join(' '.repeat(GAP))
  const margin = ' '.repeat(indent)
  const whole = (row: readonly string[]) => cutTo(margin + line(row), terminal.columns).trimEnd()
  return [terminal.ink.faint(whole(columns.map(({ head }) => head))), ...cells.map(whole)]
}

function shrunk(columns: readonly TableColumn[], natural: readonly number[], over: number) {
  let left = Math.max(0, over)
  return natural.map((width, index) => {
    if (!columns[index]?.yields || left === 0) return width
    const given = Math.min(left, Math.max(0, width - CELL_MIN))
    left -= given
    return width - given
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** A text on lines that fit, all of them indented. */
export function paragraph(text: string, { columns }: Terminal, indent = 0): readonly string[] {
  const margin = ' '.repeat(indent)
  return wrapTo(printable(text.replaceAll(/\s+/g, ' ').trim()), columns - indent).map(
    (line) => margin + line,
  )
}

/** A word in the margin, and a text beside it; below it, where the margin has no room for the word. */
export function margined(
  word: string,
  text: string,
  { columns, ink }: Terminal,
  margin = 12,
): readonly string[] {
  const shown = printable(word)
  const lines = paragraph(text, { columns, ink }, margin)
  if (widthOf(shown) >= margin) return [...wrapTo(shown, columns).map(ink.faint), ...lines]
  return lines.map((line, index) =>
    index === 0 ? ink.faint(padTo(shown, margin)) + line.slice(margin) : line,
  )
}

/** Writes lines for a person, or one JSON document and nothing else. */
export function printResult(
  result: unknown,
  lines: (terminal: Terminal) => readonly string[],
  { json }: { readonly json?: boolean | undefined },
): void {
  const text = json
    ? jsonText(result)
    : lines(terminalOf(process.stdout))
        .map((line) => line.trimEnd())
        .join('\n')
  process.stdout.write(`${text}\n`)
}
