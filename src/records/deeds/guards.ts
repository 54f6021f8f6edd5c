import { z } from 'zod'
import { defineDeed, ONE } from '../deed.js'
import { voidProposals } from '../state.js'
import { identifier, reason } from './words.js'

const PROTECTED = z.strictObject({
  kind: z.enum(['account', 'organization', 'api_key']),
  id: identifier,
  reason,
})
const nameOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => `${kind}\n${id}`

export const pullKillSwitch = defineDeed({
  id: 'pull_kill_switch',
  summary: 'Everything passes, at once, whatever is in force.',
  who: ['analyst', 'reviewer', 'detection_engineer', 'admin'],
  input: z.strictObject({ reason }),
  object: () => 'kill switch',
  hidden: ['reason'],
  agreed: ONE,
  fault: (_, { killSwitch }) => (killSwitch ? 'SO_ALREADY' : undefined),
  done: (state) => {
    state.killSwitch = true
  },
})

export const resetKillSwitch = defineDeed({
  id: 'reset_kill_switch',
  summary: 'Lets what is in force count again. Two people.',
  who: ['reviewer', 'admin'],
  input: z.strictObject({ reason }),
  object: () => 'kill switch',
  hidden: ['reason'],
  agreed: () => 'off',
  fault: (_, { killSwitch }) => (killSwitch ? undefined : 'SO_ALREADY'),
  done: (state) => {
    state.killSwitch = false
  },
})

export const protect = defineDeed({
  id: 'protect',
  summary: 'Puts somebody on the list of those whom no decision touches.',
  who: ['analyst', 'reviewer', 'admin'],
  input: PROTECTED,
  object: ({ kind }) => `never touch ${kind}`,
  subject: ({ kind, id }) => [kind, id],
  hidden: ['id', 'reason'],
  agreed: ONE,
  fault: (one, state) => (state.protected.has(nameOf(one)) ? 'SO_ALREADY' : undefined),
  done: (state, { kind, id }) => {
    state.protected.set(nameOf({ kind, id }), { kind, id })
    if (kind === 'account') voidProposals(state, { subject_kind: kind, subject_id: id })
  },
})

export const unprotect = defineDeed({
  id: 'unprotect',
  summary: 'Takes somebody off that list. Two people. Who stands in a file stays protected.',
  who: ['reviewer', 'admin'],
  input: PROTECTED,
  object: ({ kind }) => `never touch ${kind}`,
  subject: ({ kind, id }) => [kind, id],
  hidden: ['id', 'reason'],
  agreed: nameOf,
  fault: (one, state) => (state.protected.has(nameOf(one)) ? undefined : 'NOT_THERE'),
  done: (state, one, { people }) => {
    const name = nameOf(one)
    state.protected.delete(name)
    state.unprotectors.set(name, new Set([...(state.unprotectors.get(name) ?? []), ...people]))
  },
})

export const dropProposal = defineDeed({
  id: 'drop_proposal',
  summary: 'Says no to what somebody proposed; it must be proposed anew.',
  who: ['analyst', 'reviewer', 'admin'],
  input: z.strictObject({ proposal_id: identifier, reason }),
  object: ({ proposal_id }) => `proposal ${proposal_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ proposal_id }, { proposals }) =>
    [...proposals.values()].some((one) => one.proposal_id === proposal_id)
      ? undefined
      : 'NOT_THERE',
  done: ({ proposals }, { proposal_id }) => {
    for (const [key, one] of proposals) if (one.proposal_id === proposal_id) proposals.delete(key)
  },
})
