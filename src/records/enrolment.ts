/**
 * Whoever was granted something for what they are, or waits for it: an application in its states. Pure, as all of the trail is;
 * who may step where stands here once, for people and for the service.
 */
import type { GivenReason, Program, Proof, Purpose, Tier } from '../domain/application.js'

export const ENROLMENT_STATES = [
  'applied',
  'proof_asked',
  'granted',
  'watched',
  'step_up_asked',
  'suspended',
  'appealed',
  'expired',
] as const
/**
 * `applied`: a person looks. `proof_asked`: nothing is granted before it is shown. `watched`: granted, and looked after.
 * `step_up_asked`: granted before, and asked anew; it ends where nobody answers. `suspended`: nothing is granted, by two people.
 */
export type EnrolmentState = (typeof ENROLMENT_STATES)[number]

export interface EnrolmentStep {
  readonly to: EnrolmentState
  readonly at_ms: number
  /** Who took it; the service alone where it is empty. */
  readonly people: readonly string[]
  /** A word of ours. */
  readonly cause: string
  /** What was asked for then, what was held, and when it was to end: what an undoing comes back to. */
  readonly asked: readonly Proof[]
  readonly held: readonly Proof[]
  readonly due_ms: number | null
}

/** What a person saw of somebody, and the hash of what it stood on. The file itself is nowhere. */
export interface AcceptedProof {
  readonly proof: Proof
  readonly sha256: string | null
  readonly by: string
  readonly at_ms: number
}

export interface Enrolment {
  readonly enrolment_id: string
  /** Empty where it was erased, and so is the account. */
  readonly application_id: string
  account_id: string
  program: Program
  tier: Tier
  /** As it was said when it was granted, or is to be; null in trails from before it was kept. */
  purpose: Purpose | '' | null
  readonly opened_ms: number
  state: EnrolmentState
  /** When the present state began. */
  since_ms: number
  /** When it ends by itself; null where it does not. */
  due_ms: number | null
  /** Proofs that are asked for. */
  asked: readonly Proof[]
  /** Those that were held when they were asked for: they answer nothing. */
  held: readonly Proof[]
  accepted: readonly AcceptedProof[]
  /** The input by which it was judged last. */
  input_id: number
  /** Campaigns of which it was asked already: what was answered once, or undone by a person, is not asked again. */
  readonly campaigns: Set<string>
  /** Why what is done with it had it watched; below zero what spoke against that. Empty where nothing did: it is said once of what is granted. */
  use: readonly GivenReason[]
  /** As it was assessed last, in percent and in bits; null where nobody did. */
  risk: number | null
  odds_bits: number | null
  /** What the customer says, while they appeal. */
  statement: string
  /** The newest at the end. The trail has all. */
  steps: readonly EnrolmentStep[]
  /** Its time ran out before it answered, and nobody decided since. */
  is_lapsed: boolean
}

export interface Enrolments {
  readonly enrolments: Map<string, Enrolment>
  /** By application. */
  readonly enrolmentOf: Map<string, string>
}

export interface EnrolmentTimes {
  /** How long a programme is granted; ordinary sign-up has no end. */
  readonly programMs: number
  /** How long an answer is waited for. */
  readonly answerMs: number
}

const DAY_MS = 86_400_000
/** A programme is a year's, as students enrol; and whoever is asked has two weeks, since people are on holiday. */
export const ENROLMENT_TIMES: EnrolmentTimes = { programMs: 365 * DAY_MS, answerMs: 14 * DAY_MS }

/** When a state ends by itself. Whoever cannot answer, since nothing is named, waits for a person and not for an end. */
export function dueMs(
  to: EnrolmentState,
  program: Program,
  nowMs: number,
  {
    times = ENROLMENT_TIMES,
    asked,
  }: { readonly times?: EnrolmentTimes | undefined; readonly asked: readonly Proof[] },
): number | null {
  if (to === 'granted' || to === 'watched')
    return program === 'none' ? null : nowMs + times.programMs
  const isAsking = to === 'proof_asked' || to === 'step_up_asked'
  return isAsking && asked.length > 0 ? nowMs + times.answerMs : null
}

const STEPS_KEPT = 20

