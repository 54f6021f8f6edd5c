import { ROLES } from '../../../domain/people.js'
import { nameOf, type Restriction } from '../../../records/restrictions.js'
import type { SignedRuling } from '../../../records/state.js'
import { type FinishedRun, lastFinishedRun } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import type { Store } from '../../../store/store.js'
import { type BlastRadius, blastRadius } from '../../decisions/blast-radius.js'
import { type ByPeople, policyByPeople } from '../../decisions/by-people.js'
import type { InForceNow } from '../../decisions/restricted.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import { rfc3339 } from '../told.js'
import type { PolicyRadius, RadiusAnswer } from './api.js'

const DAYS = 30
const DAY_MS = 86_400_000
const NAMED_MAX = 100
const VERIFIED = sqlFile(import.meta.url, './account_verified.sql', { accounts: 'Array(String)' })

/**
 * A policy by its `policy_id` is measured as if it were approved and live; with a `campaign_id` beside it, what it would do
 * to that campaign, lifted or not; a campaign alone, what the policies that are live would do once two people ruled against it.
 */
export const RADIUS_READING: Reading = {
  path: '/blast-radius',
  summary:
    'Whom it would touch to approve a policy (`policy_id`), to restore what it does to a campaign (both), or to rule against a campaign (`campaign_id`).',
  who: ROLES,
  query: { policy_id: 'string', campaign_id: 'string' },
  read: radius,
}

async function radius(from: ReadFrom): Promise<RadiusAnswer> {
  const { reader, ledger, inForce, nowMs } = from
  const policyId = from.query.get('policy_id') ?? ''
  const campaign = from.query.get('campaign_id') ?? ''
  const state = ledger.state()
  const run = await lastFinishedRun(reader)
  const nothing = { policies: null, days: DAYS, is_partial: false, protected: [] }
  if (inForce === undefined || run === undefined) return nothing
  const people = supposing({ ...inForce.people, state }, { policyId, campaign, nowMs })
  const found = await blastRadius(reader, {
    ...{ hashSecret: inForce.hashSecret, nowMs, people, namedMax: NAMED_MAX },
    policy: { ...inForce.policy, policies: asked(inForce, people, policyId) },
    days: daysBack(run, nowMs),
    group: campaign === '' ? undefined : `campaign ${campaign}`,
  })
  if (found === null) return nothing
  return {
    policies: await Promise.all(found.policies.map((one) => policyRadius(reader, one))),
    days: DAYS,
    is_partial: found.is_partial,
    protected: protectedOf(inForce, people, campaign),
  }
}

/** Operators whom a list of the file or of people keeps from being touched: of one campaign, or of any. */
function protectedOf(
  { policy, conclusions }: InForceNow,
  people: ByPeople,
  campaign: string,
): readonly string[] {
  const { never_touch } = policyByPeople(policy, people)
  const accounts = new Set(never_touch.accounts)
  const organizations = new Set(never_touch.organizations)
  const spared = conclusions.members.filter(
    ({ campaign_id, role, account_id, entity_id }) =>
      (campaign === '' || campaign_id === campaign) &&
      role === 'operator' &&
      (accounts.has(account_id) || organizations.has(entity_id)),
  )
  return [...new Set(spared.map(({ account_id }) => account_id))].sort().slice(0, NAMED_MAX)
}

/** What people did, and what is asked about as if they had done it. */
function supposing(
  people: ByPeople,
  { policyId, campaign, nowMs }: { policyId: string; campaign: string; nowMs: number },
): ByPeople {
  if (campaign === '') return people
  const { lifted, rulings } = people.state
  if (policyId !== '') {
    const name = nameOf({ policy_id: policyId, group: `campaign ${campaign}` } as Restriction)
    const others = new Set([...lifted].filter((one) => one !== name))
    return { ...people, state: { ...people.state, lifted: others } }
  }
  const ruling: SignedRuling = {
    ...{ ruling_id: 'supposed', ruled_ms: nowMs, expires_ms: null, reason: '' },
    ...{ subject_kind: 'campaign', subject_id: campaign, conclusion: 'campaign' },
    people: ['one', 'another'],
  }
  return {
    ...people,
    state: { ...people.state, rulings: new Map([...rulings, [ruling.ruling_id, ruling]]) },
  }
}

function asked({ policy }: InForceNow, people: ByPeople, policyId: string) {
  if (policyId !== '') return policy.policies.filter((one) => one.policy_id === policyId)
  const live = policyByPeople(policy, people).policies.filter(({ mode }) => mode === 'live')
  const ids = new Set(live.map(({ policy_id }) => policy_id))
  return policy.policies.filter(({ policy_id }) => ids.has(policy_id))
}

/** Logs that end long ago are measured by their last days. */
const daysBack = ({ window_to }: FinishedRun, nowMs: number): number =>
  DAYS + Math.max(0, Math.ceil((nowMs - Date.parse(rfc3339(window_to))) / DAY_MS))

async function policyRadius(
  reader: Store,
  { policy_id, level, touched }: BlastRadius,
): Promise<PolicyRadius> {
  const accounts = touched.flatMap(({ most }) => most)
  const rows = await reader.rows<{ account_id: string }>(VERIFIED, { accounts })
  const verified = new Set(rows.map(({ account_id }) => account_id))
  return {
    ...{ policy_id, level },
    accounts: touched.reduce((sum, one) => sum + one.accounts, 0),
    exchanges: touched.reduce((sum, one) => sum + one.exchanges, 0),
    by_standing: touched.map(({ standing, accounts: count, exchanges }) => ({
      ...{ standing, accounts: count, exchanges },
    })),
    named: touched.flatMap(({ standing, most }) =>
      most.map((account_id) => ({
        ...{ account_id, standing },
        is_verified: verified.has(account_id),
      })),
    ),
  }
}
