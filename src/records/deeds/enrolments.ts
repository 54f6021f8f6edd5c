import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PROOFS } from '../../domain/application.js'
import { hindranceOf } from '../account-requests.js'
import { type Doing, defineDeed, ONE } from '../deed.js'
import {
  type Enrolment,
  type EnrolmentState,
  GRANTED,
  stateBefore,
  step,
  stepBefore,
} from '../enrolment.js'
import { dueIn, dues, each, faultOf, object, together } from '../enrolment-batch.js'
import type { State } from '../state.js'
import { reason } from './words.js'

const who = ['analyst', 'reviewer'] as const

/** A refusal that is taken back takes its ruling along: nothing is concluded of the account any more. */
function takeBack(
  state: State,
  one: Enrolment,
  { id, at_ms, people }: Pick<Doing, 'id' | 'at_ms' | 'people'>,
): void {
  const last = one.steps.at(-1)
  if (one.account_id === '' || last?.to !== 'suspended' || last.cause !== 'campaign') return
  const ruling_id = `${id}-${one.enrolment_id}`
  const subject = { subject_kind: 'account', subject_id: one.account_id } as const
  const ruled = {
    ...subject,
    conclusion: 'undecided',
    reason: 'the refusal was taken back',
  } as const
  state.rulings.set(ruling_id, { ruling_id, ...ruled, people, ruled_ms: at_ms, expires_ms: null })
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
  done: (state, { enrolment_ids, watch }, { id, at_ms, people, told }) => {
    for (const one of each({ state, enrolment_ids })) {
      takeBack(state, one, { id, at_ms, people })
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
  fault: ({ enrolment_ids, proofs }, state) =>
    faultOf({ state, enrolment_ids }, (one) => {
      if (one.state === 'appealed') return 'APPEALED'
      // What is held already could not be answered with.
      const isHeld = proofs.some((proof) => one.held.includes(proof))
      return one.state === 'suspended' || isHeld ? 'SO_ALREADY' : undefined
    }),
  told: ({ enrolment_ids, proofs }, world, state) =>
    dues({ state, enrolment_ids }, askedOf, world, proofs),
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
  // Of what is so when they agree: whatever became of one of them meanwhile, the second would not know of it.
  agreed: ({ enrolment_ids, conclusion }, state) => {
    const known = each({ state, enrolment_ids }).map((one) => {
      const { to, at_ms } = one.steps.at(-1) ?? { to: '', at_ms: 0 }
      return [one.enrolment_id, to, at_ms].join(' ')
    })
    return createHash('sha256')
      .update([conclusion, ...known.toSorted()].join('\n'))
      .digest('hex')
  },
  fault: ({ enrolment_ids }, state, { guards, nowMs }) =>
    faultOf({ state, enrolment_ids }, (one) => {
      if (one.state === 'appealed') return 'APPEALED'
      const { account_id } = one
      const hindrance =
        account_id === '' ? undefined : hindranceOf(state, guards, account_id, nowMs)
      return hindrance ?? (one.state === 'suspended' ? 'SO_ALREADY' : undefined)
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
    'Takes the last step back: each is in the state that it was in before, until when it was. What refuses somebody, or takes away what is granted, takes two.',
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
      const isRefusing = before === 'suspended' || before === 'appealed'
      const isTaking = GRANTED.includes(one.state) && !GRANTED.includes(before)
      return isRefusing || isTaking ? 'TAKES_TWO' : undefined
    }),
  done: (state, { enrolment_ids }, { id, at_ms, people }) => {
    for (const one of each({ state, enrolment_ids })) {
      const before = stepBefore(one)
      if (before === undefined) continue
      takeBack(state, one, { id, at_ms, people })
      const { to, asked, held, due_ms } = before
      Object.assign(one, { asked, held })
      step(one, { to, at_ms, people, cause: 'undone' }, due_ms)
    }
  },
})
