import { type Exchange, exchange } from '../../../domain/exchange.js'
import { bytesOf, type Keeping, lineUnder } from '../../texts.js'
import type { BodyFields } from './body-fields.js'
import type { RawMeta } from './raw.js'

export interface Marks {
  readonly is_batch: boolean
  /** Text of the request or the answer is missing: it was longer than is copied, or there was no room. */
  readonly is_text_cut: boolean
  /** No text was copied, whatever the policy says. */
  readonly isTextless: boolean
}

/** Bytes of a line; a longer one goes without its texts. */
const LINE_BYTES_MAX = 8 * 1024 * 1024

/** The line of one exchange, or `null` where what is known of it makes no record. */
export function lineOf(
  ids: readonly string[],
  meta: RawMeta,
  fields: BodyFields,
  marks: Marks,
  keeping: Keeping,
): Buffer | null {
  const { answer_id, ...others } = fields
  const exchange_id = [...ids.slice(0, -1), answer_id ?? '', ...ids.slice(-1)].find(isIdentifier)
  const { decision_level, decision_policy_id, ...known } = meta
  const row = { exchange_id, ...known, ...others, is_batch: marks.is_batch }
  const checked = checkedRow(present(row))
  if (checked === null) return null
  const extra = present({
    is_text_cut: marks.is_text_cut ? true : null,
    decision_level,
    decision_policy_id,
  })
  const line = lineUnder(marks.isTextless ? NOTHING : keeping, checked, extra)
  if (bytesOf(line) <= LINE_BYTES_MAX) return line
  return lineUnder(NOTHING, checked, { ...extra, is_text_cut: true })
}

const NOTHING: Keeping = { textPolicy: 'none' }

const isIdentifier = (id: string): boolean => id !== '' && Buffer.byteLength(id) <= IDENTIFIER_BYTES
const IDENTIFIER_BYTES = 128

/** Without what says nothing: a missing field is absent, never an empty text. */
function present(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([key, value]) =>
        value !== null &&
        value !== undefined &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0) &&
        // One field that is too long must not be the way to go unrecorded.
        !(key.endsWith('_id') && typeof value === 'string' && !isIdentifier(value)),
    ),
  )
}

/** As the contract has it. A field that does not fit is left out, unless there is no record without it. */
function checkedRow(row: Record<string, unknown>): Exchange | null {
  const checked = exchange.safeParse(row)
  if (checked.success) return checked.data
  const faulty = new Set(checked.error.issues.map(({ path }) => String(path[0])))
  const rest = Object.fromEntries(Object.entries(row).filter(([key]) => !faulty.has(key)))
  return exchange.safeParse(rest).data ?? null
}
