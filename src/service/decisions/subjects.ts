import type { Limits } from '../../countermeasures/define.js'
import { type ByPeople, isRuledByTwo, isUndone, NOBODY, rulingsByPeople } from './by-people.js'
import type { Conclusions, MemberRow, ReleaseRow, RulingRow } from './conclusions.js'
import { goingFree, groupOf, type LetGo, rulingOn } from './let-go.js'
import { NEVER_ENDS_MS, namedSubjects } from './named.js'
import { measuresOf, type Policy, type PolicyFile, type Scope } from './policy.js'
import type { HashKey } from './siphash.js'
import { keyedHash } from './sketch.js'
import type { ShingleRow, SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { LEVELS, type SubjectKind } from './subject.js'
import type { PolicyInForce } from './tables.js'

export interface SubjectsInput {
  readonly policy: PolicyFile
  readonly conclusions: Conclusions
  readonly key: HashKey
  readonly keyCheck: string
  readonly nowMs: number
  /** What people did besides; without it the policy alone counts. */
  readonly people?: ByPeople | undefined
  /** Whom they let go, under whatever name. */
  readonly letGo?: LetGo | undefined
}

/**
 * The rows of a snapshot: which subject is under which policy, from when to when. Pure.
 *
 * Whom a run calls victim or customer of a campaign, and whom a person ruled benign, is marked as spared: the
 * gate then goes no further than to observe, whatever policy matches by whichever subject.
 */
export function snapshotRows(given: SubjectsInput): SnapshotRows {
  const { policy, key, people = NOBODY, letGo = new Map(), nowMs } = given
  const ruled = rulingsByPeople(given.conclusions.rulings, people, nowMs)
  const seen = { people, key, conclusions: { ...given.conclusions, rulings: ruled } }
  const free = goingFree(seen, letGo)
  const rulings = [...ruled, ...free.rulings]
  const conclusions = { ...given.conclusions, rulings }
  const input = { ...given, conclusions }
  const spared = sparedAccounts(conclusions)
  const never = neverTouched(policy, conclusions)
  const operators = conclusions.members.filter(
    ({ role, account_id }) =>
      role === 'operator' && !spared.has(account_id) && !never.accounts.has(account_id),
  )
  const templates = shinglesOf(conclusions)
  return {
    createdAtMs: nowMs,
    keyCheck: input.keyCheck,
    runId: conclusions.runId,
    killSwitch: policy.kill_switch,
    policies: policy.policies.map((one) => policyInForce(one, input)),
    templateShinglesMin: policy.template_shingles_min,
    shingles: templates,
    subjects: [
      ...marks(key, 'never_account', never.accounts),
      ...marks(key, 'never_organization', policy.never_touch.organizations),
      ...marks(key, 'never_api_key', never.apiKeys),
      ...marks(key, 'spared_account', spared),
      ...marks(key, 'spared_api_key', apiKeysOf(conclusions, spared)),
      ...policy.policies.flatMap((one, place) =>
        [
          ...namedSubjects(key, one, place, modeReasons(one)),
          ...campaignSubjects(
            input,
            operators.filter(({ campaign_id }) => !free.isUndone(one.policy_id, campaign_id)),
            one,
            place,
          ),
          ...ruledSubjects(input, one, place),
        ].filter(({ group }) => !isUndone(one.policy_id, group, people)),
      ),
    ],
  }
}

const SCALE: readonly string[] = ['review', 'act']
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** As a snapshot tells it: a dry run goes no further than to observe. */
function policyInForce(policy: Policy, { conclusions, nowMs }: SubjectsInput): PolicyInForce {
  const { policy_id, reason_code, appeal, models, tenants } = policy
  const limits = withNewModels(policy.limits, conclusions.releases, nowMs)
  const isLive = policy.mode === 'live'
  const level = isLive ? policy.level : 'observe'
  const measures = isLive ? measuresOf({ ...policy, limits }) : []
  return { policy_id, level, reason_code, appeal, measures, limits, models, tenants }
}

/** Each release with the instants between which it counts, so that it begins and ends without another snapshot. */
function withNewModels(
  { new_model_days, ...limits }: Policy['limits'],
  releases: readonly ReleaseRow[],
  nowMs: number,
): Limits {
  if (new_model_days === undefined) return limits
  const new_models = releases
    .map(({ model, released_ms }) => ({ model, from_ms: Number(released_ms) }))
    .map((one) => ({ ...one, until_ms: one.from_ms + new_model_days * DAY_MS }))
    .filter(({ until_ms }) => until_ms > nowMs)
  // Where there is none the measure is none either, and nobody's requests are looked into for it.
  return new_models.length === 0 ? limits : { ...limits, new_model_days, new_models }
}

/** What a dry run would have done, for the operator to count. */
const modeReasons = ({ mode, level }: Policy): readonly string[] =>
  mode === 'live' || LEVELS.indexOf(level) <= 1 ? [] : [`dry run of ${level}`]

function sparedAccounts({ members, rulings }: Conclusions): ReadonlySet<string> {
  const others = members.filter(({ role }) => role !== 'operator')
  const benign = rulings.filter(
    ({ subject_kind, conclusion }) => subject_kind === 'account' && conclusion === 'benign',
  )
  return new Set([
    ...others.map(({ account_id }) => account_id),
    ...benign.map(({ subject_id }) => subject_id),
  ])
}

function neverTouched({ never_touch }: PolicyFile, { apiKeys, members }: Conclusions) {
  const organizations = new Set(never_touch.organizations)
  // Where a request names only its account or its key, whose it is must be known all the same.
  const accounts = new Set([
    ...never_touch.accounts,
    ...members.filter((one) => organizations.has(one.entity_id)).map((one) => one.account_id),
    ...apiKeys.filter((one) => organizations.has(one.organization)).map((one) => one.account_id),
  ])
  const keys = apiKeys.filter(({ account_id }) => accounts.has(account_id))
  return {
    accounts: accounts as ReadonlySet<string>,
    apiKeys: [...never_touch.api_keys, ...keys.map(({ api_key_id }) => api_key_id)],
  }
}

const apiKeysOf = ({ apiKeys }: Conclusions, accounts: ReadonlySet<string>): readonly string[] =>
  apiKeys.filter(({ account_id }) => accounts.has(account_id)).map(({ api_key_id }) => api_key_id)

/** How a row says which ruling it rests on. */
export const rulingReason = ({ ruling_id }: Pick<RulingRow, 'ruling_id'>): string =>
  `ruling ${ruling_id}`

export const marks = (
  key: HashKey,
  kind: SubjectKind,
  ids: Iterable<string>,
): readonly SubjectRow[] =>
  [...new Set(ids)].map((id) => ({
    kind,
    hash: keyedHash(key, id),
    policy: 0,
    startMs: 0,
    endMs: NEVER_ENDS_MS,
    group: '',
    reasons: [],
  }))

/** What a policy makes of the campaigns of the run. */
function campaignSubjects(
  input: SubjectsInput,
  operators: readonly MemberRow[],
  policy: Policy,
  place: number,
): readonly SubjectRow[] {
  const { conclusions, key } = input
  const rows: SubjectRow[] = []
  const rulings = conclusions.rulings.filter(countsFor(policy, input))
  for (const members of byCampaign(operators).values()) {
    const [first] = members
    const ruled = first === undefined ? undefined : rulingOn(rulings, first)
    if (first === undefined || !isMet(policy, first, ruled)) continue
    const { is_recognised } = first
    const isByRuling = policy.when?.ruling !== undefined && ruled !== undefined
    const startMs = isByRuling ? Number(ruled.ruled_ms) : conclusions.finishedMs
    const common = {
      policy: place,
      startMs,
      endMs: startMs + policy.expires_hours * HOUR_MS,
      group: groupOf(first),
      reasons: [
        `campaign ${first.campaign_id}${is_recognised ? ', recognised' : ''}: ${first.verdict} at ${first.confidence}`,
        ...(isByRuling ? [rulingReason(ruled)] : []),
        ...modeReasons(policy),
      ],
    }
    for (const scope of policy.scope) {
      if (is_recognised && scope !== 'account') continue
      const subjects = knownBy(scope, members, conclusions, key)
      for (const { kind, hash } of subjects) if (hash !== 0n) rows.push({ kind, hash, ...common })
    }
  }
  return rows
}

/** Members of one campaign who stand alike. */
function byCampaign(members: readonly MemberRow[]): ReadonlyMap<string, readonly MemberRow[]> {
  const groups = new Map<string, MemberRow[]>()
  for (const member of members) {
    const name = [member.campaign_id, member.verdict, member.is_recognised].join('\n')
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [member])
    else group.push(member)
  }
  return groups
}

