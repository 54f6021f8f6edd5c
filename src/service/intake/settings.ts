import type { Keeping } from '../texts.js'

/** What an operator may set of the intake. Every bound has a name, and a default that spares memory. */
export interface IntakeSettings extends Keeping {
  /** Bytes of one body, as sent and as unpacked. */
  readonly bodyBytesMax: number
  /** Bytes of all bodies in hand at once, packed and unpacked: what many slow senders can take. */
  readonly bytesInHandMax: number
  /** Milliseconds that a sender may be silent in the middle of a body. */
  readonly silenceMsMax: number
  /** Milliseconds that one body may be worked on before it is given up. */
  readonly parseMsMax: number
  /** Seconds after which a sender is asked to come again. */
  readonly retryAfterSeconds: number
  /** Attributes that name the account of a traced call, before those that are known. */
  readonly accountAttributes: readonly string[]
}

export const INTAKE_DEFAULTS: IntakeSettings = Object.freeze({
  bodyBytesMax: 64 * 1024 * 1024,
  bytesInHandMax: 512 * 1024 * 1024,
  silenceMsMax: 30_000,
  parseMsMax: 30_000,
  retryAfterSeconds: 5,
  textPolicy: 'full',
  accountAttributes: [],
})

/** Bytes of one record. A longer one is a fault of whatever wrote it. */
export const LINE_BYTES_MAX = 8 * 1024 * 1024
/** Records of one body, rejected ones among them. */
export const RECORDS_MAX = 200_000
/** Rejected records that an answer names one by one; the others are only counted. */
export const REJECTED_NAMED_MAX = 100
