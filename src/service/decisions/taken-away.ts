import { isDeepStrictEqual } from 'node:util'
import type { SignedRuling } from '../../records/state.js'
import { type ByPeople, isUndone, rulingsByPeople } from './by-people.js'
import type { RulingRow } from './conclusions.js'
import { exemptionOf } from './exemption.js'
import { benignCause, groupOf, type LetGo, liftCause, rulingOn } from './let-go.js'
import { namedSubjects } from './named.js'
import { measuresOf, type Policy, type PolicyFile } from './policy.js'
import type { HashKey } from './siphash.js'
import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'
import { marks, rulingReason } from './subjects.js'
import type { PolicyInForce } from './tables.js'

// Who is in force can be made anew only by whoever knows all that it rests on. Who is let go can be told from what is in force
// alone: so a person's word does not wait for a derivation that lasts for hours, or fails each time.

export interface TakingAway {
  /** What is in force. */
  readonly rows: SnapshotRows
  /** As people let it be; undefined where the file could not be read, which lets nobody go. */
  readonly policy: PolicyFile | undefined
  readonly people: ByPeople
  readonly told: ToldOfStore
  readonly key: HashKey
  readonly nowMs: number
}

/** What the store says, whatever is being made anew. */
export interface ToldOfStore {
  /** Those in force; undefined where they could not be read: then those that people signed count alone. */
  readonly rulings: readonly RulingRow[] | undefined
  /** The cluster of each campaign, as far as it is known. */
  readonly clusters: ReadonlyMap<string, string>
  /** Of {@link whomToKnow}, as far as it is known. */
  readonly keys: readonly KeyRow[]
}

export interface KeyRow {
  readonly account_id: string
  readonly organization_id: string
  /** '' where the account was seen without. */
  readonly api_key_id: string
}

/**
 * What is in force, without whomever people let go, or whose policy is no longer what it was. Nobody is in it who was not, nor in
 * another way. Whose time is over stays in it: the gate goes by its clock, which may be set back. That a policy asks for more
 * confidence than before is not seen. Pure.
 */
export function takenAway(input: TakingAway): SnapshotRows {
  const { rows, policy, people, nowMs } = input
  const { isMark } = exemptionOf(rows)
  const isWanted = rows.policies.map((one, place) => wantedOf(one, place, input))
  const isOverruled = overruling(input)
  const causeOf = freeing(input)
  const isKept = (row: SubjectRow): boolean =>
    isMark(row) ||
    (isWanted[row.policy]?.(row) === true && causeOf(row) === undefined && !isOverruled(row))
  const killSwitch = rows.killSwitch || people.state.killSwitch || policy?.kill_switch === true
  const kept = rows.subjects.filter(isKept)
  const there = new Set(kept.filter(isMark).map(nameOf))
  const added = letGoMarks(input).filter((row) => !there.has(nameOf(row)))
  const left = { ...rows, createdAtMs: nowMs, killSwitch, subjects: [...added, ...kept] }
  return { ...left, subjects: withoutEmptied(rows, left) }
}

/** What many share goes with the last account that a group was known by: else a card would stay of which nobody is left. */
function withoutEmptied(before: SnapshotRows, left: SnapshotRows): readonly SubjectRow[] {
  const { isMark, isExempt } = exemptionOf(left)
  const accounts = (rows: readonly SubjectRow[]) =>
    new Set(rows.filter(({ kind }) => kind === 'account').map(groupName))
  const had = accounts(before.subjects)
  const has = accounts(left.subjects.filter((row) => !isExempt(row)))
  const isEmptied = (row: SubjectRow) => had.has(groupName(row)) && !has.has(groupName(row))
  return left.subjects.filter((row) => isMark(row) || row.kind === 'account' || !isEmptied(row))
}

const groupName = ({ policy, group }: SubjectRow): string => `${policy}\n${group}`

const nameOf = ({ kind, hash }: Pick<SubjectRow, 'kind' | 'hash'>): string => `${kind}\n${hash}`

/** Which accounts are let go as a group, by cause: a later run may find them under another name. Pure. */
export function lettingGoIn(input: TakingAway): LetGo {
  const causeOf = freeing(input)
  const found = new Map<string, Set<bigint>>()
  for (const row of input.rows.subjects) {
    if (row.kind !== 'account') continue
    const cause = causeOf(row)
    if (cause !== undefined) found.set(cause, (found.get(cause) ?? new Set()).add(row.hash))
  }
  return found
}

/** Of whom the store must be asked what they are known by besides. Pure. */
export function whomToKnow(input: Pick<TakingAway, 'policy' | 'people' | 'nowMs'> & Rulings) {
  const { accounts, organizations } = neverTouched(input)
  return { accounts: [...accounts, ...benignAccounts(input)], organizations }
}

interface Rulings {
  readonly told: Pick<ToldOfStore, 'rulings'>
}
type Ruling = Pick<SignedRuling, 'conclusion' | 'subject_kind' | 'subject_id' | 'ruling_id'>

const rulingsNow = ({ told, people, nowMs }: Pick<TakingAway, 'people' | 'nowMs'> & Rulings) =>
  rulingsByPeople(told.rulings ?? [], people, nowMs)

