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
  weigh: ({ proofs }, around) => {
    if (!proofs.has('identity') && !proofs.has('documents')) return undefined
    // A document that others elsewhere showed as well shows nobody.
    return around.holders('document').elsewhere > 0 ? undefined : { bits: 2.5 }
  },
  cases: {
    speaks: {
      identity: { application: { verification: 'identity' } },
      documents: { application: { proofs: ['documents'] } },
    },
    quiet: {
      'one that others showed': {
        application: { document_hash: 'd', verification: 'identity' },
        others: [{ document_hash: 'd', verification: 'identity', signup_ip: '192.0.2.1' }],
      },
      'an address': { application: { verification: 'email' } },
    },
  },
})
