/**
 * What an application looks like. Reasons are log-likelihood ratios in bits, of one family the strongest each way, added to
 * the odds that one application among all is one of a fraudulent set: naive Bayes over families that are chosen so that
 * within one the reasons depend on each other. The weights are set by hand and are calibrated on outcomes.
 */
import type { Assessment, GivenReason, Proof, Step } from '../domain/application.js'
import type { Reason, Weighed } from './define.js'
import type { Channel, Facts } from './facts.js'
import type { Marks } from './marks.js'
import { PROGRAM_RULES, requiredOf } from './programs.js'
import type { Around } from './signups.js'

export interface AssessSettings {
  /** Share of applications that are fraudulent where nothing is known. */
  readonly prior: number
  /** From this risk on, in percent, one proof is asked beyond those of the programme; then several; then a person looks. */
  readonly one_proof_from: number
  readonly more_proofs_from: number
  readonly person_from: number
  /** Calibrated on outcomes, the odds are `shift_bits + slope * odds`. */
  readonly shift_bits: number
  readonly slope: number
}

/**
 * Set by hand. One in fifty is fraudulent where nobody counted; one proof costs an honest applicant minutes, so that one in five is
 * enough to ask; several turn people away, and a person's time is for what is nearly sure.
 */
export const ASSESS_SETTINGS: AssessSettings = {
  prior: 0.02,
  one_proof_from: 20,
  more_proofs_from: 70,
  person_from: 97,
  shift_bits: 0,
  slope: 1,
}

/** How many proofs are asked beyond those of the programme. */
const EXTRA: Readonly<Record<Step, number>> = { grant: 0, one_proof: 1, more_proofs: 2, person: 2 }
/** A proof that others gave as well, with the same number or document, is nobody's. */
const SHOWN_BY: Readonly<Partial<Record<Proof, Channel>>> = {
  mail: 'mail',
  institution_mail: 'mail',
  phone: 'phone',
  payment: 'payment',
  documents: 'document',
  identity: 'document',
}
const STEP_BY_COUNT: readonly Step[] = ['grant', 'one_proof', 'more_proofs']

interface Found extends Weighed {
  readonly reason: Reason
}

export function assess(
  reasons: readonly Reason[],
  facts: Facts,
  around: Around,
  marks: Marks,
  settings: AssessSettings = ASSESS_SETTINGS,
): Assessment {
  const found = reasons.flatMap((reason): readonly Found[] => {
    if (reason.programs !== undefined && !reason.programs.includes(facts.program)) return []
    const weighed = reason.weigh(facts, around, marks)
    return weighed === undefined || weighed.bits <= 0 ? [] : [{ reason, ...weighed }]
  })
  const doubts = strongest(found.filter(({ reason }) => reason.speaks === 'fraud'))
  const trusts = strongest(found.filter(({ reason }) => reason.speaks === 'innocence'))
  const odds = Math.log2(settings.prior / (1 - settings.prior)) + sum(doubts) - sum(trusts)
  const risk = Math.round(100 / (1 + 2 ** -(settings.shift_bits + settings.slope * odds)))
  const wanted = stepOf(risk, doubts, settings)
  const required = requiredOf(facts, facts.proofs)
  const answers = doubts.flatMap(({ reason }) => reason.answered_by ?? [])
  const fitting = [...new Set([...answers, ...PROGRAM_RULES[facts.program][facts.tier].extra])]
  // Whoever gave a proof already is not asked for another in its place, but where it was given before the doubt came up.
  const isAnew = doubts.some(({ reason }) => reason.asks_anew)
  const isOwn = (proof: Proof): boolean => {
    const channel = SHOWN_BY[proof]
    return channel === undefined || around.holders(channel).customers === 0
  }
  const held = fitting.filter((proof) => !isAnew && facts.proofs.has(proof) && isOwn(proof)).length
  const count = Math.max(0, EXTRA[wanted] - held)
  const step = wanted === 'person' ? wanted : (STEP_BY_COUNT[count] ?? wanted)
  const asked = fitting.filter((proof) => !facts.proofs.has(proof) && !required.includes(proof))
  return {
    application_id: facts.application_id,
    risk,
    odds_bits: Math.round(odds * 100) / 100,
    step,
    required,
    extra: asked.slice(0, count),
    reasons: doubts.map((one) => given(one, 1)),
    counter_reasons: trusts.map((one) => given(one, -1)),
    similar: doubts.some(({ reason }) => reason.id === 'one-maker')
      ? (around.coincidence()?.similar ?? [])
      : [],
  }
}

/** More than one proof takes two families of what strangers do not share: no single habit of anybody is enough. */
function stepOf(risk: number, doubts: readonly Found[], settings: AssessSettings): Step {
  if (risk < settings.one_proof_from) return 'grant'
  const firm = doubts.reduce(
    (families, { reason, bits }) => families + (bits >= FIRM_BITS_MIN ? reason.firmness : 0),
    0,
  )
  if (risk < settings.more_proofs_from || firm < 2) return 'one_proof'
  return risk < settings.person_from ? 'more_proofs' : 'person'
}
/** Less than three to one is what one other customer elsewhere amounts to: chance, or somebody's second card. */
const FIRM_BITS_MIN = 1.5

/** Of each family the strongest; the strongest family first. */
function strongest(found: readonly Found[]): readonly Found[] {
  const best = new Map<string, Found>()
  for (const one of found) {
    const known = best.get(one.reason.family)
    if (known === undefined || known.bits < one.bits) best.set(one.reason.family, one)
  }
  return [...best.values()].sort((a, b) => b.bits - a.bits || (a.reason.id < b.reason.id ? -1 : 1))
}

const sum = (found: readonly Found[]): number => found.reduce((bits, one) => bits + one.bits, 0)

function given({ reason, bits, said = {} }: Found, sign: 1 | -1): GivenReason {
  return {
    id: reason.id,
    family: reason.family,
    weight_bits: (sign * Math.round(bits * 10)) / 10,
    statement: reason.statement.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = said[name]
      return typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? whole)
    }),
  }
}
