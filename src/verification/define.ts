import type { Application, Program, Proof } from '../domain/application.js'
import { renderPage } from '../domain/page.js'
import type { Facts } from './facts.js'
import type { Mark, Marks } from './marks.js'
import type { Around } from './signups.js'

export const REASON_FAMILIES = [
  'institution',
  'mail',
  'payment',
  'shared',
  'maker',
  'occasion',
  'ties',
  'standing',
] as const
export type ReasonFamily = (typeof REASON_FAMILIES)[number]

export interface Weighed {
  /** Not negative; the reason says which way they count. */
  readonly bits: number
  /** What its statement is filled from. */
  readonly said?: Readonly<Record<string, string | number>>
}

/** An application and those around it that a case starts from. What it leaves out is as a usual one has it. */
export interface ReasonCase {
  readonly application: Partial<Application>
  readonly others?: readonly Partial<Application>[]
  /** Values of others that are marked: what an account of a campaign, or a suspended one, applied with. */
  readonly marked?: readonly (Partial<Application> & { readonly mark: Mark })[]
}

/**
 * A reason to doubt an application, or to trust it. It sees facts and counts, never a name, a country or a language.
 * Of one family only the strongest counts in each direction.
 */
export interface Reason {
  readonly id: string
  readonly family: ReasonFamily
  readonly speaks: 'fraud' | 'innocence'
  /**
   * How many families it counts for where more than one proof is asked, which takes two: 0 for a place, a day or a kind of
   * address, which is circumstance; 1 for what strangers do not share; 2 for a judgement that rests on several already.
   */
  readonly firmness: 0 | 1 | 2
  readonly title: string
  readonly why: string
  readonly benign: readonly string[]
  readonly evasions: readonly string[]
  /** Fields of the application without which it is silent. */
  readonly needs: readonly string[]
  /** Where it is asked about these alone. */
  readonly programs?: readonly Program[]
  readonly bits_max: number
  /** Proofs that would answer it, the easiest first; those of the programme otherwise. */
  readonly answered_by?: readonly Proof[]
  /** Proofs that were given before do not answer it. */
  readonly asks_anew?: true
  readonly statement: string
  readonly weigh: (facts: Facts, around: Around, marks: Marks) => Weighed | undefined
  readonly cases: {
    readonly speaks: Readonly<Record<string, ReasonCase>>
    readonly quiet: Readonly<Record<string, ReasonCase>>
  }
}

export const defineReason = (reason: Reason): Reason => Object.freeze(reason)

export const reasonPage = (reason: Reason): string =>
  renderPage(reason, {
    kind: 'reason',
    family: reason.family,
    bits_max: reason.bits_max,
    facts: [
      ['speaks for', reason.speaks],
      [
        'counts for so many families, of which more than one proof takes two',
        String(reason.firmness),
      ],
      ...(reason.programs === undefined
        ? []
        : ([['asked about', reason.programs.join(', ')]] as const)),
      ...(reason.answered_by === undefined
        ? []
        : ([
            [
              'answered by',
              reason.answered_by.map((proof) => proof.replaceAll('_', ' ')).join(', '),
            ],
          ] as const)),
    ],
    fires: Object.keys(reason.cases.speaks),
    quiet: Object.keys(reason.cases.quiet),
  })