const benignAccounts = (input: Pick<TakingAway, 'people' | 'nowMs'> & Rulings) =>
  rulingsNow(input)
    .filter((one) => one.subject_kind === 'account' && one.conclusion === 'benign')
    .map(({ subject_id }) => subject_id)

function neverTouched({ policy, people }: Pick<TakingAway, 'policy' | 'people'>) {
  const signed = [...people.state.protected.values()]
  const of = (kind: string, listed: readonly string[] = []) => [
    ...listed,
    ...signed.filter((one) => one.kind === kind).map(({ id }) => id),
  ]
  const listed = policy?.never_touch
  return {
    accounts: of('account', listed?.accounts),
    organizations: of('organization', listed?.organizations),
    api_keys: of('api_key', listed?.api_keys),
  }
}

/** Marks of whom nobody may touch, and of whom a person ruled benign: by each name that a request may have. */
function letGoMarks(input: TakingAway): readonly SubjectRow[] {
  const { key, told } = input
  const never = neverTouched(input)
  const organizations = new Set(never.organizations)
  const ofCompany = told.keys.filter((one) => organizations.has(one.organization_id))
  const accounts = new Set([...never.accounts, ...ofCompany.map(({ account_id }) => account_id)])
  const benign = new Set(benignAccounts(input))
  const keysOf = (whose: ReadonlySet<string>) =>
    told.keys
      .filter(({ account_id, api_key_id }) => whose.has(account_id) && api_key_id !== '')
      .map(({ api_key_id }) => api_key_id)
  return [
    ...marks(key, 'never_account', accounts),
    ...marks(key, 'never_organization', organizations),
    ...marks(key, 'never_api_key', [...never.api_keys, ...keysOf(accounts)]),
    ...marks(key, 'spared_account', benign),
    ...marks(key, 'spared_api_key', keysOf(benign)),
  ]
}

/** By what a person lets a row's group go. */
function freeing(input: TakingAway): (row: SubjectRow) => string | undefined {
  const { rows, people, told } = input
  const rulings = rulingsNow(input)
  return ({ group, policy }) => {
    const name = { policyId: rows.policies[policy]?.policy_id ?? '', group }
    if (isUndone(name.policyId, group, people)) return liftCause(`${name.policyId}\n${group}`)
    const campaign_id = campaignOf(group)
    if (campaign_id === undefined) return undefined
    const cluster_id = told.clusters.get(campaign_id) ?? ''
    const ruling = rulingOn(rulings, { campaign_id, cluster_id })
    return ruling?.conclusion === 'benign' ? benignCause(ruling.ruling_id) : undefined
  }
}

const CAMPAIGN = groupOf({ campaign_id: '' })
const campaignOf = (group: string): string | undefined =>
  group.startsWith(CAMPAIGN) ? group.slice(CAMPAIGN.length) : undefined

/** Whether a row rests on a ruling that counts no more: another was made since, or it has run out. */
function overruling(input: TakingAway): (row: SubjectRow) => boolean {
  const { told, people } = input
  const counting = new Set(rulingsNow(input).map(rulingReason))
  const signed = new Set([...people.state.rulings.values()].map((one: Ruling) => rulingReason(one)))
  const isRuling = (reason: string) => reason.startsWith(rulingReason({ ruling_id: '' }))
  const isKnown = (reason: string) => told.rulings !== undefined || signed.has(reason)
  return ({ reasons }) => reasons.some((one) => isRuling(one) && isKnown(one) && !counting.has(one))
}

/** Which rows of a policy in force the file still wants. */
function wantedOf(
  inForce: PolicyInForce,
  place: number,
  { policy, key }: TakingAway,
): (row: SubjectRow) => boolean {
  // Whom a policy only observes it does not touch.
  if (policy === undefined || LEVELS.indexOf(inForce.level) <= LEVEL_OBSERVE) return () => true
  const one = policy.policies.find(({ policy_id }) => policy_id === inForce.policy_id)
  if (one === undefined || !isSame(inForce, one)) return () => false
  const named = new Set(namedSubjects(key, one, place, []).map(nameOf))
  const scope = new Set<string>(one.scope)
  return (row) =>
    campaignOf(row.group) === undefined && !isOfRuling(row)
      ? named.has(nameOf(row))
      : one.when !== undefined && scope.has(row.kind)
}

const isOfRuling = ({ group }: SubjectRow): boolean =>
  group.startsWith(rulingReason({ ruling_id: '' }))

/** Whether a policy does what it does in force. Which models are new is left to the instants in force. */
function isSame(inForce: PolicyInForce, one: Policy): boolean {
  const { new_models } = inForce.limits
  const { new_model_days, ...others } = one.limits
  const limits = new_models === undefined ? others : { ...others, new_model_days, new_models }
  const isLive = one.mode === 'live'
  const { policy_id, reason_code, appeal, models, tenants } = one
  const wanted = {
    ...{ policy_id, reason_code, appeal, models, tenants, limits },
    level: isLive ? one.level : 'observe',
    measures: isLive ? measuresOf({ ...one, limits }) : [],
  }
  return isDeepStrictEqual(plain(inForce), plain(wanted))
}

/** As it comes out of a file: without what is undefined. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value))
