import type { Decision } from './ports.js'

/**
 * What whoever is touched is told beside an answer or a refusal, as headers: under which policy, with which code, how
 * to object, and what was done. Never why: no signal, no evidence, no confidence.
 */
export function noticeOf(
  { policy_id, reason_code, appeal }: Decision,
  measures: readonly string[],
): readonly string[] {
  const told = {
    'stillwatch-policy': policy_id,
    'stillwatch-reason': reason_code,
    'stillwatch-appeal': appeal,
    'stillwatch-measures': measures.join(', '),
  }
  return Object.entries(told).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [name, headerText(value)],
  )
}

/** A header holds ASCII; what is none is written as in an address. */
export const headerText = (text: string): string =>
  text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[^\x20-\x7e]/gu, encodeURIComponent)
