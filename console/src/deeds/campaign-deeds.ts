import type {
  DeedsAnswer,
  ProposalTold,
  QueueAnswer,
} from '../../../src/service/console/queue/api.js'
import { act, ask, type Done, Fault } from '../api/client.js'
import { askAllAgain } from '../api/queries.js'
import { shortId } from '../parts/format.js'
import { type Deed, doDeed, type Undo, withReason } from './deed.js'

/** What is done to campaigns and their cases, and what takes each back, as the API has it. */
const named = (campaignId: string) => `campaign ${shortId(campaignId)}`
const part = encodeURIComponent

export const releasing = (caseId: string, campaignId: string): Deed => ({
  says: `Gave back the case of ${named(campaignId)}`,
  path: `/cases/${part(caseId)}/release`,
  undo: { path: `/cases/${part(caseId)}/claim`, says: `Took ${named(campaignId)} again` },
})

export const claiming = (caseId: string, campaignId: string): Deed => ({
  says: `Took the case of ${named(campaignId)}`,
  path: `/cases/${part(caseId)}/claim`,
  undo: { path: `/cases/${part(caseId)}/release`, says: `Gave ${named(campaignId)} back` },
})

export const closing = (caseId: string, campaignId: string, outcome: string): Deed => ({
  says: `Closed the case of ${named(campaignId)}`,
  path: `/cases/${part(caseId)}/close`,
  body: { outcome },
  undo: {
    path: '/cases',
    body: { campaign_id: campaignId },
    says: `Opened a case of ${named(campaignId)} anew`,
  },
})

export const noting = (caseId: string, campaignId: string, text: string): Deed => ({
  says: `Wrote a note to the case of ${named(campaignId)}`,
  path: `/cases/${part(caseId)}/notes`,
  body: { text },
})

export type Conclusion = 'benign' | 'campaign' | 'undecided'

export function ruling(campaignId: string, conclusion: Conclusion, reason: string): Deed {
  const subject = { subject_kind: 'campaign', subject_id: campaignId }
  const benign = { path: '/rulings/benign', body: { ...subject, reason } }
  const undecided = { ...subject, conclusion: 'undecided' }
  if (conclusion === 'benign') {
    return {
      ...benign,
      says: `Ruled that ${named(campaignId)} is innocent`,
      undo: {
        path: '/rulings/against',
        body: withReason(undecided),
        says: `Ruled that it is undecided again about ${named(campaignId)}`,
      },
    }
  }
  return {
    path: '/rulings/against',
    body: { ...subject, conclusion, reason },
    says:
      conclusion === 'campaign'
        ? `Ruled against ${named(campaignId)}`
        : `Ruled that ${named(campaignId)} is undecided`,
    // To rule that it is innocent is no undoing: it frees all of its line, takes shares back, and is a conclusion of its own.
  }
}

const ofPolicy = (policyId: string, deed: string) => `/policies/${part(policyId)}/${deed}`

export const approving = (policyId: string, digest: string, reason: string): Deed => ({
  says: `Approved the policy ${policyId}`,
  path: ofPolicy(policyId, 'approve'),
  body: { digest, reason },
  undo: {
    path: ofPolicy(policyId, 'withdraw'),
    body: withReason(),
    says: `Took back the approval of the policy ${policyId}`,
  },
})

export const withdrawing = (policyId: string, digest: string, reason: string): Deed => ({
  says: `Took back the approval of the policy ${policyId}`,
  path: ofPolicy(policyId, 'withdraw'),
  body: { reason },
  undo: {
    path: ofPolicy(policyId, 'approve'),
    body: withReason({ digest }),
    says: `Approved the policy ${policyId}`,
  },
})

export function turning(
  deed: 'lift' | 'restore',
  one: { readonly policy_id: string; readonly group: string },
  reason: string,
): Deed {
  const restriction = { policy_id: one.policy_id, group: one.group }
  const words = {
    lift: `Lifted what the policy ${one.policy_id} does to this`,
    restore: `Restored what the policy ${one.policy_id} does to this`,
  }
  const other = deed === 'lift' ? 'restore' : 'lift'
  return {
    says: words[deed],
    path: `/restrictions/${deed}`,
    body: { ...restriction, reason },
    undo: { path: `/restrictions/${other}`, body: withReason(restriction), says: words[other] },
  }
}

