import type { Marking } from '../domain/indicator.js'

/** What two people let leave. */
export interface Share {
  readonly share_id: string
  /** Empty where that was erased. */
  readonly campaign_id: string
  /** Of the preview that both saw. */
  readonly sha256: string
  readonly form: string
  readonly marking: Marking
  readonly to: readonly string[]
  readonly people: readonly string[]
  readonly released_ms: number
  readonly expires_ms: number
  withdrawn_ms: number | null
}

/**
 * Of telling one partner. `sent`: it was about to be sent, and may have arrived. `held`: by the settings it could not be sent, and is
 * once it can.
 */
export const DELIVERY_STEPS = ['sent', 'accepted', 'refused', 'given_up', 'held'] as const
export type DeliveryStep = (typeof DELIVERY_STEPS)[number]
export type DeliverySteps = Partial<Record<DeliveryStep, number>>

/** Somebody whom something can go to, by the settings as they are now. */
export interface Whom {
  /** The strictest marking that they are trusted with. */
  readonly strictest: Marking
  /** By this service; otherwise by other ways. */
  readonly isTold: boolean
}

export interface Delivery {
  readonly delivery_id: string
  readonly what: 'share' | 'withdrawal'
  readonly share: Share
  readonly to: string
  readonly steps: Readonly<DeliverySteps>
}
