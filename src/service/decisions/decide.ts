/**
 * What should happen to this exchange? Answered from tables in memory: no I/O, no clock of its own, and no
 * memory that grows with traffic. It holds no threshold; what is in force was concluded elsewhere.
 */

import type { Limits } from '../../countermeasures/define.js'
import type { Asked } from './asked.js'
import { type Hasher, makeHasher } from './hasher.js'
import type { HashKey } from './siphash.js'
import { type DecisionLevel, KIND, LEVEL_DENY, LEVEL_OBSERVE, LEVELS } from './subject.js'
import { firstEntry, isSubject, type PolicyInForce, type Tables, toldAt } from './tables.js'
import { makeTemplateCounter } from './template.js'

export type { DecisionLevel } from './subject.js'

export interface Decision {
  readonly level: DecisionLevel
  readonly policy_id: string | null
  readonly reason_code: string | null
  readonly appeal: string | null
  /** Countermeasures to apply, by id, for whoever can; none above `observe` that is live has none. */
  readonly measures: readonly string[]
  readonly limits: Limits
  /** Who is touched together, and shares what the limits allow. For the operator only, as the reasons are. */
  readonly group: string
  /** For the operator's logs only, never sent to whoever is touched. */
  readonly reasons: readonly string[]
  readonly snapshot_age_ms: number | null
}

/** What stands above every decision, and what happens when there is none to go by. */
export interface Guards {
  readonly killSwitch: boolean
  readonly neverTouch: {
    readonly accounts: ReadonlySet<string>
    readonly organizations: ReadonlySet<string>
    readonly apiKeys: ReadonlySet<string>
  }
  /** A snapshot older than this counts as none for whoever fails closed. */
  readonly snapshotAgeMsMax: number
  readonly closedByDefault: boolean
  /** Tenants that differ from the default. */
  readonly closedByTenant: ReadonlyMap<string, boolean>
}

/** What else of the service asks for decisions. */
export interface Decisions {
  decide(asked: Asked): Decision
}

export interface DecideOptions {
  readonly key: HashKey
  readonly now: () => number
  readonly tables: () => Tables | null
  readonly guards: () => Guards
}

/** The reason code of a refusal that rests on no decision, only on there being none to go by. */
export const CLOSED_REASON_CODE = 'decisions_unavailable'

export function makeDecide(options: DecideOptions): (asked: Asked) => Decision {
  const hasher = makeHasher(options.key)
  const countTemplates = makeTemplateCounter()
  // The strongest entry found so far. Kept between calls and reset by each, so that none allocates.
  const found: Found = { entry: -1, level: 0, policy: 0 }

  return (asked) => {
    const nowMs = options.now()
    const tables = options.tables()
    const guards = options.guards()
    // A clock that was set back must not make a snapshot of the future look fresh for ever.
    const ageMs = tables === null ? null : Math.abs(nowMs - tables.createdAtMs)
    if (guards.killSwitch || tables?.killSwitch === true) return passed(ageMs)
    if (isNeverTouched(asked, guards.neverTouch)) return passed(ageMs)
    hasher.name(asked)
    const marks = tables === null ? 0 : marksOf(tables, hasher)
    if ((marks & NEVER) !== 0) return passed(ageMs)
    if (ageMs === null || ageMs > guards.snapshotAgeMsMax) {
      const isClosed = guards.closedByTenant.get(asked.tenant ?? '') ?? guards.closedByDefault
      if (isClosed) return { ...passed(ageMs), level: 'deny', reason_code: CLOSED_REASON_CODE }
    }
    if (tables === null) return passed(ageMs)

    found.entry = -1
    found.level = 0
    const namedCap = (marks & SPARED) === 0 ? LEVEL_DENY : LEVEL_OBSERVE
    const named: Scan = { tables, asked, nowMs, found, cap: namedCap }
    for (const [place, kind] of NAMED_KINDS.entries()) {
      if (hasher.isNamed(place))
        consider(named, kind, hasher.nameLow(place), hasher.nameHigh(place))
    }
    // Whom nobody can name is not touched for what many share: no list could spare him.
    const shared = asked.account_id === '' ? { ...named, cap: LEVEL_OBSERVE } : named
    considerShared(shared, hasher)
    if (asked.template !== undefined && tables.shingles.length > 0) {
      const templates = countTemplates(tables, asked.template)
      for (let place = 0; place < templates.found; place++) {
        consider(shared, KIND.template, templates.low(place), templates.high(place))
      }
    }
    return found.entry === -1 ? passed(ageMs) : told(tables, found, ageMs)
  }
}