export const dropping = ({ proposal_id, deed }: ProposalTold, reason: string): Deed => ({
  says: `Dropped what was proposed (${deed.replaceAll('_', ' ')})`,
  path: `/proposals/${part(proposal_id)}/drop`,
  body: { reason },
})

/** Where the second person does the same: the path of the deed that was proposed, with its own reason. */
export function agreeing({ deed, input }: ProposalTold, reason: string): Deed | undefined {
  const { policy_id = '' } = input as { readonly policy_id?: string }
  const { policy_id: _, ...rest } = input
  const paths: Readonly<Record<string, readonly [path: string, body: object]>> = {
    approve_policy: [ofPolicy(`${policy_id}`, 'approve'), { ...rest, reason }],
    restore_restriction: ['/restrictions/restore', { ...input, reason }],
    rule_against: ['/rulings/against', { ...input, reason }],
    reset_kill_switch: ['/kill-switch/reset', { ...input, reason }],
    unprotect: ['/never-touch/unprotect', { ...input, reason }],
  }
  const found = paths[deed]
  if (found === undefined) return undefined
  const undo = undoOfAgreed(deed, input)
  return {
    says: `Agreed to what was proposed (${deed.replaceAll('_', ' ')})`,
    path: found[0],
    body: found[1],
    ...(undo === undefined ? {} : { undo }),
  }
}

function undoOfAgreed(deed: string, input: ProposalTold['input']): Undo | undefined {
  const { policy_id, group, kind, id } = input as Record<string, string>
  switch (deed) {
    case 'approve_policy':
      return {
        path: ofPolicy(policy_id ?? '', 'withdraw'),
        body: withReason(),
        says: `Took back the approval of the policy ${policy_id}`,
      }
    case 'restore_restriction':
      return {
        path: '/restrictions/lift',
        body: withReason({ policy_id, group }),
        says: 'Lifted it',
      }
    case 'reset_kill_switch':
      return { path: '/kill-switch/pull', body: withReason(), says: 'Pulled the kill switch' }
    case 'unprotect':
      return { path: '/never-touch/protect', body: withReason({ kind, id }), says: 'Protected it' }
    default:
      return undefined
  }
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Fault && codes.includes(error.code)

/** Opens a case where there is none, and takes it. Throws what was refused: `TAKEN` where somebody was first. */
export async function takeCampaign(campaignId: string): Promise<Done> {
  const caseId = await act('/cases', { campaign_id: campaignId })
    .then(({ id }) => id)
    .catch(async (error) => {
      // Somebody opened it before: theirs is taken, if nobody has it.
      if (!isCode(error, 'SO_ALREADY')) throw error
      const { case: open } = await ask<DeedsAnswer>('/campaigns/deeds', { campaign_id: campaignId })
      if (open === null) throw error
      return open.case_id
    })
  return doDeed(claiming(caseId, campaignId))
}

/**
 * Takes the next that nobody has. Two who ask at once never get the same: whose claim comes second is refused by the service,
 * and takes the one after. Resolves to the campaign, or undefined where none is left.
 */
export async function takeNext(): Promise<string | undefined> {
  const tried = new Set<string>()
  for (;;) {
    const { items } = await ask<QueueAnswer>('/queue')
    const next = items.find((one) => one.claimed_by === null && !tried.has(one.campaign_id))
    if (next === undefined) return undefined
    tried.add(next.campaign_id)
    try {
      if (next.case_id === null) await takeCampaign(next.campaign_id)
      else await doDeed(claiming(next.case_id, next.campaign_id))
      return next.campaign_id
    } catch (error) {
      if (!isCode(error, 'TAKEN', 'SO_ALREADY', 'NOT_THERE')) throw error
      await askAllAgain()
    }
  }
}
