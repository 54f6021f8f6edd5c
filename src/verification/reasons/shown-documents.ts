import { defineReason } from '../define.js'

export default defineReason({
  id: 'shown-documents',
  family: 'standing',
  speaks: 'innocence',
  firmness: 1,
  title: 'Documents were looked at',
  why: 'A document costs an operator more than an account is worth to it, as long as each counts once.',
  benign: ['Whoever has one.'],
  evasions: ['Documents that were bought: their reuse remains.'],
  needs: ['proofs|verification'],
  bits_max: 2.5,
  statement: 'Its documents or its identity were checked.',
  weigh: ({ proofs }) =>
    proofs.has('identity') || proofs.has('documents') ? { bits: 2.5 } : undefined,
  cases: {
    speaks: {
      identity: { application: { verification: 'identity' } },
      documents: { application: { proofs: ['documents'] } },
    },
    quiet: { 'an address': { application: { verification: 'email' } } },
  },
})
