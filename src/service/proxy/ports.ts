/** What the proxy asks of the rest of the service, and no more. Decisions and spool fit these as they are. */

export type DecisionLevel = 'pass' | 'observe' | 'verify' | 'limit' | 'shape' | 'hold' | 'deny'

export interface Asked {
  readonly account_id: string
  readonly organization_id?: string | undefined
  readonly api_key_id?: string | undefined
  readonly ip?: string | undefined
  readonly payment_hash?: string | undefined
  readonly user_agent?: string | undefined
  readonly ja4?: string | undefined
  readonly model?: string | undefined
  readonly system_hash?: bigint | undefined
  readonly template?: readonly bigint[] | undefined
  readonly tenant?: string | undefined
}

export interface Decision {
  readonly level: DecisionLevel
  readonly policy_id: string | null
  readonly reason_code: string | null
  readonly appeal: string | null
  /** For the operator's logs only, never sent to whoever is touched. */
  readonly reasons: readonly string[]
  readonly snapshot_age_ms: number | null
}

export interface Decisions {
  decide(asked: Asked): Decision
}

export interface ExchangeSpool {
  append(kind: 'exchange', lines: readonly Buffer[]): Promise<void>
}

/** What the words of a request are, for whoever decides by them. */
export interface Sketch {
  readonly system_hash?: bigint | undefined
  readonly template?: readonly bigint[] | undefined
}
export interface Texts {
  readonly system?: string | undefined
  readonly messages?: readonly { readonly role: string; readonly content: string }[] | undefined
}
export type SketchTexts = (texts: Texts) => Sketch

/** Where only the operator looks. Never given a text, a key or a header. */
export interface ProxyLog {
  warn(facts: object, message: string): void
}

/** Counts since the start, for metrics; the proxy adds, nobody else writes. */
export interface ProxyCounters {
  requests: number
  in_hand: number
  refused_overload: number
  decisions_failed: number
  levels: Record<DecisionLevel, number>
  upstream_failed: number
  upstream_timed_out: number
  clients_gone: number
  recorded: number
  /** Recorded, but without text, for there was no room. */
  recorded_textless: number
  /** Recorded with a part of the text. */
  recorded_cut: number
  unrecorded_behind: number
  unrecorded_refused: number
  unrecorded_unreadable: number
  /** Nobody can say whose they were. */
  unrecorded_unattributed: number
  copies_bytes: number
}

export const newCounters = (): ProxyCounters => ({
  requests: 0,
  in_hand: 0,
  refused_overload: 0,
  decisions_failed: 0,
  levels: { pass: 0, observe: 0, verify: 0, limit: 0, shape: 0, hold: 0, deny: 0 },
  upstream_failed: 0,
  upstream_timed_out: 0,
  clients_gone: 0,
  recorded: 0,
  recorded_textless: 0,
  recorded_cut: 0,
  unrecorded_behind: 0,
  unrecorded_refused: 0,
  unrecorded_unreadable: 0,
  unrecorded_unattributed: 0,
  copies_bytes: 0,
})
