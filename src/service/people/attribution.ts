import type { ItemProposed } from '../../domain/attribution.js'
import { digestOf } from '../../domain/judgement.js'
import { ROLES } from '../../domain/people.js'
import {
  type Assessment,
  contentDigest,
  judgementsInForce,
  matrixOf,
  type Signed,
  versionState,
} from '../../records/assessment.js'
import { lastFinishedRun } from '../../store/runs.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { ReadFrom, Reading } from './reading.js'

const items = sqlFile(import.meta.url, './attribution_item.sql', {
  run_id: 'UUID',
  campaign_id: 'String',
  rows_max: 'UInt32',
})
const evidenceKnown = sqlFile(import.meta.url, './evidence_known.sql', { ids: 'Array(String)' })
const ITEMS_MAX = 10_000

const iso = (ms: number): string => new Date(ms).toISOString()

export type AssessmentSummary = ReturnType<typeof summaryOf>
export type AssessmentTold = Awaited<ReturnType<typeof wholeOf>>

/** What runs propose, and what people made of it. */
export const ATTRIBUTION_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/attribution',
    summary:
      'What the last run proposes of whose a campaign is, and of whom its traffic serves: facts apart from inferences. It names nobody. Of one campaign also the judgements of people that are in force.',
    who: ROLES,
    query: { campaign_id: 'string' },
    read: async ({ ledger, reader, query, nowMs }: ReadFrom) => {
      const run = await lastFinishedRun(reader)
      const campaign_id = query.get('campaign_id') ?? ''
      const asked = { run_id: run?.run_id ?? '', campaign_id, rows_max: ITEMS_MAX }
      return {
        items: run === undefined ? [] : await reader.rows<ItemProposed>(items, asked),
        judgements: judgementsInForce(ledger.state(), campaign_id, nowMs).map(
          ({ judgement, digest, signature }) => ({ judgement, digest, signature }),
        ),
      }
    },
  },
  {
    path: '/assessments',
    summary: 'All assessments of whose a campaign is, with what was signed of each.',
    who: ROLES,
    read: ({ ledger, nowMs }: ReadFrom) => ({
      assessments: [...ledger.state().assessments.values()].map((one) => summaryOf(one, nowMs)),
    }),
  },
  {
    path: '/assessments/one',
    summary:
      'One assessment by its `assessment_id`: the matrix, what of it decides, the draft with the digest that is signed by, dissent, and every signed version.',
    who: ROLES,
    query: { assessment_id: 'string' },
    read: async ({ ledger, reader, query, nowMs }: ReadFrom) => {
      const one = ledger.state().assessments.get(query.get('assessment_id') ?? '')
      return { assessment: one === undefined ? null : await wholeOf(one, reader, nowMs) }
    },
  },
])

function summaryOf(one: Assessment, nowMs: number) {
  const { assessment_id, campaign_id, question, slice, opened_by, opened_ms, versions } = one
  const [first] = matrixOf(one).standings
  const last = versions.at(-1)
  return {
    ...{ assessment_id, campaign_id, question, slice, opened_by, opened_at: iso(opened_ms) },
    hypotheses: one.hypotheses.size,
    items: one.items.size,
    least_inconsistent: first?.hypothesis ?? null,
    is_drafted: one.draft !== null,
    versions: versions.length,
    state: last === undefined ? 'open' : versionState(one, last, nowMs),
    expires_at: last?.judgement.expires_at ?? null,
  }
}

async function wholeOf(one: Assessment, reader: Store, nowMs: number) {
  const { assessment_id, campaign_id, question, slice, opened_by, opened_ms, draft } = one
  const { standings, items: weighed, counted_twice, unrated } = matrixOf(one)
  const weighedOf = new Map(weighed.map((row) => [row.item, row]))
  const isKnown = await knownEvidence(one, reader)
  return {
    ...{ assessment_id, campaign_id, question, slice, opened_by, opened_at: iso(opened_ms) },
    hypotheses: standings.map((standing) => ({
      ...standing,
      ...one.hypotheses.get(standing.hypothesis),
    })),
    items: [...one.items].map(([item, said]) => ({
      ...{ item, ...said, ...weighedOf.get(item) },
      source_is_kept: said.source === null ? null : isKnown(said.source),
      ratings: Object.fromEntries(
        [...(one.ratings.get(item) ?? [])].map(([hypothesis, { rating }]) => [hypothesis, rating]),
      ),
    })),
    ...{ counted_twice, unrated, dissents: one.dissents },
    draft: draft === null ? null : { ...draft, digest: contentDigest(one) },
    versions: one.versions.map((version) => versionOf(one, version, nowMs)),
  }
}

const versionOf = (one: Assessment, version: Signed, nowMs: number) => ({
  ...version,
  state: versionState(one, version, nowMs),
  is_review_due: Date.parse(version.judgement.review_at) <= nowMs,
  // Not so where a text of it was erased since: whoever has the export has all of it.
  is_as_signed: digestOf(version.judgement) === version.digest,
})

/** Says of a source whether the store still has it; of a file nobody but its holder knows. */
async function knownEvidence({ items: all }: Assessment, reader: Store) {
  const ids = [...all.values()].flatMap(({ source }) =>
    source !== null && 'evidence_id' in source ? [source.evidence_id] : [],
  )
  const rows =
    ids.length === 0 ? [] : await reader.rows<{ evidence_id: string }>(evidenceKnown, { ids })
  const known = new Set(rows.map(({ evidence_id }) => evidence_id))
  return (source: object): boolean | null =>
    'evidence_id' in source ? known.has(`${source.evidence_id}`) : null
}
