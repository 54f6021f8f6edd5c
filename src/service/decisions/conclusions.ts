import { lastFinishedRun } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import type { PolicyFile } from './policy.js'
import { QUERIES } from './queries.js'

export interface MemberRow {
  readonly campaign_id: string
  readonly cluster_id: string
  readonly verdict: string
  readonly confidence: number
  /** How many people must agree, as `respond` proposes; '' where it proposes nothing. */
  readonly needs: string
  readonly account_id: string
  /** Its organisation, or the account itself. */
  readonly entity_id: string
  readonly role: string
  readonly payment_hash: string
  /** A newcomer that looks like the campaign: known by its account alone, and under no ruling but one that frees. */
  readonly is_recognised: boolean
}

export interface TemplateRow {
  readonly campaign_id: string
  readonly family_id: string
  readonly part: number
  readonly shingle: string
}

export interface SystemRow {
  readonly campaign_id: string
  readonly system_hash: string
}

export interface SucceedsRow {
  readonly campaign_id: string
  /** Campaigns of earlier runs that it continues. */
  readonly succeeds: readonly string[]
}

export interface ApiKeyRow {
  readonly account_id: string
  readonly organization: string
  readonly api_key_id: string
}

export interface RulingRow {
  readonly subject_kind: string
  readonly subject_id: string
  readonly conclusion: string
  readonly ruling_id: string
  readonly ruled_ms: string
}

/** When a model became available, as somebody told. */
export interface ReleaseRow {
  readonly model: string
  readonly released_ms: string
}

/** What was concluded: by the last finished run, and by people. 64-bit integers are texts, as the store has them. */
export interface Conclusions {
  readonly runId: string | null
  readonly finishedMs: number
  readonly members: readonly MemberRow[]
  readonly templates: readonly TemplateRow[]
  readonly succeeds: readonly SucceedsRow[]
  readonly systems: readonly SystemRow[]
  readonly apiKeys: readonly ApiKeyRow[]
  readonly rulings: readonly RulingRow[]
  /** The newest that may still be new under some policy, or lie ahead. */
  readonly releases: readonly ReleaseRow[]
}

export const NO_CONCLUSIONS: Conclusions = Object.freeze({
  runId: null,
  finishedMs: 0,
  members: [],
  templates: [],
  succeeds: [],
  systems: [],
  apiKeys: [],
  rulings: [],
  releases: [],
})

// Even odds and no more, as for whoever is to be looked at.
const RECOGNISED_CONFIDENCE = 50
// Of one account. Whoever has more is known by its account.
export const KEYS_MAX = 1000
// What fewer members send may be one member's own life; a victim's customers would be known by it.
const TEMPLATE_ACCOUNTS_MIN = 5
// Each stands in the snapshot once for each policy that asks for it. A provider releases some dozens a year.
const RELEASES_MAX = 200
const DAY_MS = 86_400_000

/**
 * Reads them while nothing that they rest on is being made anew: who belongs to an organisation that nobody may touch,
 * and which system prompts nobody outside sends, is not known half way. Then they are those read last, with the
 * rulings of now; nothing where none were read yet.
 */
export async function settledConclusions(
  store: Store,
  options: { readonly policy: PolicyFile; readonly nowMs: number },
  before: Conclusions | undefined,
): Promise<Conclusions | undefined> {
  if (await isSettled(store)) {
    const read = await readConclusions(store, options)
    if (await isSettled(store)) return read
  }
  if (before === undefined) return undefined
  return { ...before, ...(await readTold(store, options)) }
}

/** Whether nothing that conclusions rest on is being made anew. */
export async function isSettled(store: Store): Promise<boolean> {
  const [last] = await store.rows<{ is_finished: boolean }>(QUERIES.derivation)
  return last === undefined || last.is_finished
}

/** What people and records say, whatever a run makes of it. */
async function readTold(
  store: Store,
  { policy, nowMs }: { readonly policy: PolicyFile; readonly nowMs: number },
): Promise<Pick<Conclusions, 'rulings' | 'releases'>> {
  const now_ms = Math.trunc(nowMs)
  const days = Math.max(0, ...policy.policies.map(({ limits }) => limits.new_model_days ?? 0))
  const newest = { from_ms: now_ms - days * DAY_MS, releases_max: RELEASES_MAX }
  return {
    rulings: await store.rows<RulingRow>(QUERIES.rulings, { now_ms }),
    releases: days === 0 ? [] : await store.rows<ReleaseRow>(QUERIES.releases, newest),
  }
}

/** Reads them from the store, as far as they are there. Before the first run has finished there are only rulings. */
export async function readConclusions(
  store: Store,
  options: { readonly policy: PolicyFile; readonly nowMs: number },
): Promise<Conclusions> {
  const { policy, nowMs } = options
  const told = await readTold(store, { policy, nowMs })
  const run = await lastFinishedRun(store)
  if (run === undefined) return { ...NO_CONCLUSIONS, ...told }
  const params = {
    run_id: run.run_id,
    weight_millibits_min: Math.round(policy.template_weight_bits_min * 1000),
    accounts_min: TEMPLATE_ACCOUNTS_MIN,
    never_accounts: policy.never_touch.accounts,
    never_organizations: policy.never_touch.organizations,
    keys_max: KEYS_MAX,
    recognised_confidence: RECOGNISED_CONFIDENCE,
  }
  return {
    runId: run.run_id,
    finishedMs: Date.parse(`${run.finished.replace(' ', 'T')}Z`),
    ...told,
    members: await store.rows<MemberRow>(QUERIES.members, params),
    templates: await store.rows<TemplateRow>(QUERIES.templates, params),
    succeeds: await store.rows<SucceedsRow>(QUERIES.succeeds, params),
    systems: await store.rows<SystemRow>(QUERIES.systems, params),
    apiKeys: await store.rows<ApiKeyRow>(QUERIES.apiKeys, params),
  }
}
