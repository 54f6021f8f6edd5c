import { z } from 'zod'
import type { RequestAction } from '../account-request.js'
import {
  addRequest,
  hindranceOf,
  reinstate,
  suspensionOf,
  undoable,
  verificationOf,
} from '../account-requests.js'
import { endRestriction, restrictionOf, restrictionsOn } from '../account-restrictions.js'
import { defineDeed, ONE, type World } from '../deed.js'
import { type State, voidAsking } from '../state.js'
import { expiresAt, expiresMs, identifier, instant, policyId, reason } from './words.js'

interface Grounds {
  readonly policy_id: string
  readonly reason_code: string
}
const policyOf = ({ policy_id, reason_code }: Grounds, { policies }: World) =>
  policies.find((one) => one.policy_id === policy_id && one.reason_code === reason_code)

interface AskedByTwo {
  readonly id: string
  readonly summary: string
  readonly action: Extract<RequestAction, 'suspend' | 'verify'>
  /** What is asked for already. */
  readonly standing: typeof suspensionOf
}

const byTwo = ({ id, summary, action, standing }: AskedByTwo) =>
  defineDeed({
    id,
    summary,
    who: ['reviewer'],
    input: z.strictObject({
      account_id: identifier,
      policy_id: policyId,
      reason_code: z.string().regex(/^[a-z0-9_]{1,64}$/),
      reason,
      expires_at: expiresAt,
    }),
    object: ({ policy_id }) => `account under policy ${policy_id}`,
    subject: ({ account_id }) => ['account', account_id],
    hidden: ['account_id', 'reason'],
    agreed: ({ account_id, policy_id, reason_code, expires_at = '' }) =>
      [account_id, policy_id, reason_code, expires_at].join('\n'),
    fault: (input, state, world) => {
      const { account_id } = input
      if (!world.guards.isConnected) return 'NO_CONNECTOR'
      if (policyOf(input, world) === undefined) return 'NOT_THERE'
      if (standing(state, account_id, world.nowMs) !== undefined) return 'SO_ALREADY'
      return hindranceOf(state, world.guards, account_id, world.nowMs)
    },
    // As the policy had it when two people wanted it: the file may say something else by the time it is sent.
    told: (input, world) => ({ appeal: policyOf(input, world)?.appeal ?? '' }),
    done: (
      state,
      { account_id, policy_id, reason_code, expires_at },
      { id: request_id, at_ms, people, told: { appeal = '' } },
    ) => {
      const when = { opened_ms: at_ms, expires_ms: expiresMs(expires_at) }
      const asked = { account_id, policy_id, reason_code, appeal, people, ...when }
      addRequest(state, { request_id, action, ...asked })
    },
  })

export const suspendAccount = byTwo({
  id: 'suspend_account',
  summary:
    'Asks the account system to suspend an account, under a policy of the file and its reason code. Two people.',
  action: 'suspend',
  standing: suspensionOf,
})

export const verifyAccount = byTwo({
  id: 'verify_account',
  summary:
    'Asks the account system to have an account prove who it is, under a policy of the file and its reason code. Two people.',
  action: 'verify',
  standing: verificationOf,
})

export const restrictAccount = defineDeed({
  id: 'restrict_account',
  summary:
    'Asks the account system to withhold something from an account for a time: one measure of a live policy, with its numbers. Two people.',
  who: ['reviewer'],
  input: z.strictObject({
    account_id: identifier,
    policy_id: policyId,
    reason_code: z.string().regex(/^[a-z0-9_]{1,64}$/),
    measure: z.string().regex(/^[a-z-]{1,64}$/),
    reason,
    expires_at: instant,
  }),
  object: ({ policy_id, measure }) => `${measure} under policy ${policy_id}`,
  subject: ({ account_id }) => ['account', account_id],
  hidden: ['account_id', 'reason'],
  // Its numbers too: whoever agrees after the file was changed agrees to something else.
  agreed: (input, _, world) =>
    [
      ...[input.account_id, input.policy_id, input.reason_code, input.measure, input.expires_at],
      numbersOf(input, world),
    ].join('\n'),
  fault: (input, state, world) => {
    if (!world.guards.isConnected) return 'NO_CONNECTOR'
    if (numbersOf(input, world) === undefined) return 'NOT_THERE'
    if (restrictionOf(state, input, world.nowMs) !== undefined) return 'SO_ALREADY'
    return hindranceOf(state, world.guards, input.account_id, world.nowMs)
  },
  told: (input, world) => ({
    appeal: policyOf(input, world)?.appeal ?? '',
    limits: numbersOf(input, world) ?? '{}',
  }),
  done: (state, { account_id, policy_id, reason_code, measure, expires_at }, doing) => {
    const { id: request_id, at_ms: opened_ms, people, told } = doing
    const { appeal = '', limits = '{}' } = told
    const restriction = { restriction_id: request_id, measure, limits: JSON.parse(limits) }
    const asked = { account_id, policy_id, reason_code, appeal, people, opened_ms, restriction }
    addRequest(state, {
      request_id,
      action: 'restrict',
      ...asked,
      expires_ms: expiresMs(expires_at),
    })
  },
})

/** The numbers of a measure, as the file has them; undefined where no live policy of this name and reason has it. */
function numbersOf(input: Grounds & { readonly measure: string }, world: World) {
  const policy = policyOf(input, world)
  if (policy?.mode !== 'live' || !Object.hasOwn(policy.measures, input.measure)) return undefined
  return JSON.stringify(policy.measures[input.measure])
}

export const unrestrictAccount = defineDeed({
  id: 'unrestrict_account',
  summary:
    'Asks the account system to give back what is withheld from an account: all of it, or one restriction.',
  who: ['reviewer'],
  input: z.strictObject({ account_id: identifier, restriction_id: identifier.optional(), reason }),
  object: () => 'account',
  subject: ({ account_id }) => ['account', account_id],
  hidden: ['account_id', 'reason'],
  agreed: ONE,
  fault: (input, state) => (meant(state, input).length === 0 ? 'NOT_THERE' : undefined),
  done: (state, input, { id, at_ms, people }) => {
    voidAsking(state, input.account_id, [restrictAccount.id])
    for (const one of meant(state, input)) {
      endRestriction(state, one, { id: `${id}-${one.request_id}`, at_ms, people })
    }
  },
})

interface Meant {
  readonly account_id: string
  readonly restriction_id?: string | undefined
}

const meant = (state: State, { account_id, restriction_id }: Meant) =>
  restrictionsOn(state, account_id).filter(
    (one) => restriction_id === undefined || one.request_id === restriction_id,
  )

export const reinstateAccount = defineDeed({
  id: 'reinstate_account',
  summary: 'Asks the account system to let an account go that was suspended through it.',
  who: ['reviewer'],
  input: z.strictObject({ account_id: identifier, reason }),
  object: () => 'account',
  subject: ({ account_id }) => ['account', account_id],
  hidden: ['account_id', 'reason'],
  agreed: ONE,
  fault: ({ account_id }, state) =>
    undoable(state, account_id) === undefined ? 'NOT_THERE' : undefined,
  done: (state, { account_id }, { id, at_ms, people }) => {
    voidAsking(state, account_id, [suspendAccount.id])
    reinstate(state, account_id, { id, at_ms, people })
  },
})
