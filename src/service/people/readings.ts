import { ROLES, type Role } from '../../domain/people.js'
import { REQUEST_STEPS } from '../../records/account-request.js'
import { stepOf } from '../../records/account-requests.js'
import { auditPage } from '../../records/audit.js'
import { type OpenRestriction, openRestrictions } from '../../records/restrictions.js'
import { displacementOf } from '../../store/displacement.js'
import { partnerMet, partnersWeighed, refusedOf, sightingsFor } from '../../store/partners.js'
import { lastFinishedRun } from '../../store/runs.js'
import { CONSOLE_READINGS } from '../console/readings.js'
import { carriedNow } from '../decisions/carried-table.js'
import { isUnder, subjectsOfRestriction } from '../decisions/restricted.js'
import { SHARE_READINGS } from '../sharing/readings.js'
import { ENROLMENT_READINGS } from '../verification/readings.js'
import { ATTRIBUTION_READINGS } from './attribution.js'
import { type ReadFrom, type Reading, whole } from './reading.js'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))
const TRAIL: readonly Role[] = ['auditor', 'admin', 'reviewer']
const AUDIT_ROWS_MAX = 1000
const ACCOUNTS_MAX = 10_000

export const READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/me',
    summary: 'Who the token says that you are.',
    who: ROLES,
    read: ({ person: { name, roles }, isReadOnly }: ReadFrom) => ({
      name,
      roles,
      ...(isReadOnly === true ? { is_read_only: true } : {}),
    }),
  },
  {
    path: '/people',
    summary: 'Who may act, and which tokens act no more.',
    who: ['admin', 'auditor'],
    read: ({ people, ledger }: ReadFrom) => ({
      people: people.map((one) => ({ ...one, is_revoked: ledger.state().revoked.has(one.sha256) })),
    }),
  },
  {
    path: '/policies',
    summary:
      'The policies of the file, with the digest that an approval is of, and who approved them.',
    who: ROLES,
    read: ({ policies, ledger }: ReadFrom) => ({
      policies: policies.map((one) => ({
        ...one,
        approved_by: ledger.state().approvals.get(one.digest)?.people ?? [],
      })),
    }),
  },
  {
    path: '/restrictions',
    summary: 'What is done to whom at present.',
    who: ROLES,
    read: async ({ reader }: ReadFrom) => ({ restrictions: await openRestrictions(reader) }),
  },
  {
    path: '/restrictions/accounts',
    summary:
      'The accounts of one restriction, by its `restriction_id`, from the place `after`, at most `limit`; and how many of each kind of subject it is about.',
    who: ROLES,
    query: { restriction_id: 'string', after: 'integer', limit: 'integer' },
    read: async ({ reader, inForce, query }: ReadFrom) => {
      const id = query.get('restriction_id') ?? ''
      const found = (await openRestrictions(reader)).find((one) => one.restriction_id === id)
      if (found === undefined || id === '' || inForce === undefined) return { restriction: null }
      const { accounts, ...under } = subjectsOfRestriction(inForce, found)
      const after = whole(query.get('after'), 0, 2 ** 53)
      const limit = whole(query.get('limit'), 100, ACCOUNTS_MAX)
      const page = accounts.slice(after, after + limit)
      return { restriction: id, ...under, accounts_all: accounts.length, accounts: page }
    },
  },
  {
    path: '/restrictions/on',
    summary: 'The restrictions that an `account_id` is under by its own name.',
    who: ROLES,
    query: { account_id: 'string' },
    read: async ({ reader, inForce, query }: ReadFrom) => {
      const account = query.get('account_id') ?? ''
      const open = await openRestrictions(reader)
      const isOn = (one: OpenRestriction) => inForce !== undefined && isUnder(inForce, one, account)
      // Before anything was published, and over a store that is only read, nobody can tell.
      return { restrictions: open.filter(isOn), is_known: inForce !== undefined }
    },
  },
  {
    path: '/carried',
    summary:
      'What is done to a campaign, proposed for accounts that came after it: nothing is done to them by it.',
    who: ROLES,
    read: async ({ reader }: ReadFrom) => ({ carried: await carriedNow(reader) }),
  },
  {
    path: '/displacement',
    summary:
      'What was done to campaigns, and where their traffic went within 1, 7 and 30 days, as the last run counted it.',
    who: ROLES,
    read: async ({ reader, query }: ReadFrom) => {
      const run = await lastFinishedRun(reader)
      const campaign = query.get('campaign_id') ?? ''
      const found = run === undefined ? [] : await displacementOf(reader, run.run_id, campaign)
      return { displacement: found }
    },
  },
  {
    path: '/partners',
    summary:
      'What the word of each partner is worth in the last run: whether it is heard, campaigns of ours that it told operators of, and what it told that innocent customers carry.',
    who: ROLES,
    read: async ({ reader, ledger }: ReadFrom) => {
      const run = await lastFinishedRun(reader)
      const partners = run === undefined ? [] : await partnersWeighed(reader, run.run_id)
      return { partners, paused: [...ledger.state().paused].sort() }
    },
  },
  {
    path: '/partners/met',
    summary:
      'What a `partner_id` told as one campaign and operators of one of ours carry, in the last run: what to look at before vouching for it.',
    who: ROLES,
    query: { partner_id: 'string' },
    read: async ({ reader, query }: ReadFrom) => {
      const run = await lastFinishedRun(reader)
      const partner = query.get('partner_id') ?? ''
      return { met: run === undefined ? [] : await partnerMet(reader, run.run_id, partner) }
    },
  },
  {
    path: '/partners/refused',
    summary: 'What of the bundles of a `partner_id` was refused, by reason.',
    who: ROLES,
    query: { partner_id: 'string' },
    read: async ({ reader, query }: ReadFrom) => ({
      refused: await refusedOf(reader, query.get('partner_id') ?? ''),
    }),
  },
  {
    path: '/partners/sightings',
    summary: 'What a `partner_id` is to be told back: counts of operators, and no account.',
    who: ROLES,
    query: { partner_id: 'string' },
    read: async ({ reader, query }: ReadFrom) => {
      const run = await lastFinishedRun(reader)
      const partner = query.get('partner_id') ?? ''
      return {
        sightings: run === undefined ? [] : await sightingsFor(reader, run.run_id, partner),
      }
    },
  },
  {
    path: '/proposals',
    summary: 'What waits for a second person.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({
      proposals: ledger.proposals().map(({ key: _, sha256: __, ...one }) => ({
        ...one,
        at: iso(one.at_ms),
      })),
    }),
  },
  {
    path: '/rulings',
    summary: 'What people ruled.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({ rulings: [...ledger.state().rulings.values()] }),
  },
  {
    path: '/never-touch',
    summary: 'Whom people put on the list of those whom no decision touches.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({
      kill_switch: ledger.state().killSwitch,
      protected: [...ledger.state().protected.values()],
    }),
  },
  {
    path: '/account-requests',
    summary: 'What the account system was asked, and what it said that it did.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({
      requests: [...ledger.state().requests.values()].map(({ steps, ...one }) => ({
        ...one,
        state: stepOf({ ...one, steps }),
        ...Object.fromEntries(
          REQUEST_STEPS.map((step) => [step, steps[step] === undefined ? null : iso(steps[step])]),
        ),
      })),
    }),
  },
  {
    path: '/erasures',
    summary: 'Who is to be erased, and when it was done. Of whom everything went no name is left.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({
      erasures: [...ledger.state().erasures.values()].map(
        ({ opened_ms, cancelled_ms, begun_ms, done_ms, ...one }) => ({
          ...one,
          opened_at: iso(opened_ms),
          cancelled_at: isoOrNull(cancelled_ms),
          begun_at: isoOrNull(begun_ms),
          done_at: isoOrNull(done_ms),
        }),
      ),
    }),
  },
  {
    path: '/cases',
    summary: 'All cases.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({ cases: [...ledger.state().cases.values()] }),
  },
  {
    path: '/appeals',
    summary: 'All appeals.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({ appeals: [...ledger.state().appeals.values()] }),
  },
  ...CONSOLE_READINGS,
  ...ATTRIBUTION_READINGS,
  ...SHARE_READINGS,
  ...ENROLMENT_READINGS,
  {
    path: '/audit',
    summary: 'Entries of the audit trail after the place `after`, at most `limit`.',
    who: TRAIL,
    query: { after: 'integer', limit: 'integer' },
    read: async ({ reader, query }: ReadFrom) => {
      const limit = whole(query.get('limit'), 100, AUDIT_ROWS_MAX)
      return {
        entries: await auditPage(
          reader,
          whole(query.get('after'), 0, Number.MAX_SAFE_INTEGER),
          limit,
        ),
      }
    },
  },
])
