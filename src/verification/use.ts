/**
 * What whoever was granted a programme does with it, held against what they said and what is usual. A reason of use sees counts
 * of one account and of its peers: never a name, a country, a language, or a text.
 */
import type { Program, Purpose } from '../domain/application.js'
import type { Described as Entry } from '../domain/definition.js'
import type { ElicitationClass } from '../domain/elicitation.js'
import { renderPage } from '../domain/page.js'

/** What proven customers do, of the programme where there are enough of them, else of all; undefined where there are too few. */
export interface Usual {
  /** Exchanges in the first three hours: nine of ten send fewer. */
  readonly first_hours: number | undefined
  /** Dollars at list price over the window: nine of ten use less. */
  readonly used: number | undefined
}

export interface Use {
  readonly program: Program
  /** What it said it would do; empty where it did not say. */
  readonly purpose: Purpose | ''
  readonly is_organization_verified: boolean
  /** Whether somebody answers for what was said: a person who granted it or saw documents, or a verified organisation. */
  readonly is_purpose_answered_for: boolean
  readonly is_domain_proved: boolean
  readonly exchanges: number
  /** Days with an exchange, and days from the first to the last. */
  readonly days: number
  readonly days_between: number
  /** Whether its first exchange is in the log. */
  readonly is_beginning_seen: boolean
  /** Exchanges in the first three hours, in the first day, and on the fullest. */
  readonly first_hours: number
  readonly first_day: number
  readonly fullest_day: number
  /** Exchanges in the first half of its time. */
  readonly early: number
  /** Exchanges by hour of the day. In which of them somebody sleeps says nothing. */
  readonly hours: readonly number[]
  /** Dollars at list price, and what its plan costs over the same days. */
  readonly used: number
  readonly paid: number
  /** By class: how many exchanges ask for it, and log2 of how much likelier so many are than by the rate of proven customers. */
  readonly asked: Readonly<Record<ElicitationClass, number>>
  readonly asked_bits: Readonly<Record<ElicitationClass, number>>
  /** How far it repeats one text over ever new pieces, in bits; 0 where it does not. */
  readonly loop_bits: number
  /** How many more of the same proved institution, or the same organisation that invited them, began within 24 hours of it. */
  readonly begun_together: number
  readonly usual: Usual
}

/**
 * From here on use may speak against a grant, and below nothing does. An exchange a minute for an hour is a person with a tool, and three
 * hours of a class are less; twenty dollars are a month of a plan for a person. What is asked is firm from 1.5 bits, of three times as many, beside what as many classes cost.
 */
export const SPEAKS_FROM = { first_hours: 60, used: 20, asked_bits: 8 } as const

export const USE_FAMILIES = ['pace', 'economy', 'loop', 'content'] as const
/** What a reason is about. Of one family only the strongest counts. */
export type UseFamily = (typeof USE_FAMILIES)[number]

interface Told {
  readonly bits: number
  readonly said?: Readonly<Record<string, string | number>>
}

interface Described
  extends Pick<Entry, 'id' | 'title' | 'why' | 'benign' | 'evasions' | 'needs' | 'statement'> {
  readonly bits_max: number
  readonly weigh: (use: Use) => Told | undefined
  readonly cases: {
    readonly speaks: Readonly<Record<string, Partial<Use>>>
    readonly quiet: Readonly<Record<string, Partial<Use>>>
  }
}

/** What speaks for a grant that is not used as it was asked for. */
export interface UseDoubt extends Described {
  readonly speaks: 'misuse'
  readonly family: UseFamily
  /** Whether it is what strangers do not share. A pace, a price and a loop are circumstance: it takes two of those. */
  readonly is_firm: boolean
}

/** What explains it innocently: of the families that it answers it takes its bits off. */
export interface UseAnswer extends Described {
  readonly speaks: 'innocence'
  readonly answers: readonly UseFamily[]
}

export type UseReason = UseDoubt | UseAnswer

export const defineUse = <Kind extends UseReason>(reason: Kind): Kind => Object.freeze(reason)

export const usePage = (reason: UseReason): string =>
  renderPage(reason, {
    kind: 'reason',
    family: reason.speaks === 'misuse' ? reason.family : 'answer',
    bits_max: reason.bits_max,
    facts: [
      ['speaks for', reason.speaks],
      reason.speaks === 'misuse'
        ? ['enough without another family', reason.is_firm ? 'yes' : 'no']
        : ['answers', reason.answers.join(', ')],
    ],
    fires: Object.keys(reason.cases.speaks),
    quiet: Object.keys(reason.cases.quiet),
  })
