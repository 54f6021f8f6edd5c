import { counted } from '../feeds/format.js'
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { printable } from './terminal/printable.js'

const file = (name: string) =>
  sqlFile(import.meta.url, `./queries/${name}.sql`, { run_id: 'String', rows_max: 'UInt32' })
const faultsOf = file('input_fault')
const reasonsOf = file('input_reject_reason')

/** What a run could not read, and what it read without knowing it. */
export interface InputNotes {
  readonly faults: readonly {
    readonly file: string
    readonly fault: string
    readonly unknown: readonly string[]
  }[]
  /** The commonest first. */
  readonly rejects: readonly {
    readonly file: string
    readonly reason: string
    readonly lines: number
    readonly first_line: number
  }[]
}

const ROWS_MAX = 1000
const NOTES_SHOWN = 10
const KEYS_SHOWN = 6

/** What there is to say of the input of a run: nothing of it is in the findings. */
export async function inputNotes(store: Store, runId: string): Promise<InputNotes> {
  const params = { run_id: runId, rows_max: ROWS_MAX }
  const faults = await store.rows<InputNotes['faults'][number]>(faultsOf, params)
  const rejects = await store.rows<Record<'file' | 'reason' | 'lines' | 'first_line', string>>(
    reasonsOf,
    params,
  )
  return {
    faults,
    rejects: rejects.map((row) => ({
      file: row.file,
      reason: row.reason,
      lines: Number(row.lines),
      first_line: Number(row.first_line),
    })),
  }
}

/** The notes as lines for a person, at most ten of each sort; '' where there are none. */
export function renderInputNotes({ faults, rejects }: InputNotes): string {
  const lines = [
    ...shown(faults.filter(({ fault }) => fault !== '').map((row) => `${row.file}: ${row.fault}.`)),
    ...shown(
      rejects.map(
        ({ file: name, reason, lines: number, first_line: first }) =>
          `${name}: ${counted(number, 'line')} rejected, since ${reason}; first line ${first}.`,
      ),
    ),
    ...shown(
      faults
        .filter(({ unknown }) => unknown.length > 0)
        .map(({ file: name, unknown }) => `${name}: ${ignored(unknown)}.`),
    ),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function shown(lines: readonly string[]): readonly string[] {
  const more = lines.length - NOTES_SHOWN
  return more <= 0 ? lines : [...lines.slice(0, NOTES_SHOWN), `… and ${more} more like this.`]
}

function ignored(unknown: readonly string[]): string {
  const more = unknown.length - KEYS_SHOWN
  const keys = unknown.slice(0, KEYS_SHOWN).join(', ')
  return `${counted(unknown.length, 'key')} ignored: ${keys}${more > 0 ? ', …' : ''}`
}

/** The reasons over all files, as the report lists them. */
export function rejectedByReason({ rejects }: InputNotes) {
  const lines = new Map<string, number>()
  for (const row of rejects) lines.set(row.reason, (lines.get(row.reason) ?? 0) + row.lines)
  return [...lines]
    .map(([reason, number]) => ({ reason, lines: number }))
    .sort((a, b) => b.lines - a.lines || (a.reason < b.reason ? -1 : 1))
}
