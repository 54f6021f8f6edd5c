import { createHash } from 'node:crypto'
import type { ServeSettings } from '../../config/serve.js'
import { COUNTERMEASURES } from '../../countermeasures/index.js'
import { nameOf, type Restriction } from '../../records/restrictions.js'
import { type PolicyKnown, rulingOn, type State } from '../../records/state.js'
import type { RulingRow } from './conclusions.js'
import { DEFAULT_POLICY, measuresOf, type Policy, type PolicyFile } from './policy.js'
import { type DecisionLevel, LEVELS } from './subject.js'

/** What people did about decisions, beside the policy file. */
export interface ByPeople {
  readonly state: Pick<
    State,
    'approvals' | 'killSwitch' | 'protected' | 'lifted' | 'rulings' | 'revoked'
  >
  /** The level from which a policy needs two people; undefined where nobody is named who could agree. */
  readonly needsTwoFrom: DecisionLevel | undefined
}

/** Where nobody did anything, and the file alone counts. */
export const NOBODY: ByPeople = Object.freeze({
  state: {
    approvals: new Map(),
    killSwitch: false,
    protected: new Map(),
    lifted: new Set<string>(),
    rulings: new Map(),
    revoked: new Set<string>(),
  },
  needsTwoFrom: undefined,
})

type Thresholds = Pick<PolicyFile, 'template_shingles_min' | 'template_weight_bits_min'>
const { template_shingles_min, template_weight_bits_min } = DEFAULT_POLICY
const ORDINARY = JSON.stringify([template_shingles_min, template_weight_bits_min])

/** What an approval is of: another word in the policy, or in what decides whom its texts meet, and it is another one. */
export function digestOf(policy: Policy, file: Thresholds = DEFAULT_POLICY): string {
  const thresholds = JSON.stringify([file.template_shingles_min, file.template_weight_bits_min])
  // What was approved before they were part of it was approved at the ordinary ones.
  const more = thresholds === ORDINARY ? '' : `\n${thresholds}`
  return createHash('sha256')
    .update(`${JSON.stringify(policy)}${more}`)
    .digest('hex')
}

export const policiesKnown = (file: PolicyFile): readonly PolicyKnown[] =>
  file.policies.map((one) => ({
    policy_id: one.policy_id,
    digest: digestOf(one, file),
    level: one.level,
    mode: one.mode,
    reason_code: one.reason_code,
    appeal: one.appeal,
    measures: askable(one),
  }))

/** What an account system can do by itself: what is of the level `limit`, and names its number or needs none. */
function askable(policy: Policy): PolicyKnown['measures'] {
  const ids = measuresOf(policy)
  const limiting = COUNTERMEASURES.filter(({ id, level }) => level === 'limit' && ids.includes(id))
  return Object.fromEntries(
    limiting.map(({ id, needs }) => [
      id,
      needs === undefined ? {} : { [needs]: policy.limits[needs as keyof Policy['limits']] },
    ]),
  )
}

const needsTwo = ({ level }: Pick<Policy, 'level'>, { needsTwoFrom }: ByPeople): boolean =>
  needsTwoFrom !== undefined && LEVELS.indexOf(level) >= LEVELS.indexOf(needsTwoFrom)

/**
 * The policies as people let them be: one that needs two and has not two is a dry run, whom somebody protected is never
 * touched, and where the kill switch was pulled everything passes. Pure.
 */
export function policyByPeople(file: PolicyFile, people: ByPeople): PolicyFile {
  const { state } = people
  const added = (kind: string) =>
    [...state.protected.values()].filter((one) => one.kind === kind).map(({ id }) => id)
  const { accounts, organizations, api_keys } = file.never_touch
  return {
    ...file,
    kill_switch: file.kill_switch || state.killSwitch,
    never_touch: {
      accounts: [...accounts, ...added('account')],
      organizations: [...organizations, ...added('organization')],
      api_keys: [...api_keys, ...added('api_key')],
    },
    policies: file.policies.map((one) =>
      one.mode === 'live' && needsTwo(one, people) && !state.approvals.has(digestOf(one, file))
        ? { ...one, mode: 'dry_run' as const }
        : one,
    ),
  }
}

/** Whether settings or policy file say that everything passes. Where there is no policy nobody can tell whom it protects. */
export const isKilledByFile = (
  { kill_switch }: Pick<ServeSettings, 'kill_switch'>,
  policy: PolicyFile | undefined,
): boolean => kill_switch || policy === undefined || policy.kill_switch

/** Whether somebody undid what a policy does to those who are touched together. */
export const isUndone = (
  policyId: string,
  group: string,
  { state: { lifted } }: ByPeople,
): boolean => lifted.has(nameOf({ policy_id: policyId, group } as Restriction))

/**
 * The rulings that count on each subject: what people signed in their own names outranks what came with a file or through
 * the intake, however new that is, or one hand could take back what another ruled.
 */
export function rulingsByPeople(
  rulings: readonly RulingRow[],
  { state }: ByPeople,
  nowMs: number,
): readonly RulingRow[] {
  const named = ({ subject_kind, subject_id }: Pick<RulingRow, 'subject_kind' | 'subject_id'>) =>
    `${subject_kind}\n${subject_id}`
  const counting = new Map(rulings.map((one) => [named(one), one]))
  for (const one of state.rulings.values()) {
    const signed = rulingOn(state, one, nowMs)
    if (signed === undefined) continue
    const { subject_kind, subject_id, conclusion, ruling_id, ruled_ms } = signed
    const row = { subject_kind, subject_id, conclusion, ruling_id, ruled_ms: `${ruled_ms}` }
    counting.set(named(row), row)
  }
  return [...counting.values()]
}

/**
 * Whether a ruling may touch somebody under a policy. One that came with a file or through the intake is the word of one;
 * where a policy needs two people, so does what it goes by.
 */
export function isRuledByTwo(ruling: RulingRow, policy: Policy, people: ByPeople): boolean {
  if (!needsTwo(policy, people)) return true
  const signed = people.state.rulings.get(ruling.ruling_id)
  return (
    signed !== undefined &&
    signed.people.length > 1 &&
    signed.subject_kind === ruling.subject_kind &&
    signed.subject_id === ruling.subject_id &&
    signed.conclusion === ruling.conclusion
  )
}
