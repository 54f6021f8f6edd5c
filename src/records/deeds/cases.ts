import { z } from 'zod'
import { defineDeed, ONE } from '../deed.js'
import type { Case, State } from '../state.js'
import { identifier, longText, reason } from './words.js'

const one = z.strictObject({ case_id: identifier })
const object = ({ case_id }: { readonly case_id: string }) => `case ${case_id}`
const who = ['analyst', 'reviewer'] as const

export const openCase = defineDeed({
  id: 'open_case',
  summary: 'Opens a case on a campaign.',
  who,
  input: z.strictObject({ campaign_id: identifier }),
  object: (_, { id }) => `case ${id}`,
  hidden: [],
  agreed: ONE,
  fault: ({ campaign_id }, { cases }) =>
    [...cases.values()].some((known) => known.campaign_id === campaign_id && known.closed === null)
      ? 'SO_ALREADY'
      : undefined,
  done: ({ cases }, { campaign_id }, { id, at_ms }) => {
    const made = { case_id: id, campaign_id, opened_ms: at_ms, notes: [] }
    cases.set(id, { ...made, claimed_by: null, closed: null })
  },
})

export const claimCase = defineDeed({
  id: 'claim_case',
  summary: 'Takes a case, so that nobody else works on it.',
  who,
  input: one,
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state, _, by) => {
    const known = openOf(state, input)
    if (known === undefined) return 'NOT_THERE'
    if (known.claimed_by === by) return 'SO_ALREADY'
    return known.claimed_by === null ? undefined : 'TAKEN'
  },
  done: (state, input, { by }) => {
    const known = openOf(state, input)
    if (known !== undefined) known.claimed_by = by
  },
})

export const releaseCase = defineDeed({
  id: 'release_case',
  summary: 'Gives a case back; a reviewer may give back what another has.',
  who,
  input: one,
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state, _, by, roles) => {
    const claimedBy = openOf(state, input)?.claimed_by ?? null
    if (claimedBy === null) return 'NOT_THERE'
    return claimedBy === by || roles.includes('reviewer') ? undefined : 'NOT_YOURS'
  },
  done: (state, input) => {
    const known = openOf(state, input)
    if (known !== undefined) known.claimed_by = null
  },
})

export const noteCase = defineDeed({
  id: 'note_case',
  summary: 'Writes a note to a case.',
  who,
  input: z.strictObject({ case_id: identifier, text: longText }),
  object,
  hidden: ['text'],
  agreed: ONE,
  fault: ({ case_id }, { cases }) => (cases.has(case_id) ? undefined : 'NOT_THERE'),
  done: ({ cases }, { case_id, text }, { by, at_ms }) => {
    cases.get(case_id)?.notes.push({ by, at_ms, text })
  },
})

export const closeCase = defineDeed({
  id: 'close_case',
  summary: 'Closes a case, with what became of it.',
  who,
  input: z.strictObject({ case_id: identifier, outcome: reason }),
  object,
  hidden: ['outcome'],
  agreed: ONE,
  fault: (input, state, _, by) => {
    const known = openOf(state, input)
    if (known === undefined) return 'NOT_THERE'
    return known.claimed_by === null || known.claimed_by === by ? undefined : 'TAKEN'
  },
  done: (state, { case_id, outcome }) => {
    const known = openOf(state, { case_id })
    if (known !== undefined) known.closed = outcome
  },
})

function openOf({ cases }: State, { case_id }: { readonly case_id: string }): Case | undefined {
  const known = cases.get(case_id)
  return known?.closed === null ? known : undefined
}
