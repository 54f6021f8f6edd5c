import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PROOFS } from '../../domain/application.js'
import { isSameName } from '../../domain/people.js'
import { letGo } from '../account-steps.js'
import { defineDeed, type Fault, ONE, type World } from '../deed.js'
import {
  decidersOf,
  dueMs,
  type Enrolment,
  type EnrolmentState,
  GRANTED,
  stateBefore,
  step,
} from '../enrolment.js'
import { type State, voidProposals } from '../state.js'
import { digest, identifier, longText, reason } from './words.js'

/** So many that a person can have looked at them, and that a list of them fits an address. */
const TOGETHER_MAX = 100
const together = z
  .array(identifier)
  .min(1)
  .max(TOGETHER_MAX)
  .refine((ids) => new Set(ids).size === ids.length, { message: 'one is named twice' })
const object = ({ enrolment_ids }: { readonly enrolment_ids: readonly string[] }) =>
  enrolment_ids.length === 1
    ? `enrolment ${enrolment_ids[0]}`
    : `${enrolment_ids.length} enrolments`
const who = ['analyst', 'reviewer'] as const

interface Batch {
  readonly state: State
  readonly enrolment_ids: readonly string[]
}

const each = ({ state, enrolment_ids }: Batch): readonly Enrolment[] =>
  enrolment_ids.flatMap((id) => state.enrolments.get(id) ?? [])

/** All of them or none: whoever decides on many must know what became of them. */
function faultOf(batch: Batch, fault: (known: Enrolment) => Fault | undefined): Fault | undefined {
  const known = each(batch)
  if (known.length < batch.enrolment_ids.length) return 'NOT_THERE'
  for (const one of known) {
    // Of one whose name was erased nobody knows whom it would touch.
    const found = one.application_id === '' ? 'NOT_THERE' : fault(one)
    if (found !== undefined) return found
  }
  return undefined
}

const dues = (
  batch: Batch,
  to: (known: Enrolment) => EnrolmentState,
  { nowMs, enrolling }: World,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    each(batch).flatMap((one) => {
      const due = dueMs(to(one), one.program, nowMs, enrolling)
      return due === null ? [] : [[`due ${one.enrolment_id}`, String(due)]]
    }),
  )

const dueIn = (told: Readonly<Record<string, string>>, { enrolment_id }: Enrolment) => {
  const due = told[`due ${enrolment_id}`]
  return due === undefined ? null : Number(due)
}

export const grantEnrolments = defineDeed({
  id: 'grant_enrolments',
  summary: 'Grants what was applied for, or gives it back; with `watch` it is looked after.',
  who,
  input: z.strictObject({ enrolment_ids: together, watch: z.boolean().default(false), reason }),
  object,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ enrolment_ids, watch }, state) =>
    faultOf({ state, enrolment_ids }, (one) => {
      // That is decided by whoever was no part of it.
      if (one.state === 'appealed') return 'APPEALED'
      return one.state === (watch ? 'watched' : 'granted') ? 'SO_ALREADY' : undefined
    }),
  told: ({ enrolment_ids, watch }, world, state) =>
    dues({ state, enrolment_ids }, () => (watch ? 'watched' : 'granted'), world),
  done: (state, { enrolment_ids, watch }, { at_ms, people, told }) => {
    for (const one of each({ state, enrolment_ids })) {
      const to = watch ? 'watched' : 'granted'
      one.asked = []
      step(one, { to, at_ms, people, cause: 'person' }, dueIn(told, one))
    }
  },
})

const askedOf = ({ state }: Enrolment): EnrolmentState =>
  GRANTED.includes(state) ? 'step_up_asked' : 'proof_asked'

