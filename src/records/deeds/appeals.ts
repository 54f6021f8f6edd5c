import { z } from 'zod'
import { reinstate } from '../account-requests.js'
import { defineDeed, ONE } from '../deed.js'
import type { Appeal, State } from '../state.js'
import { identifier, longText, policyId, reason } from './words.js'

const object = ({ appeal_id }: { readonly appeal_id: string }) => `appeal ${appeal_id}`

export const openAppeal = defineDeed({
  id: 'open_appeal',
  summary:
    'Takes down what a customer says against a decision, by the policy that they were told of.',
  who: ['analyst', 'reviewer'],
  input: z.strictObject({
    account_id: identifier,
    policy_id: policyId,
    campaign_id: identifier.optional(),
    statement: longText,
  }),
  object: (_, { id }) => `appeal ${id}`,
  subject: ({ account_id }) => ['account', account_id],
  hidden: ['account_id', 'statement'],
  agreed: ONE,
  fault: ({ account_id, policy_id }, { appeals }) =>
    [...appeals.values()].some(
      (one) => one.account_id === account_id && one.policy_id === policy_id && one.outcome === null,
    )
      ? 'SO_ALREADY'
      : undefined,
  done: ({ appeals }, input, { id, at_ms }) => {
    const undecided = { claimed_by: null, outcome: null, decided_by: null, decided_ms: null }
    const made = { appeal_id: id, ...input, opened_ms: at_ms }
    appeals.set(id, { ...made, ...undecided, answer: '', restitution: '' })
  },
})

export const claimAppeal = defineDeed({
  id: 'claim_appeal',
  summary: 'Takes an appeal. Whoever decided what it is against may not.',
  who: ['reviewer'],
  input: z.strictObject({ appeal_id: identifier }),
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state, _, by) => {
    const known = openOf(state, input)
    if (known === undefined) return 'NOT_THERE'
    if (known.claimed_by === by) return 'SO_ALREADY'
    if (known.claimed_by !== null) return 'TAKEN'
    return deciders(state, known).has(by) ? 'OWN_DECISION' : undefined
  },
  done: (state, input, { by }) => {
    const known = openOf(state, input)
    if (known !== undefined) known.claimed_by = by
  },
})

export const releaseAppeal = defineDeed({
  id: 'release_appeal',
  summary: 'Gives an appeal back.',
  who: ['reviewer'],
  input: z.strictObject({ appeal_id: identifier }),
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state) =>
    (openOf(state, input)?.claimed_by ?? null) === null ? 'NOT_THERE' : undefined,
  done: (state, input) => {
    const known = openOf(state, input)
    if (known !== undefined) known.claimed_by = null
  },
})

export const decideAppeal = defineDeed({
  id: 'decide_appeal',
  summary:
    'Upholds what was decided, or overturns it: then the account is ruled benign, which frees it at once and feeds calibration; if it was suspended, it is to be reinstated.',
  who: ['reviewer'],
  input: z.strictObject({
    appeal_id: identifier,
    outcome: z.enum(['upheld', 'overturned']),
    answer: reason,
    restitution: longText.default('none'),
  }),
  object,
  hidden: ['answer', 'restitution'],
  agreed: ONE,
  fault: (input, state, _, by) => {
    const known = openOf(state, input)
    if (known === undefined) return 'NOT_THERE'
    if (known.claimed_by !== null && known.claimed_by !== by) return 'TAKEN'
    return deciders(state, known).has(by) ? 'OWN_DECISION' : undefined
  },
  done: (state, { appeal_id, outcome, answer, restitution }, { by, at_ms, id, people }) => {
    const known = openOf(state, { appeal_id })
    if (known === undefined) return
    Object.assign(known, { outcome, answer, restitution, decided_by: by, decided_ms: at_ms })
    if (outcome === 'upheld') return
    const reasonGiven = `appeal ${appeal_id}: ${answer}`
    const subject = { subject_kind: 'account', subject_id: known.account_id } as const
    const when = { ruled_ms: at_ms, expires_ms: null }
    const ruled = { ruling_id: id, ...subject, conclusion: 'benign', reason: reasonGiven } as const
    state.rulings.set(id, { ...ruled, people, ...when })
    reinstate(state, known.account_id, { id, at_ms, people })
  },
})

function openOf({ appeals }: State, { appeal_id }: { readonly appeal_id: string }) {
  const known = appeals.get(appeal_id)
  return known?.outcome === null ? known : undefined
}

/** Whoever approved the policy at any time, had the account suspended, or ever ruled against it or its campaign. */
function deciders({ approvers, rulings, requests }: State, appeal: Appeal): ReadonlySet<string> {
  const { policy_id, account_id, campaign_id } = appeal
  const against = [...rulings.values()].filter(
    ({ conclusion, subject_kind, subject_id }) =>
      conclusion !== 'benign' &&
      subject_id === (subject_kind === 'account' ? account_id : campaign_id),
  )
  const suspended = [...requests.values()].filter(
    (one) => one.action === 'suspend' && one.account_id === account_id,
  )
  return new Set([
    ...(approvers.get(policy_id) ?? []),
    ...[...against, ...suspended].flatMap(({ people }) => people),
  ])
}
