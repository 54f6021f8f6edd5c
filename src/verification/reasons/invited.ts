import { defineReason } from '../define.js'

export default defineReason({
  id: 'invited',
  family: 'standing',
  speaks: 'innocence',
  firmness: 1,
  title: 'Invited',
  why: 'A verified organisation that invites answers for whom it invites, and loses its own standing by them.',
  benign: ['Employees; members of an accelerator.'],
  evasions: ['An organisation that was taken over, or was made for it.'],
  needs: ['proofs'],
  bits_max: 4,
  statement: 'A verified organisation invited it.',
  weigh: ({ proofs }) => (proofs.has('invitation') ? { bits: 4 } : undefined),
  cases: {
    speaks: { 'an invitation': { application: { proofs: ['invitation'] } } },
    quiet: { 'whoever says that somebody invited them': { application: { invited_by: 'o' } } },
  },
})