/** What the service may make of each; what people refused it does not touch. `''`: there is none yet. */
const BY_SERVICE: Readonly<Record<EnrolmentState | '', readonly EnrolmentState[]>> = {
  '': ['applied', 'proof_asked', 'granted', 'step_up_asked'],
  applied: ['applied', 'proof_asked', 'granted', 'expired'],
  proof_asked: ['applied', 'proof_asked', 'granted', 'expired'],
  granted: ['granted', 'watched', 'step_up_asked', 'expired'],
  watched: ['watched', 'step_up_asked', 'expired'],
  step_up_asked: ['step_up_asked', 'watched', 'expired'],
  expired: ['applied', 'proof_asked', 'granted'],
  suspended: [],
  appealed: [],
}

/** Something is granted in these. */
export const GRANTED: readonly EnrolmentState[] = ['granted', 'watched', 'step_up_asked']

/** What the service saw of an application. */
export interface EnrolmentChange {
  readonly application_id: string
  readonly account_id: string
  readonly program: Program
  readonly tier: Tier
  readonly purpose?: Purpose | '' | null
  readonly to: EnrolmentState
  readonly cause: string
  readonly due_ms: number | null
  readonly asked: readonly Proof[]
  readonly held: readonly Proof[]
  /** 0 where no input made it. */
  readonly input_id: number
  /** Where a run found the account in a campaign; else empty. */
  readonly campaign_id: string
  /** Where what is done with it has it watched: why. */
  readonly use?: readonly GivenReason[] | undefined
  /** As it was assessed, where it was. */
  readonly risk?: number | undefined
  readonly odds_bits?: number | undefined
}

/** Whether a change is one: not where people decided, nor where it was judged by the same, nor where it was asked for the same. */
export function isChange(
  { enrolments, enrolmentOf }: Enrolments,
  change: EnrolmentChange,
): boolean {
  const known = enrolments.get(enrolmentOf.get(change.application_id) ?? '')
  if (!BY_SERVICE[known?.state ?? ''].includes(change.to)) return false
  if (known === undefined) return true
  if (change.input_id > 0) return change.input_id > known.input_id
  if (change.campaign_id !== '') return !known.campaigns.has(change.campaign_id)
  if (change.use !== undefined) return known.state === 'granted' && known.use.length === 0
  return change.to !== known.state
}

export const enrolmentAction = (to: EnrolmentState): string => `enrolment_${to}`
export const isOfEnrolment = (action: string): boolean =>
  ENROLMENT_STATES.some((state) => enrolmentAction(state) === action)

interface Taken {
  readonly action: string
  readonly at_ms: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly hidden: Readonly<Record<string, unknown>>
}

/** Takes in what the service noted. */
export function takeEnrolment(state: Enrolments, { action, at_ms, facts, hidden }: Taken): void {
  const to = ENROLMENT_STATES.find((one) => enrolmentAction(one) === action)
  const id = `${facts.id ?? ''}`
  if (to === undefined || id === '') return
  const known = state.enrolments.get(id) ?? opened(state, id, { at_ms, facts, hidden })
  const {
    asked = [],
    held = [],
    due_ms = null,
    input_id = 0,
    campaign_id = '',
  } = facts as Partial<EnrolmentChange>
  Object.assign(known, { asked, held })
  // The account may be made after it applied.
  if (typeof hidden.account_id === 'string' && hidden.account_id !== '')
    known.account_id = hidden.account_id
  if (input_id > 0) {
    known.input_id = input_id
    known.program = (facts.program ?? known.program) as Program
    known.tier = (facts.tier ?? known.tier) as Tier
    known.purpose = (facts.purpose ?? known.purpose) as Enrolment['purpose']
  }
  const {
    risk = known.risk,
    odds_bits = known.odds_bits,
    use = to === 'granted' ? [] : known.use,
  } = facts as Partial<EnrolmentChange>
  Object.assign(known, { risk, odds_bits, use })
  if (campaign_id !== '') known.campaigns.add(campaign_id)
  step(known, { to, at_ms, people: [], cause: `${facts.cause ?? ''}` }, due_ms)
}