/** One that frees always counts. */
const countsFor =
  (policy: Policy, { people = NOBODY }: SubjectsInput) =>
  (one: RulingRow) =>
    one.conclusion === 'benign' || isRuledByTwo(one, policy, people)

/** Whether a campaign is what a policy is for. What a person ruled benign is for none. */
function isMet({ when }: Policy, campaign: MemberRow, ruled: RulingRow | undefined): boolean {
  if (when === undefined || ruled?.conclusion === 'benign') return false
  if (when.ruling !== undefined && (campaign.is_recognised || ruled?.conclusion !== 'campaign')) {
    return false
  }
  if (when.needs !== undefined && when.needs !== campaign.needs) return false
  const { verdict } = when
  return (
    campaign.confidence >= when.confidence_min &&
    (verdict === undefined || SCALE.indexOf(campaign.verdict) >= SCALE.indexOf(verdict))
  )
}

interface Known {
  readonly kind: SubjectKind
  readonly hash: bigint
}

/** The subjects by which the operators of one campaign are known again. */
function knownBy(
  scope: Scope,
  members: readonly MemberRow[],
  conclusions: Conclusions,
  key: HashKey,
): readonly Known[] {
  const campaignId = members[0]?.campaign_id
  const accounts = new Set(members.map(({ account_id }) => account_id))
  const ofCampaign = <Row extends { campaign_id: string }>(rows: readonly Row[]) =>
    rows.filter(({ campaign_id }) => campaign_id === campaignId)
  const hashed = (kind: SubjectKind, ids: Iterable<string>) =>
    [...new Set(ids)].map((id) => ({ kind, hash: keyedHash(key, id) }))
  const given = (kind: SubjectKind, hashes: Iterable<string>) =>
    [...new Set(hashes)].map((hash) => ({ kind, hash: BigInt(hash) }))
  if (scope === 'account') return hashed('account', accounts)
  if (scope === 'api_key') return hashed('api_key', apiKeysOf(conclusions, accounts))
  if (scope === 'payment') {
    return given(
      'payment',
      members.map(({ payment_hash }) => payment_hash),
    )
  }
  if (scope === 'system') {
    return given(
      'system',
      ofCampaign(conclusions.systems).map(({ system_hash }) => system_hash),
    )
  }
  return given(
    'template',
    ofCampaign(conclusions.templates).map(({ family_id }) => family_id),
  )
}

