import type { DecisionLevel } from '../decisions/decide.js'
import type { Sketched, Texts } from '../decisions/sketch.js'
import type { Spool } from '../spool/model.js'

/** What the proxy asks of the rest of the service, and no more. */

export type { Asked } from '../decisions/asked.js'
export type { Decision, DecisionLevel, Decisions } from '../decisions/decide.js'

export type ExchangeSpool = Pick<Spool, 'append'>

/** What the words of a request are, for whoever decides by them. */
export type SketchTexts = (texts: Texts) => Partial<Sketched>

/** Where only the operator looks. Never given a text, a key or a header. */
export interface ProxyLog {
  warn(facts: object, message: string): void
}

/** Counts since the start, for metrics; the proxy adds, nobody else writes. */
export interface ProxyCounters {
  requests: number
  in_hand: number
  /** Requests whose other keys were not passed on. */
  keys_dropped: number
  refused_overload: number
  decisions_failed: number
  levels: Record<DecisionLevel, number>
  /** By the id of the measure. */
  measures: Record<string, number>
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
  /** Answers that were held and not passed on, for whatever reason. */
  answers_withheld: number
  /** Bytes of all answers that are held. */
  held_bytes: number
}

export const newCounters = (): ProxyCounters => ({
  requests: 0,
  in_hand: 0,
  keys_dropped: 0,
  refused_overload: 0,
  decisions_failed: 0,
  levels: { pass: 0, observe: 0, verify: 0, limit: 0, shape: 0, hold: 0, deny: 0 },
  measures: {},
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
  answers_withheld: 0,
  held_bytes: 0,
})