export const askEnrolments = defineDeed({
  id: 'ask_enrolments',
  summary: 'Asks for proofs: before anything is granted, or anew of whom it was granted to.',
  who,
  input: z.strictObject({
    enrolment_ids: together,
    proofs: z.array(z.enum(PROOFS)).min(1).max(3),
    reason,
  }),
  object,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ enrolment_ids }, state) =>
    faultOf({ state, enrolment_ids }, (one) =>
      one.state === 'appealed' ? 'APPEALED' : one.state === 'suspended' ? 'SO_ALREADY' : undefined,
    ),
  told: ({ enrolment_ids }, world, state) => dues({ state, enrolment_ids }, askedOf, world),
  done: (state, { enrolment_ids, proofs }, { at_ms, people, told }) => {
    for (const one of each({ state, enrolment_ids })) {
      one.asked = proofs
      step(one, { to: askedOf(one), at_ms, people, cause: 'person' }, dueIn(told, one))
    }
  },
})

export const suspendEnrolments = defineDeed({
  id: 'suspend_enrolments',
  summary:
    'Refuses what was applied for, or takes it away. Two people. Where they conclude `campaign`, each account is ruled to be of one, which runs and calibration read.',
  who: ['reviewer'],
  input: z.strictObject({
    enrolment_ids: together,
    conclusion: z.enum(['campaign', 'undecided']).default('undecided'),
    reason,
  }),
  object,
  hidden: ['reason'],
  agreed: ({ enrolment_ids, conclusion }) =>
    createHash('sha256')
      .update([conclusion, ...enrolment_ids.toSorted()].join('\n'))
      .digest('hex'),
  fault: ({ enrolment_ids }, state) =>
    faultOf({ state, enrolment_ids }, (one) => {
      if (one.state === 'appealed') return 'APPEALED'
      if (state.protected.has(`account\n${one.account_id}`)) return 'PROTECTED'
      return one.state === 'suspended' ? 'SO_ALREADY' : undefined
    }),
  done: (state, { enrolment_ids, conclusion, reason: why }, { id, at_ms, people }) => {
    for (const one of each({ state, enrolment_ids })) {
      one.asked = []
      step(one, { to: 'suspended', at_ms, people, cause: conclusion }, null)
      if (conclusion !== 'campaign' || one.account_id === '') continue
      const subject = { subject_kind: 'account', subject_id: one.account_id } as const
      const ruled = { ruling_id: `${id}-${one.enrolment_id}`, ...subject, conclusion, people }
      state.rulings.set(ruled.ruling_id, {
        ...ruled,
        ruled_ms: at_ms,
        expires_ms: null,
        reason: why,
      })
    }
  },
})

export const undoEnrolments = defineDeed({
  id: 'undo_enrolments',
  summary:
    'Takes the last step back: each is in the state that it was in before. What refuses somebody is not come back to so: that takes two.',
  who,
  input: z.strictObject({ enrolment_ids: together, reason }),
  object,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ enrolment_ids }, state) =>
    faultOf({ state, enrolment_ids }, (one) => {
      const before = stateBefore(one)
      if (before === undefined) return 'NOT_THERE'
      if (one.state === 'appealed') return 'APPEALED'
      return before === 'suspended' || before === 'appealed' ? 'TAKES_TWO' : undefined
    }),
  told: ({ enrolment_ids }, world, state) =>
    dues({ state, enrolment_ids }, (one) => stateBefore(one) ?? one.state, world),
  done: (state, { enrolment_ids }, { at_ms, people, told }) => {
    for (const one of each({ state, enrolment_ids })) {
      const to = stateBefore(one)
      if (to === undefined) continue
      one.asked = []
      step(one, { to, at_ms, people, cause: 'undone' }, dueIn(told, one))
    }
  },
})

