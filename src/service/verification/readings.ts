import type { Assessment } from '../../domain/application.js'
import type { Role } from '../../domain/people.js'
import { type Enrolment, GRANTED, stateBefore } from '../../records/enrolment.js'
import { endsOf } from '../../records/enrolment-ends.js'
import { sqlFile } from '../../store/sql.js'
import { type ReadFrom, type Reading, whole } from '../people/reading.js'
import { sideBySide } from './alike.js'
import { qualityOf, type Stratum } from './quality.js'
import { queueOf } from './queue.js'

const STRATA = sqlFile(import.meta.url, './application_stratum.sql', {})
const QUEUE_MAX = 1000
const who: readonly Role[] = ['analyst', 'reviewer', 'auditor']

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

const told = (one: Enrolment) => {
  const { steps, since_ms, due_ms, opened_ms, campaigns, accepted, ...rest } = one
  return {
    ...rest,
    opened_at: iso(opened_ms),
    since: iso(since_ms),
    due_at: iso(due_ms),
    campaigns: [...campaigns],
    accepted: accepted.map(({ at_ms, ...proof }) => ({ ...proof, at: iso(at_ms) })),
    state_before: stateBefore(one) ?? null,
  }
}

/** Those that this reason speaks against. */
const isOfUse = (id: string) => (one: Enrolment) =>
  id === '' || one.use.some((reason) => reason.id === id && reason.weight_bits > 0)

const QUEUE_QUERY: NonNullable<Reading['query']> = {
  state: 'string',
  program: 'string',
  tier: 'string',
  use: 'string',
  account_id: 'string',
  application_id: 'string',
  due_before: 'string',
  after: 'integer',
  limit: 'integer',
}

export const ENROLMENT_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/enrolments',
    summary:
      'Applications with a state, whom a person has to look at first: appeals, who waits for a person, then by risk. Of one `state`, `program`, `tier`, `account_id` or `application_id`, where named; with `use`, those that a reason of that id had watched for what is done with it; `due_before` leaves those whose time ends by then; from the place `after`, at most `limit`.',
    who,
    query: QUEUE_QUERY,
    read: ({ ledger, query, nowMs, endsMs = nowMs }: ReadFrom) => {
      const dueMs = Date.parse(query.get('due_before') ?? '')
      const named = (['state', 'program', 'tier', 'account_id', 'application_id'] as const).flatMap(
        (key): readonly (readonly [typeof key, string])[] => {
          const wanted = query.get(key) ?? ''
          return wanted === '' ? [] : [[key, wanted]]
        },
      )
      const isOf = isOfUse(query.get('use') ?? '')
      const { all, states, page } = queueOf(ledger.state().enrolments.values(), {
        is: (one) =>
          named.every(([key, wanted]) => one[key] === wanted) &&
          isOf(one) &&
          (Number.isNaN(dueMs) || (one.due_ms !== null && one.due_ms <= dueMs)),
        after: whole(query.get('after'), 0, 2 ** 53),
        limit: whole(query.get('limit'), 100, QUEUE_MAX),
      })
      // What `confirm_ends` would let end, and by which clock.
      const ends = { held: endsOf(ledger.state(), endsMs).held.length, clock: iso(endsMs) }
      return { all, states, ends, enrolments: page.map(told) }
    },
  },
  {
    path: '/enrolments/one',
    summary:
      'One application by its `enrolment_id` or its `application_id`: its steps, what spoke for and against it, as it was assessed and by what is done with it (`use`), and others side by side that have something in common with it.',
    who,
    query: { enrolment_id: 'string', application_id: 'string' },
    read: async ({ ledger, reader, query }: ReadFrom) => {
      const { enrolments, enrolmentOf } = ledger.state()
      const asked = query.get('application_id') ?? ''
      const id = query.get('enrolment_id') || (enrolmentOf.get(asked) ?? '')
      const one = enrolments.get(id)
      const application_id = one?.application_id ?? asked
      if (application_id === '') return { enrolment: null, application: null, alike: [] }
      const found = await sideBySide(reader, application_id)
      const sides = found.map(({ assessment_json, ...row }) => ({
        ...row,
        state: enrolments.get(enrolmentOf.get(row.application_id) ?? '')?.state ?? null,
        assessment: JSON.parse(assessment_json || 'null') as Partial<Assessment> | null,
      }))
      const [application = null, ...alike] = sides
      return {
        enrolment:
          one === undefined
            ? null
            : {
                ...told(one),
                steps: one.steps.map(({ at_ms, ...step }) => ({ ...step, at: iso(at_ms) })),
              },
        application,
        alike,
      }
    },
  },
  {
    path: '/enrolments/preview',
    summary:
      'What a decision on several would do, by their `enrolment_ids` behind commas: how many of which state, programme and tier, how many of them are honest if risks are what they say, who would lose something that was granted, and whom nobody knows.',
    who,
    query: { enrolment_ids: 'string' },
    read: ({ ledger, query }: ReadFrom) => {
      const ids = [
        ...new Set((query.get('enrolment_ids') ?? '').split(',').filter((id) => id !== '')),
      ]
      const { enrolments } = ledger.state()
      const found = ids.flatMap((id) => enrolments.get(id) ?? [])
      const honest = found.reduce((sum, { risk }) => sum + 1 - (risk ?? 0) / 100, 0)
      return {
        enrolments: found.length,
        unknown: ids.filter((id) => !enrolments.has(id)),
        states: counted(found.map(({ state }) => state)),
        programs: counted(found.map(({ program }) => program)),
        tiers: counted(found.map(({ tier }) => tier)),
        granted_now: found.filter(({ state }) => GRANTED.includes(state)).length,
        appealed: found.filter(({ state }) => state === 'appealed').length,
        of_campaigns: found.filter(({ campaigns }) => campaigns.size > 0).length,
        honest_expected: Math.round(honest * 10) / 10,
      }
    },
  },
  {
    path: '/enrolments/quality',
    summary:
      'How well applications are decided, by programme and stratum, with how many honest people were turned away; and whether risks came true.',
    who: [...who, 'detection_engineer', 'admin'],
    read: async ({ ledger, reader, nowMs }: ReadFrom) => {
      const rows = await reader.rows<Stratum>(STRATA)
      return qualityOf(ledger.state(), new Map(rows.map((row) => [row.application_id, row])), nowMs)
    },
  },
])

const counted = (words: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
