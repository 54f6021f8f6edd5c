/**
 * What a decision does to an exchange. This is the one place where countermeasures are put in: each level
 * below `deny` passes for now, and is recorded with the exchange.
 */
import type { Decision } from './ports.js'
import { type Refusal, refusalOf } from './refusal.js'

export type Applied =
  | { readonly kind: 'forward' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }

const FORWARD: Applied = Object.freeze({ kind: 'forward' })

export function applyDecision(decision: Decision): Applied {
  switch (decision.level) {
    case 'deny':
      return { kind: 'refuse', refusal: refusalOf(decision) }
    case 'pass':
    case 'observe':
    case 'verify':
    case 'limit':
    case 'shape':
    case 'hold':
      return FORWARD
  }
}