export const acceptProof = defineDeed({
  id: 'accept_proof',
  summary:
    'Notes that a person saw a proof, with the hash of what it stood on: the file itself is kept nowhere here. What rests on it is granted by a deed of its own.',
  who,
  input: z.strictObject({
    enrolment_id: identifier,
    proof: z.enum(PROOFS),
    sha256: digest.optional(),
    reason,
  }),
  object: ({ enrolment_id }) => `enrolment ${enrolment_id}`,
  // By the hash whoever has the file could find out whose it is.
  hidden: ['reason', 'sha256'],
  agreed: ONE,
  fault: ({ enrolment_id, proof, sha256 }, state) =>
    faultOf({ state, enrolment_ids: [enrolment_id] }, (one) =>
      one.accepted.some((known) => known.proof === proof && known.sha256 === (sha256 ?? null))
        ? 'SO_ALREADY'
        : undefined,
    ),
  // Two people may show one contract; whoever looks is to know it.
  told: ({ enrolment_id, sha256 }, _, { enrolments }) => {
    const others = [...enrolments.values()].filter(
      (one) =>
        one.enrolment_id !== enrolment_id &&
        sha256 !== undefined &&
        one.accepted.some((known) => known.sha256 === sha256),
    )
    return others.length === 0 ? {} : { shown_by_others: String(others.length) }
  },
  done: ({ enrolments }, { enrolment_id, proof, sha256 }, { by, at_ms }) => {
    const one = enrolments.get(enrolment_id)
    // Where it was erased the text is empty.
    if (one === undefined) return
    one.accepted = [...one.accepted, { proof, sha256: sha256 || null, by, at_ms }]
  },
})

export const appealEnrolment = defineDeed({
  id: 'appeal_enrolment',
  summary: 'Takes down what a customer says against a refusal. Nothing ends while it is open.',
  who,
  input: z.strictObject({ enrolment_id: identifier, statement: longText }),
  object: ({ enrolment_id }) => `enrolment ${enrolment_id}`,
  hidden: ['statement'],
  agreed: ONE,
  fault: ({ enrolment_id }, state) =>
    faultOf({ state, enrolment_ids: [enrolment_id] }, (one) => {
      if (one.state === 'appealed') return 'SO_ALREADY'
      return GRANTED.includes(one.state) ? 'NOT_THERE' : undefined
    }),
  done: ({ enrolments }, { enrolment_id, statement }, { at_ms, people }) => {
    const one = enrolments.get(enrolment_id)
    if (one === undefined) return
    one.statement = statement
    step(one, { to: 'appealed', at_ms, people, cause: 'customer' }, null)
  },
})

export const decideEnrolmentAppeal = defineDeed({
  id: 'decide_enrolment_appeal',
  summary:
    'Upholds a refusal, or overturns it: then it is granted, and an account is ruled benign, which feeds calibration. Whoever refused, or upheld it before, does not decide.',
  who: ['reviewer'],
  input: z.strictObject({
    enrolment_id: identifier,
    outcome: z.enum(['upheld', 'overturned']),
    answer: reason,
  }),
  object: ({ enrolment_id }) => `enrolment ${enrolment_id}`,
  hidden: ['answer'],
  agreed: ONE,
  fault: ({ enrolment_id }, state, _, by) =>
    faultOf({ state, enrolment_ids: [enrolment_id] }, (one) => {
      if (one.state !== 'appealed') return 'NOT_THERE'
      return decidersOf(one).some((name) => isSameName(name, by)) ? 'OWN_DECISION' : undefined
    }),
  told: ({ enrolment_id, outcome }, world, state) =>
    outcome === 'upheld'
      ? {}
      : dues({ state, enrolment_ids: [enrolment_id] }, () => 'granted', world),
  done: (state, { enrolment_id, outcome, answer }, { id, at_ms, people, told }) => {
    const one = state.enrolments.get(enrolment_id)
    if (one === undefined) return
    const isUpheld = outcome === 'upheld'
    const taken = { to: isUpheld ? 'suspended' : 'granted', at_ms, people, cause: outcome } as const
    step(one, taken, isUpheld ? null : dueIn(told, one))
    if (isUpheld || one.account_id === '') return
    const subject = { subject_kind: 'account', subject_id: one.account_id } as const
    const ruled = { ruling_id: id, ...subject, conclusion: 'benign', people } as const
    const why = `enrolment ${enrolment_id}: ${answer}`
    state.rulings.set(id, { ...ruled, ruled_ms: at_ms, expires_ms: null, reason: why })
    voidProposals(state, subject)
    letGo(state, one.account_id, { id, at_ms, people })
  },
})