function opened(
  state: Enrolments,
  enrolment_id: string,
  { at_ms, facts, hidden }: Omit<Taken, 'action'>,
): Enrolment {
  const application_id = `${hidden.application_id ?? ''}`
  const made: Enrolment = {
    ...{ enrolment_id, application_id, account_id: `${hidden.account_id ?? ''}` },
    ...{ program: (facts.program ?? 'none') as Program, tier: (facts.tier ?? 'starting') as Tier },
    ...{ purpose: (facts.purpose ?? null) as Enrolment['purpose'], opened_ms: at_ms, use: [] },
    ...{ state: 'applied', since_ms: at_ms, due_ms: null, asked: [], held: [], accepted: [] },
    ...{ input_id: 0, campaigns: new Set<string>(), risk: null, odds_bits: null },
    ...{ statement: '', steps: [], is_lapsed: false },
  }
  state.enrolments.set(enrolment_id, made)
  if (application_id !== '') state.enrolmentOf.set(application_id, enrolment_id)
  return made
}

/** A person who lets go, or says what is to be shown. */
const DECIDED: readonly EnrolmentState[] = ['granted', 'watched', 'proof_asked', 'step_up_asked']

/** Takes one step, whoever took it, to what is asked and held as it stands by now. */
export function step(
  known: Enrolment,
  taken: Pick<EnrolmentStep, 'to' | 'at_ms' | 'people' | 'cause'>,
  due_ms: number | null,
): void {
  const isByPerson = taken.people.length > 0
  if (taken.to === 'expired' && !isByPerson)
    known.is_lapsed = known.state === 'step_up_asked' || known.campaigns.size > 0
  else if (isByPerson && DECIDED.includes(taken.to)) known.is_lapsed = false
  if (known.state !== taken.to || known.steps.length === 0) known.since_ms = taken.at_ms
  known.state = taken.to
  known.due_ms = due_ms
  const { asked, held } = known
  known.steps = [...known.steps, { ...taken, asked, held, due_ms }].slice(-STEPS_KEPT)
}

/** The last step of the state before the present one: what an undoing goes back to. */
export const stepBefore = ({ state, steps }: Enrolment): EnrolmentStep | undefined =>
  steps.findLast(({ to }) => to !== state)

export const stateBefore = (known: Enrolment): EnrolmentState | undefined => stepBefore(known)?.to

/** Whoever refused it, asked for what was not answered, or upheld either: they do not say no to the appeal. */
export const decidersOf = ({ steps }: Enrolment): readonly string[] =>
  steps.filter(({ to }) => NO_BY.includes(to)).flatMap(({ people }) => people)
const NO_BY: readonly EnrolmentState[] = ['suspended', 'proof_asked', 'step_up_asked', 'expired']

/**
 * Asked anew and not answered in time, and nobody looked since: what was held then opens nothing, however often it is sent again.
 */
export const isLapsed = (known: Enrolment): boolean => known.is_lapsed

/** Of an account with one of these nothing is granted by another application. */
export const isHeldBack = (known: Enrolment): boolean =>
  ['step_up_asked', 'suspended', 'appealed'].includes(known.state) || isLapsed(known)

/** Granted by a person after something was done about it: what they let go is left alone by what a run sees of it. */
export const isLetGo = ({ state, steps }: Enrolment): boolean =>
  state === 'granted' &&
  (steps.at(-1)?.people.length ?? 0) > 0 &&
  steps.some(({ to }) => DOUBTED.includes(to))
const DOUBTED: readonly EnrolmentState[] = ['watched', 'step_up_asked', 'suspended', 'appealed']

/** How the trail has a change. Whom it is about stands apart. */
export function enrolmentAct(
  { enrolments, enrolmentOf }: Enrolments,
  change: EnrolmentChange,
  newId: () => string,
) {
  const { application_id, account_id, to, ...facts } = change
  const id = enrolmentOf.get(application_id)
  const known = enrolments.get(id ?? '')
  const isNamed = known !== undefined && known.account_id === account_id
  const enrolment_id = id ?? newId()
  return {
    actor: 'service',
    action: enrolmentAction(to),
    object: `enrolment ${enrolment_id}`,
    // By the account, so that whatever was written of it goes with the account.
    subject: account_id === '' ? undefined : (['account', account_id] as const),
    facts: { id: enrolment_id, ...facts },
    hidden: isNamed ? {} : { application_id, account_id },
  }
}
