import type { z } from 'zod'
import { account, accountEvent, modelRelease, ruling } from '../../domain/account.js'
import { application } from '../../domain/application.js'
import { type Exchange, exchange } from '../../domain/exchange.js'
import { RECORD_KINDS, type RecordKind } from '../spool/kind.js'
import { bytesOf, type Keeping, lineOf, lineUnder } from '../texts.js'
import { BodyTooLarge } from './otlp/model.js'
import { LINE_BYTES_MAX, RECORDS_MAX } from './settings.js'

export interface IntakeRecord {
  readonly kind: RecordKind
  /** One JSON object, without line end. */
  readonly line: Buffer
}

export interface Rejected {
  /** Where the record stood: `line 3`, `resourceSpans[0].scopeSpans[0].spans[2]`. */
  readonly place: string
  /** Why, in words of ours: it never repeats what was sent. */
  readonly reason: string
}

export interface Parsed {
  readonly records: readonly IntakeRecord[]
  readonly rejected: readonly Rejected[]
}

/**
 * Refuses a body of more records than one may hold, whole: its sender could not tell which of them to send again.
 */
export function refuseMore({ records, rejected }: Parsed): void {
  if (records.length + rejected.length < RECORDS_MAX) return
  throw new BodyTooLarge(`a body holds at most ${RECORDS_MAX} records; send it in pieces`)
}

const SCHEMAS = {
  exchange,
  account,
  account_event: accountEvent,
  model_release: modelRelease,
  ruling,
  application,
} satisfies Record<RecordKind, z.ZodType>

/** The kind that a word means, or `undefined`: `account` as well as `stillwatch.account/1`. */
export function kindOf(word: unknown): RecordKind | undefined {
  const name = typeof word === 'string' ? /^(?:stillwatch\.(\w+)\/1|(\w+))$/.exec(word) : null
  const bare = name?.[1] ?? name?.[2]
  return RECORD_KINDS.find((kind) => kind === bare)
}

/**
 * A value as a record of the contract: its line, or why it is none.
 *
 * The line is written anew from what was checked. A key that is not of the contract, a second key of the
 * same name and half a surrogate pair would each let the store read what was never looked at here.
 */
export function recordOf(kind: RecordKind, value: unknown, keeping: Keeping): Buffer | string {
  const checked = SCHEMAS[kind].safeParse(value)
  if (!checked.success) return reasonOf(checked.error)
  for (const [key, text] of Object.entries(checked.data)) {
    if (IDENTIFIER.test(key) && typeof text === 'string' && Buffer.byteLength(text) > 128) {
      return `${key} is longer than 128 bytes`
    }
  }
  const line =
    kind === 'exchange' ? lineUnder(keeping, checked.data as Exchange) : lineOf(checked.data)
  return bytesOf(line) > LINE_BYTES_MAX ? `the record is longer than ${LINE_BYTES_MAX} bytes` : line
}

const IDENTIFIER = /_id$/
/** Where a value fails and how, by the names of the contract; nothing of the value itself. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues
  const place = issue?.path.map(String).join('.') ?? ''
  if (place === '') return 'it is no JSON object'
  if (issue?.code === 'invalid_type' && /undefined$/.test(issue.message)) {
    return `${place} is missing`
  }
  if (issue?.code === 'too_big') return `${place} is too long or too large`
  if (issue?.code === 'invalid_format') return `${place} is not an instant with an offset`
  return `${place} is not as the contract says (${issue?.code ?? 'invalid'})`
}
