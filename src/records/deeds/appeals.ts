import { z } from 'zod'
import { isSameName } from '../../domain/people.js'
import { isLettingGo } from '../account-requests.js'
import { letGo } from '../account-steps.js'
import { defineDeed, ONE } from '../deed.js'
import { standingOf, standingTold } from '../shares.js'
import { type Appeal, type SignedRuling, type State, voidProposals } from '../state.js'
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
  fault: ({ account_id, policy_id }, { appeals, approvers, requests }, { policies }) => {
    // By a policy that there never was, whoever approved the one that there is could decide on it.
    const isPolicy = approvers.has(policy_id) || policies.some((one) => one.policy_id === policy_id)
    // It may have left the file since the account system was told of it.
    const isTold = [...requests.values()].some(
      (one) => one.account_id === account_id && one.policy_id === policy_id,
    )
    if (!isPolicy && !isTold) return 'NOT_THERE'
    const isOpen = [...appeals.values()].some(
      (one) => one.account_id === account_id && one.policy_id === policy_id && one.outcome === null,
    )
    return isOpen ? 'SO_ALREADY' : undefined
  },
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
    return isDecider(state, known, by) ? 'OWN_DECISION' : undefined
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
    'Upholds what was decided, or overturns it: then the account is ruled benign, which frees it at once and feeds calibration; whatever the account system was asked to do to it is to be undone. `shares_standing` names what was shared of its campaigns and stands, to be looked at anew or withdrawn.',
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
    const isOwn = isDecider(state, known, by)
    return isOwn || (input.outcome === 'upheld' && hasUpheld(state, known, by))
      ? 'OWN_DECISION'
      : undefined
  },
  told: ({ outcome }, world, state) => (outcome === 'upheld' ? {} : standingTold(state, world)),
  done: (state, { appeal_id, outcome, answer, restitution }, { by, at_ms, id, people, told }) => {
    const known = openOf(state, { appeal_id })
    if (known === undefined) return
    Object.assign(known, { outcome, answer, restitution, decided_by: by, decided_ms: at_ms })
    if (outcome === 'upheld') return
    const reasonGiven = `appeal ${appeal_id}: ${answer}`
    const subject = { subject_kind: 'account', subject_id: known.account_id } as const
    const when = { ruled_ms: at_ms, expires_ms: null }
    const ruled = { ruling_id: id, ...subject, conclusion: 'benign', reason: reasonGiven } as const
    state.rulings.set(id, { ...ruled, people, ...when, ...standingOf(told) })
    voidProposals(state, subject)
    letGo(state, known.account_id, { id, at_ms, people })
  },
})

function openOf({ appeals }: State, { appeal_id }: { readonly appeal_id: string }) {
  const known = appeals.get(appeal_id)
  return known?.outcome === null ? known : undefined
}

/** Whoever said no to an account once does not say it again, or one person could for as long as the account asks. A yes anybody may say. */
const hasUpheld = (
  { appeals }: State,
  { account_id, policy_id }: Pick<Appeal, 'account_id' | 'policy_id'>,
  by: string,
): boolean =>
  [...appeals.values()].some(
    (one) =>
      one.outcome === 'upheld' &&
      one.account_id === account_id &&
      one.policy_id === policy_id &&
      isSameName(one.decided_by ?? '', by),
  )

/**
 * Whoever approved the policy at any time or put it back in force, had the account system asked to touch the account, took it off the
 * never-touch list, or ever ruled against it or its campaign. Of a cluster nobody knows any more which campaign it was, and where
 * whoever took the appeal down named no campaign, any may be its: then whoever ruled against one does not decide.
 */
function isDecider(state: State, appeal: Appeal, by: string): boolean {
  const { approvers, rulings, requests, unprotectors } = state
  const { policy_id, account_id, campaign_id } = appeal
  const isAgainst = ({ conclusion, subject_kind, subject_id }: SignedRuling): boolean => {
    if (conclusion === 'benign') return false
    if (subject_kind === 'account') return subject_id === account_id
    return subject_kind === 'cluster' || campaign_id === undefined || subject_id === campaign_id
  }
  const against = [...rulings.values()].filter(isAgainst)
  const asked = [...requests.values()].filter(
    (one) => !isLettingGo(one) && one.account_id === account_id,
  )
  return [
    ...(approvers.get(policy_id) ?? []),
    ...(unprotectors.get(`account\n${account_id}`) ?? []),
    ...[...against, ...asked].flatMap(({ people }) => people),
  ].some((name) => isSameName(name, by))
}
