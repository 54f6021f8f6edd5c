import { LIKELIHOOD_TERMS } from '../../domain/estimate.js'
import { CAPABILITIES, FAMILIES } from '../../domain/findings.js'
import { MARKINGS } from '../../domain/indicator.js'

/**
 * Words that stand in what leaves whatever it is about. Anybody can call an end user `campaign`, or send a sentence of ours as a prompt:
 * that must not keep anything from leaving, and tells nothing of them.
 */
export const OWN_WORDS: readonly string[] = Object.freeze([
  ...MARKINGS,
  ...CAPABILITIES,
  ...FAMILIES,
  ...LIKELIHOOD_TERMS,
  ...['stillwatch.share/1', 'operator', 'beneficiary', 'low', 'moderate', 'high'],
  ...['review', 'act', 'observe', 'verify', 'limit', 'shape', 'hold', 'deny', 'identity--'],
])
