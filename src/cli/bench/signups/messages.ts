/** What the processes of the bench of sign-ups are given, and what they say. */

export interface SignupLoadTask {
  /** Applications of the lab, within two weeks: so many are remembered, and so many are sent by the clock. */
  readonly remembered: number
  readonly sent: number
}

export type SignupLoadAsked =
  /** Everybody who is to be remembered, as fast as they are taken. */
  | { readonly kind: 'fill'; readonly url: string }
  /** By the clock: decisions, the bare server and, where there are to be any, sign-ups, so many a second of each. */
  | {
      readonly kind: 'round'
      readonly url: string
      readonly rate: number
      readonly seconds: number
      readonly hasSignups: boolean
      readonly isDiskAwaited: boolean
    }

export interface SignupFilled {
  readonly seconds: number
  readonly failed: number
}

/** Milliseconds of each request. */
export interface SignupRound {
  readonly signups: readonly number[]
  readonly decisions: readonly number[]
  readonly bare: readonly number[]
  /** Sign-ups that were on disk when they were answered. */
  readonly kept: number
  readonly failed: number
}
