import { z } from 'zod'
import { defineDeed, ONE } from '../deed.js'
import { nameOf, type Restriction } from '../restrictions.js'
import type { State } from '../state.js'
import { digest, identifier, policyId, reason } from './words.js'

const named = z.strictObject({ policy_id: policyId, digest, reason })
const restriction = z.strictObject({ policy_id: policyId, group: identifier, reason })
const whole = (one: { readonly policy_id: string; readonly group: string }) =>
  nameOf(one as Restriction)

export const approvePolicy = defineDeed({
  id: 'approve_policy',
  summary: 'Lets a policy of the file touch somebody, as it stands there now. Two people.',
  who: ['reviewer'],
  input: named,
  object: ({ policy_id }) => `policy ${policy_id}`,
  hidden: ['reason'],
  agreed: ({ digest }) => digest,
  fault: ({ policy_id, digest }, { approvals }, { policies }) => {
    const isThere = policies.some((one) => one.policy_id === policy_id && one.digest === digest)
    if (!isThere) return 'NOT_THERE'
    return approvals.has(digest) ? 'SO_ALREADY' : undefined
  },
  done: ({ approvals, approvers }, { policy_id, digest }, { people, at_ms }) => {
    approvals.set(digest, { policy_id, people, at_ms })
    approvers.set(policy_id, new Set([...(approvers.get(policy_id) ?? []), ...people]))
  },
})

export const withdrawPolicy = defineDeed({
  id: 'withdraw_policy',
  summary:
    'Takes the approval of a policy back: it touches nobody until two people approve it anew.',
  who: ['reviewer', 'admin'],
  input: z.strictObject({ policy_id: policyId, reason }),
  object: ({ policy_id }) => `policy ${policy_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ policy_id }, state) =>
    approvalsOf(state, policy_id).length === 0 && proposalsOf(state, policy_id).length === 0
      ? 'NOT_THERE'
      : undefined,
  done: (state, { policy_id }) => {
    for (const digest of approvalsOf(state, policy_id)) state.approvals.delete(digest)
    for (const key of proposalsOf(state, policy_id)) state.proposals.delete(key)
  },
})

const approvalsOf = ({ approvals }: State, policyId: string) =>
  [...approvals].filter(([, one]) => one.policy_id === policyId).map(([digest]) => digest)

const proposalsOf = ({ proposals }: State, policyId: string) =>
  [...proposals]
    .filter(([, { deed, object }]) => deed === approvePolicy.id && object === `policy ${policyId}`)
    .map(([key]) => key)

export const liftRestriction = defineDeed({
  id: 'lift_restriction',
  summary: 'Undoes what a policy does to one campaign or ruling; it stays undone in later runs.',
  who: ['reviewer'],
  input: restriction,
  object: ({ policy_id }) => `policy ${policy_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: (one, { lifted }, { restrictions }) => {
    if (lifted.has(whole(one))) return 'SO_ALREADY'
    const isThere = restrictions.some((known) => nameOf(known) === whole(one))
    return isThere ? undefined : 'NOT_THERE'
  },
  done: ({ lifted }, one) => {
    lifted.add(whole(one))
  },
})

export const restoreRestriction = defineDeed({
  id: 'restore_restriction',
  summary: 'Lets a restriction that was lifted be in force again. Two people.',
  who: ['reviewer'],
  input: restriction,
  object: ({ policy_id }) => `policy ${policy_id}`,
  hidden: ['reason'],
  agreed: whole,
  fault: (one, { lifted }) => (lifted.has(whole(one)) ? undefined : 'NOT_THERE'),
  done: ({ lifted, approvers }, one, { people }) => {
    lifted.delete(whole(one))
    // They had part in what it does, and decide on no appeal against it.
    const { policy_id } = one
    approvers.set(policy_id, new Set([...(approvers.get(policy_id) ?? []), ...people]))
  },
})
