/**
 * `asked`: it was about to be sent, so that it may have arrived. `accepted`: it was heard. `done`: it is so. `refused`: the account system
 * will not. `given_up`: nobody answered in time. `withdrawn`: it must not be asked any more. `ended`: a restriction is over its time.
 */
export const REQUEST_STEPS = [
  'asked',
  'accepted',
  'done',
  'refused',
  'given_up',
  'withdrawn',
  'ended',
] as const
export type RequestStep = (typeof REQUEST_STEPS)[number]

/** What is asked; `verify`: that the account prove who it is. */
export type RequestAction = AccountRequest['action']

/** One measure of a policy, with its numbers as they stood when two people wanted it. */
export interface AccountRestriction {
  /** Of the request that it began with; it ends by the same. */
  readonly restriction_id: string
  /** Id of a countermeasure. */
  readonly measure: string
  readonly limits: Readonly<Record<string, unknown>>
}

export interface AccountRequest {
  /** The same at every attempt. */
  readonly request_id: string
  readonly action: 'suspend' | 'reinstate' | 'verify' | 'restrict' | 'unrestrict'
  /** Of `restrict` and `unrestrict`: what is withheld. */
  readonly restriction?: AccountRestriction | undefined
  /** Empty where it was erased. */
  readonly account_id: string
  readonly policy_id: string
  readonly reason_code: string
  readonly appeal: string
  readonly people: readonly string[]
  readonly opened_ms: number
  readonly expires_ms: number | null
  /** Grows from request to request, over restores too: of two on one thing the higher one counts. */
  readonly sequence: number
  /** When each step was written down, in milliseconds since 1970. */
  readonly steps: { [Step in RequestStep]?: number }
  /** Why it was refused, given up or withdrawn. A word of ours or a status. */
  cause: string
}
