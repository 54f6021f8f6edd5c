import type { Person, Role } from '../../domain/people.js'
import { ROLES } from '../../domain/people.js'
import { auditPage } from '../../records/audit.js'
import type { Ledger } from '../../records/ledger.js'
import { openRestrictions } from '../../records/restrictions.js'
import type { PolicyKnown } from '../../records/state.js'
import { displacementOf } from '../../store/displacement.js'
import { lastFinishedRun } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import { carriedNow } from '../decisions/carried-table.js'

export interface Reading {
  readonly path: string
  readonly summary: string
  readonly who: readonly Role[]
  readonly read: (from: ReadFrom) => unknown | Promise<unknown>
}

export interface ReadFrom {
  readonly ledger: Ledger
  readonly reader: Store
  readonly person: Person
  readonly people: readonly Person[]
  readonly policies: readonly PolicyKnown[]
  readonly query: URLSearchParams
}

const iso = (ms: number): string => new Date(ms).toISOString()
const whole = (text: string | null, otherwise: number, most: number): number => {
  const number = Number(text ?? otherwise)
  return Number.isInteger(number) && number >= 0 ? Math.min(number, most) : otherwise
}
const TRAIL: readonly Role[] = ['auditor', 'admin', 'reviewer']
const AUDIT_ROWS_MAX = 1000

export const READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/me',
    summary: 'Who the token says that you are.',
    who: ROLES,
    read: ({ person: { name, roles } }: ReadFrom) => ({ name, roles }),
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
    path: '/proposals',
    summary: 'What waits for a second person.',
    who: ROLES,
    read: ({ ledger }: ReadFrom) => ({
      proposals: [...ledger.state().proposals.values()].map(({ key: _, sha256: __, ...one }) => ({
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
  {
    path: '/audit',
    summary: 'Entries of the audit trail after the place `after`, at most `limit`.',
    who: TRAIL,
    read: async ({ reader, query }: ReadFrom) => {
      const limit = whole(query.get('limit'), 100, AUDIT_ROWS_MAX)
      return { entries: await auditPage(reader, whole(query.get('after'), 0, 2 ** 53), limit) }
    },
  },
])
