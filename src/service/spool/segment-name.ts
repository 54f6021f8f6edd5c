import { randomBytes } from 'node:crypto'
import type { RecordKind } from './kind.js'

/**
 * The name of a segment: `000000000042-9f3a5c01d2e4b677.exchange`.
 *
 * The number gives the order in which segments are taken. It may begin anew once all are gone; the random
 * part makes a name that was never used before, since the store knows by it what it has taken.
 */
export interface SegmentName {
  readonly name: string
  readonly number: number
  readonly kind: RecordKind
}

/** A segment as it lies in the folder: being written, sealed for the reader, or set aside for a person. */
export interface SegmentFile extends SegmentName {
  readonly file: string
  readonly state: 'open' | 'sealed' | 'aside'
  /** How many rows the writer sealed in it; 0 while it is open. */
  readonly rows: number
}

const FILE =
  /^((\d{12})-[0-9a-f]{16}\.(exchange|account|account_event|model_release|ruling|application))(?:\.(open)|\.(\d{1,9})\.(sealed|aside))$/

export function newSegmentName(number: number, kind: RecordKind): SegmentName {
  const name = `${String(number).padStart(12, '0')}-${randomBytes(8).toString('hex')}.${kind}`
  return { name, number, kind }
}

export const openFile = ({ name }: SegmentName) => `${name}.open`
/** One that is ready for rows and has none. */
export const spareFile = ({ name }: SegmentName) => `${name}.spare`
/** The name that a file in readiness has once rows come, or nothing where it is none. */
export function openedSpare(file: string): string | undefined {
  const opened = file.replace(/\.spare$/, '.open')
  return opened !== file && FILE.test(opened) ? opened : undefined
}
export const sealedFile = ({ name }: SegmentName, rows: number) => `${name}.${rows}.sealed`
export const asideFile = ({ name }: SegmentName, rows: number) => `${name}.${rows}.aside`

/** What a file of the folder is, or nothing where it is none of ours. */
export function segmentFileOf(file: string): SegmentFile | undefined {
  const found = FILE.exec(file)
  if (found === null) return undefined
  const [, name = '', number, kind, open, rows = 0, state] = found
  return {
    name,
    number: Number(number),
    kind: kind as RecordKind,
    file,
    state: open === undefined ? (state as 'sealed' | 'aside') : 'open',
    rows: Number(rows),
  }
}
