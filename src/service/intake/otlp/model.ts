/** What is read of a span, or of a log record, whichever encoding it came in. */

/** Attributes as text, as the collector writes them into its tables: what is no text as its JSON. */
export type Attributes = Map<string, string>

export interface EventGiven {
  readonly name: string
  readonly attributes: Attributes
}

export interface SpanGiven {
  /** Where it stands in the request: `resourceSpans[0].scopeSpans[0].spans[2]`. */
  readonly place: string
  readonly traceId: string
  readonly spanId: string
  readonly startNs: bigint
  readonly endNs: bigint
  readonly isError: boolean
  readonly resource: Attributes
  readonly attributes: Attributes
  readonly events: readonly EventGiven[]
}

export interface LogGiven {
  readonly place: string
  readonly traceId: string
  readonly spanId: string
  readonly timeNs: bigint
  readonly name: string
  readonly resource: Attributes
  readonly attributes: Attributes
  /** The body, where it is an object. */
  readonly body: Readonly<Record<string, unknown>>
}

export const VALUE_DEPTH_MAX = 12
/** Spans, events, attributes and values of one body: a few bytes each could claim gigabytes of objects. */
export const PARTS_MAX = 4_000_000

export class BodyInvalid extends Error {}
/** It could be read, in parts. */
export class BodyTooLarge extends Error {}

export const tooManyParts = () =>
  new BodyTooLarge(`a body holds at most ${PARTS_MAX} parts; send it in pieces`)

/** Counts what a body is made of, and gives up where it is too much. */
export function partCounter(): () => void {
  let parts = 0
  return () => {
    parts += 1
    if (parts > PARTS_MAX) throw tooManyParts()
  }
}

/** A plain value as an attribute's text. */
export function attributeText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export const STATUS_ERROR = 2

/** One call of a model as it was traced: attributes of the resource, of events and of the span in one. */
export interface Call extends Omit<SpanGiven, 'resource' | 'attributes'> {
  readonly attributes: Attributes
}
