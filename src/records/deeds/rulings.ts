import { z } from 'zod'
import { letGo } from '../account-steps.js'
import { defineDeed, ONE } from '../deed.js'
import { standingOf, standingTold, withdrawAll } from '../shares.js'
import { rulingOn, type SignedRuling, type State, voidProposals } from '../state.js'
import { expiresAt, expiresMs, identifier, reason } from './words.js'

const subject = { subject_kind: z.enum(['account', 'cluster', 'campaign']), subject_id: identifier }

export const ruleBenign = defineDeed({
  id: 'rule_benign',
  summary:
    'Rules that somebody is innocent: no decision goes further than to observe them. Whatever the account system was asked to do to an account is to be undone, and what was shared of a campaign, of those that it goes on from and of those that go on from it, is withdrawn. `line_lacks` says where these could not be read, or were more than 1,000: what was shared of the others is to be withdrawn by itself. What was shared of the campaigns of an account stays: `shares_standing` names it, to be looked at anew or withdrawn.',
  who: ['reviewer'],
  input: z.strictObject({ ...subject, reason, expires_at: expiresAt }),
  object: (_, { id }) => `ruling ${id}`,
  subject: ({ subject_kind, subject_id }) => [subject_kind, subject_id],
  hidden: ['subject_id', 'reason'],
  agreed: ONE,
  fault: (input, state, { nowMs }) =>
    rulingOn(state, input, nowMs)?.conclusion === 'benign' ? 'SO_ALREADY' : undefined,
  // Which shares go back stands in the trail by their ids: they stay so when the names of campaigns are erased.
  told: (input, world, state) => {
    if (input.subject_kind === 'account') return standingTold(state, world)
    const { campaigns, lacks } = world.line ?? { campaigns: [] }
    const ids = sharesOf(state, input, campaigns)
    return {
      ...(campaigns.length === 0 ? {} : { line: campaigns.join('\n') }),
      ...(lacks === undefined ? {} : { line_lacks: lacks }),
      ...(ids.length === 0 ? {} : { shares: ids.join('\n') }),
    }
  },
  toldApart: ['line'],
  done: (state, { expires_at, ...input }, { id, at_ms, people, told }) => {
    const when = { ruled_ms: at_ms, expires_ms: expiresMs(expires_at) }
    const known = { line: told.line?.split('\n') ?? [], ...standingOf(told) }
    const ruling = { ruling_id: id, ...input, conclusion: 'benign' as const, people, ...when }
    state.rulings.set(id, { ...ruling, ...known })
    voidProposals(state, input)
    if (input.subject_kind === 'account') letGo(state, input.subject_id, { id, at_ms, people })
    // A trail of before there were lines has no ids.
    const ids = told.shares?.split('\n') ?? sharesOf(state, input)
    withdrawAll(state, ids, at_ms)
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

/** What was shared of a campaign that is ruled on, and of its line. */
function sharesOf(
  { shares }: Pick<State, 'shares'>,
  { subject_kind, subject_id }: Pick<SignedRuling, 'subject_kind' | 'subject_id'>,
  line: readonly string[] = [],
): readonly string[] {
  const named = new Set(subject_kind === 'campaign' ? [subject_id, ...line] : line)
  // Of one whose name was erased nobody knows it.
  named.delete('')
  return [...shares.values()].flatMap(({ share_id, campaign_id }) =>
    named.has(campaign_id) ? [share_id] : [],
  )
}
