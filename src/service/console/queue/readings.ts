import { ROLES } from '../../../domain/people.js'
import { openRestrictions } from '../../../records/restrictions.js'
import { type Case, rulingOn, type SignedRuling } from '../../../records/state.js'
import { lastFinishedRun } from '../../../store/runs.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import type { CampaignRow } from '../campaigns/api.js'
import { campaignRows } from '../campaigns/readings.js'
import { runTold } from '../told.js'
import type { CaseTold, DeedsAnswer, ProposalTold, QueueAnswer, QueueItem } from './api.js'
import { RADIUS_READING } from './radius.js'

const ITEMS_MAX = 500
const NOTES_MAX = 100
const CASES_BEFORE_MAX = 20

/** What the console asks of what people do about campaigns. */
export const QUEUE_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/queue',
    summary:
      'Campaigns of the last run of which no case was closed, and open cases, with who has which: what warrants a countermeasure first.',
    who: ROLES,
    read: queue,
  },
  {
    path: '/campaigns/deeds',
    summary:
      'What people did about a campaign by its `campaign_id`: its case, the ruling that counts, proposals, and what is done to it at present.',
    who: ROLES,
    query: { campaign_id: 'string' },
    read: deeds,
  },
  RADIUS_READING,
])

async function queue({ reader, ledger }: ReadFrom): Promise<QueueAnswer> {
  const run = await lastFinishedRun(reader)
  const campaigns = await campaignRows(reader, run)
  const cases = [...ledger.state().cases.values()]
  const items = queueItems(campaigns, cases)
  return {
    run: runTold(run),
    items: items.slice(0, ITEMS_MAX),
    all: items.length,
    free: items.filter(({ claimed_by }) => claimed_by === null).length,
  }
}

/** Pure. A campaign whose case was closed waits no more, unless somebody opened another. */
export function queueItems(
  campaigns: readonly CampaignRow[],
  cases: readonly Case[],
): readonly QueueItem[] {
  const open = new Map(
    cases.flatMap((one) => (one.closed === null ? [[one.campaign_id, one] as const] : [])),
  )
  const known = new Set(cases.map(({ campaign_id }) => campaign_id))
  const listed = new Set(campaigns.map(({ campaign_id }) => campaign_id))
  const waiting = campaigns.filter(
    ({ campaign_id }) => open.has(campaign_id) || !known.has(campaign_id),
  )
  const gone = [...open.keys()].filter((id) => !listed.has(id))
  return [
    ...[...waiting].sort(graver).map((one) => itemOf(one.campaign_id, one, open)),
    ...gone.map((id) => itemOf(id, null, open)),
  ]
}

const itemOf = (
  campaign_id: string,
  campaign: CampaignRow | null,
  open: ReadonlyMap<string, Case>,
): QueueItem => {
  const own = open.get(campaign_id)
  return {
    campaign_id,
    campaign,
    case_id: own?.case_id ?? null,
    claimed_by: own?.claimed_by ?? null,
    opened_at: own === undefined ? null : iso(own.opened_ms),
    notes: own?.notes.length ?? 0,
  }
}

const graver = (a: CampaignRow, b: CampaignRow): number =>
  Number(b.verdict === 'act') - Number(a.verdict === 'act') ||
  b.exchanges_extracting - a.exchanges_extracting ||
  (a.campaign_id < b.campaign_id ? -1 : 1)

async function deeds({ reader, ledger, query, nowMs }: ReadFrom): Promise<DeedsAnswer> {
  const campaign_id = query.get('campaign_id') ?? ''
  const state = ledger.state()
  const cases = [...state.cases.values()].filter((one) => one.campaign_id === campaign_id)
  const open = cases.find(({ closed }) => closed === null)
  const ruling = rulingOn(state, { subject_kind: 'campaign', subject_id: campaign_id }, nowMs)
  const group = `campaign ${campaign_id}`
  const isOf = (input: Readonly<Record<string, unknown>>) =>
    input.group === group || (input.subject_kind === 'campaign' && input.subject_id === campaign_id)
  return {
    campaign_id,
    case: open === undefined ? null : caseTold(open),
    cases_before: cases
      .filter(({ closed }) => closed !== null)
      .reverse()
      .slice(0, CASES_BEFORE_MAX)
      .map(caseTold),
    ruling: ruling === undefined ? null : rulingTold(ruling),
    proposals: ledger
      .proposals()
      .map(
        ({ proposal_id, deed, by, at_ms, reason, input }): ProposalTold => ({
          ...{ proposal_id, deed, by, at: iso(at_ms), reason },
          input: (input ?? {}) as ProposalTold['input'],
        }),
      )
      .filter(({ deed, input }) => deed === 'approve_policy' || isOf(input)),
    restrictions: (await openRestrictions(reader))
      .filter((one) => one.group === group)
      .map(({ policy_id, level, subjects, from_ms, until_ms }) => ({
        ...{ policy_id, group, level, subjects, from: iso(from_ms), until: iso(until_ms) },
      })),
    lifted: [...state.lifted].flatMap((name) => {
      const [policy, ...of] = name.split('\n')
      return of.join('\n') === group && policy !== undefined ? [policy] : []
    }),
  }
}

const caseTold = ({ case_id, opened_ms, claimed_by, closed, notes }: Case): CaseTold => ({
  ...{ case_id, opened_at: iso(opened_ms), claimed_by, closed },
  notes: notes.slice(-NOTES_MAX).map(({ by, at_ms, text }) => ({ by, at: iso(at_ms), text })),
  notes_all: notes.length,
})

const rulingTold = ({ ruling_id, conclusion, people, reason, ruled_ms }: SignedRuling) => ({
  ...{ ruling_id, conclusion, people, reason, ruled_at: iso(ruled_ms) },
})

/** What never ends lies further ahead than a calendar writes. */
const iso = (ms: number): string => new Date(Math.min(ms, LATEST_MS)).toISOString()
const LATEST_MS = Date.UTC(9999, 11, 31)
