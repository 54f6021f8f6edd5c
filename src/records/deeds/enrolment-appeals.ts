import { z } from 'zod'
import { PROOFS } from '../../domain/application.js'
import { isSameName } from '../../domain/people.js'
import { shownByOthers } from '../accepted-proof.js'
import { letGo } from '../account-steps.js'
import { defineDeed, ONE } from '../deed.js'
import { decidersOf, stateBefore, step } from '../enrolment.js'
import { dueIn, dues, faultOf } from '../enrolment-batch.js'
import { voidProposals } from '../state.js'
import { digest, identifier, longText, reason } from './words.js'

const who = ['analyst', 'reviewer'] as const

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
  told: (shown, _, state) => {
    const others = shownByOthers(state, shown)
    return others === 0 ? {} : { shown_by_others: String(others) }
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
      return one.state === 'suspended' || one.state === 'expired' ? undefined : 'NOT_THERE'
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
    'Upholds a refusal, or overturns it: then it is granted, and an account is ruled benign, which feeds calibration. Whoever refused, or upheld it before, does not uphold it; overturn it anybody may.',
  who: ['reviewer'],
  input: z.strictObject({
    enrolment_id: identifier,
    outcome: z.enum(['upheld', 'overturned']),
    answer: reason,
  }),
  object: ({ enrolment_id }) => `enrolment ${enrolment_id}`,
  hidden: ['answer'],
  agreed: ONE,
  fault: ({ enrolment_id, outcome }, state, _, by) =>
    faultOf({ state, enrolment_ids: [enrolment_id] }, (one) => {
      if (one.state !== 'appealed') return 'NOT_THERE'
      const isOwn = decidersOf(one).some((name) => isSameName(name, by))
      return isOwn && outcome === 'upheld' ? 'OWN_DECISION' : undefined
    }),
  told: ({ enrolment_id, outcome }, world, state) =>
    outcome === 'upheld'
      ? {}
      : dues({ state, enrolment_ids: [enrolment_id] }, () => 'granted', world),
  done: (state, { enrolment_id, outcome, answer }, { id, at_ms, people, told }) => {
    const one = state.enrolments.get(enrolment_id)
    if (one === undefined) return
    const isUpheld = outcome === 'upheld'
    const to = isUpheld ? (stateBefore(one) ?? 'suspended') : 'granted'
    const taken = { to, at_ms, people, cause: outcome }
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
