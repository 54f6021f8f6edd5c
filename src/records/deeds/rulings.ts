import { z } from 'zod'
import { letGo } from '../account-steps.js'
import { defineDeed, ONE } from '../deed.js'
import { withdrawOf } from '../shares.js'
import { rulingOn, voidProposals } from '../state.js'
import { expiresAt, expiresMs, identifier, reason } from './words.js'

const subject = { subject_kind: z.enum(['account', 'cluster', 'campaign']), subject_id: identifier }

export const ruleBenign = defineDeed({
  id: 'rule_benign',
  summary:
    'Rules that somebody is innocent: no decision goes further than to observe them. Whatever the account system was asked to do to an account is to be undone, and what was shared of a campaign, of those that it goes on from and of those that go on from it, is withdrawn.',
  who: ['reviewer'],
  input: z.strictObject({ ...subject, reason, expires_at: expiresAt }),
  object: (_, { id }) => `ruling ${id}`,
  subject: ({ subject_kind, subject_id }) => [subject_kind, subject_id],
  hidden: ['subject_id', 'reason'],
  agreed: ONE,
  fault: (input, state, { nowMs }) =>
    rulingOn(state, input, nowMs)?.conclusion === 'benign' ? 'SO_ALREADY' : undefined,
  told: ({ subject_kind }, { line = [] }) =>
    subject_kind === 'account' || line.length === 0 ? {} : { line: line.join('\n') },
  toldApart: ['line'],
  done: (state, { expires_at, ...input }, { id, at_ms, people, told }) => {
    const when = { ruled_ms: at_ms, expires_ms: expiresMs(expires_at) }
    const line = told.line?.split('\n') ?? []
    state.rulings.set(id, { ruling_id: id, ...input, conclusion: 'benign', people, ...when, line })
    voidProposals(state, input)
    if (input.subject_kind === 'account') letGo(state, input.subject_id, { id, at_ms, people })
    const named = input.subject_kind === 'campaign' ? [input.subject_id] : []
    for (const campaign_id of [...named, ...line]) withdrawOf(state, campaign_id, at_ms)
  },
})

export const ruleAgainst = defineDeed({
  id: 'rule_against',
  summary:
    'Rules that somebody is part of a campaign, or that it is not decided whether they are. Two people, for both may touch them.',
  who: ['reviewer'],
  input: z.strictObject({
    ...subject,
    conclusion: z.enum(['campaign', 'undecided']),
    reason,
    expires_at: expiresAt,
  }),
  object: (_, { id }) => `ruling ${id}`,
  subject: ({ subject_kind, subject_id }) => [subject_kind, subject_id],
  hidden: ['subject_id', 'reason'],
  agreed: ({ subject_kind, subject_id, conclusion, expires_at = '' }) =>
    [subject_kind, subject_id, conclusion, expires_at].join('\n'),
  fault: (input, state, { nowMs }) =>
    rulingOn(state, input, nowMs)?.conclusion === input.conclusion ? 'SO_ALREADY' : undefined,
  done: ({ rulings }, { expires_at, ...input }, { id, at_ms, people }) => {
    const when = { ruled_ms: at_ms, expires_ms: expiresMs(expires_at) }
    rulings.set(id, { ruling_id: id, ...input, people, ...when })
  },
})