/** Shingles as requests carry them: with the part of the text, as `exchange_template` compares them. */
function shinglesOf({ templates }: Conclusions): readonly ShingleRow[] {
  const rows = templates.map(({ shingle, part, family_id }) => ({
    shingle: BigInt(shingle) ^ BigInt(part),
    template: BigInt(family_id),
  }))
  // Two campaigns may share a template; its shingles count once.
  return [...new Map(rows.map((row) => [`${row.shingle} ${row.template}`, row])).values()]
}

/** Accounts that a person ruled to be part of a campaign, whatever the run says of them. */
function ruledSubjects(input: SubjectsInput, policy: Policy, place: number): readonly SubjectRow[] {
  const { conclusions, key } = input
  // A policy that asks for a verdict besides is met by campaigns alone.
  if (policy.when?.ruling === undefined || policy.when.verdict !== undefined) return []
  return conclusions.rulings
    .filter((one) => one.subject_kind === 'account' && one.conclusion === 'campaign')
    .filter(countsFor(policy, input))
    .map((one) => ({
      kind: 'account',
      hash: keyedHash(key, one.subject_id),
      policy: place,
      startMs: Number(one.ruled_ms),
      endMs: Number(one.ruled_ms) + policy.expires_hours * HOUR_MS,
      group: rulingReason(one),
      reasons: [rulingReason(one), ...modeReasons(policy)],
    }))
}
