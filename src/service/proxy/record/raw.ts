import type { EndpointKind } from '../endpoint.js'

/** What was copied of one body. */
export interface CopiedBytes {
  readonly head: Uint8Array
  /** The end of a stream of which the middle was left out; else empty. */
  readonly tail: Uint8Array
  readonly isCut: boolean
  /** There was no room: nothing is here, though there was a body. */
  readonly isDropped: boolean
  readonly contentType: string
  readonly contentEncoding: string
}

/** What is known of an exchange without looking into a body; named as the record names it. */
export interface RawMeta {
  readonly received_at: string
  readonly account_id: string
  readonly organization_id?: string | undefined
  readonly api_key_id?: string | undefined
  readonly plan?: string | undefined
  readonly ip?: string | undefined
  readonly ja4?: string | undefined
  readonly user_agent?: string | undefined
  readonly accept_language?: string | undefined
  readonly client_version?: string | undefined
  readonly header_order: readonly string[]
  readonly endpoint: string
  /** Absent where no answer has come. */
  readonly status?: number | undefined
  readonly latency_ms?: number | undefined
  readonly decision_level: string
  readonly decision_policy_id: string | null
}

/** One request and its answer as they passed, before anything in them is understood. */
export interface RawExchange {
  readonly kind: EndpointKind
  /** The batch or file that the path names. */
  readonly subject: string
  readonly meta: RawMeta
  /** Ids that the upstream gave in its headers, the likeliest first. */
  readonly ids: readonly string[]
  /** The id of an exchange that got none. */
  readonly fallbackId: string
  readonly request: CopiedBytes
  readonly response: CopiedBytes
}