interface Found {
  entry: number
  level: number
  policy: number
}

interface Scan {
  readonly tables: Tables
  readonly asked: Asked
  readonly nowMs: number
  readonly found: Found
  /** No level above this one, whatever a policy says. */
  readonly cap: number
}

const NEVER = 1
const SPARED = 2
// In the order in which the hasher holds the names of an exchange.
const NAMED_KINDS = [KIND.account, KIND.organization, KIND.api_key]
const NEVER_KINDS = [KIND.never_account, KIND.never_organization, KIND.never_api_key]
const SPARED_KINDS = [KIND.spared_account, KIND.spared_organization, KIND.spared_api_key]

/** Nothing is done. */
export const passed = (ageMs: number | null): Decision => ({
  level: 'pass',
  policy_id: null,
  reason_code: null,
  appeal: null,
  measures: NONE,
  limits: NO_LIMITS,
  group: '',
  reasons: NONE,
  snapshot_age_ms: ageMs,
})
const NONE: readonly string[] = Object.freeze([])
const NO_LIMITS: Limits = Object.freeze({})

function isNeverTouched(asked: Asked, never: Guards['neverTouch']): boolean {
  return (
    never.accounts.has(asked.account_id) ||
    (asked.organization_id !== undefined && never.organizations.has(asked.organization_id)) ||
    (asked.api_key_id !== undefined && never.apiKeys.has(asked.api_key_id))
  )
}

function marksOf(tables: Tables, hasher: Hasher): number {
  let marks = 0
  for (let place = 0; place < NAMED_KINDS.length; place++) {
    if (!hasher.isNamed(place)) continue
    const low = hasher.nameLow(place)
    const high = hasher.nameHigh(place)
    if (firstEntry(tables, NEVER_KINDS[place] ?? 0, low, high) >= 0) marks |= NEVER
    if (firstEntry(tables, SPARED_KINDS[place] ?? 0, low, high) >= 0) marks |= SPARED
  }
  return marks
}

/** What many may share: where it comes from, who pays, which client, which words. */
function considerShared(scan: Scan, hasher: Hasher): void {
  const { asked, tables } = scan
  for (const kind of SHARED_KINDS) {
    if ((tables.kindsPresent & (1 << kind)) === 0 || !hasher.share(kind, asked)) continue
    consider(scan, kind, hasher.low(), hasher.high())
  }
}

const SHARED_KINDS = [KIND.ip, KIND.network, KIND.payment, KIND.ja4, KIND.client, KIND.system]

/** Takes the strongest entry of a subject that is in force, if it beats what was found before. */
function consider(scan: Scan, kind: number, low: number, high: number): void {
  const { tables, nowMs, found, cap } = scan
  const first = firstEntry(tables, kind, low, high)
  if (first < 0) return
  for (let entry = first; entry < tables.entries; entry++) {
    if (!isSubject(tables.hashes, tables.kinds, entry, kind, low, high)) return
    if (nowMs < (tables.startMs[entry] ?? 0) || nowMs >= (tables.endMs[entry] ?? 0)) continue
    const place = tables.policyOf[entry] ?? 0
    const policy = tables.policies[place]
    if (policy === undefined || !isInScope(policy, scan.asked)) continue
    const level = Math.min(cap, LEVELS.indexOf(policy.level))
    const isStronger = level > found.level || (level === found.level && place < found.policy)
    if (level > 0 && (found.entry === -1 || isStronger)) {
      found.entry = entry
      found.level = level
      found.policy = place
    }
    // The entries of a subject stand strongest first.
    return
  }
}

const isInScope = ({ models, tenants }: PolicyInForce, asked: Asked): boolean =>
  (models.length === 0 || asked.is_model_unread === true || models.includes(asked.model ?? '')) &&
  (tenants.length === 0 || tenants.includes(asked.tenant ?? ''))

function told(tables: Tables, found: Found, ageMs: number | null): Decision {
  const policy = tables.policies[found.policy]
  return {
    level: LEVELS[found.level] ?? 'pass',
    policy_id: policy?.policy_id ?? null,
    reason_code: policy?.reason_code ?? null,
    appeal: policy?.appeal ?? null,
    // One that is spared, or that nobody can name, is observed whatever the policy.
    measures: found.level > LEVEL_OBSERVE ? (policy?.measures ?? NONE) : NONE,
    limits: policy?.limits ?? NO_LIMITS,
    ...toldAt(tables, tables.reasonsOf[found.entry] ?? 0),
    snapshot_age_ms: ageMs,
  }
}
