import { defineReason } from '../define.js'

export default defineReason({
  id: 'paid-by-invoice',
  family: 'payment',
  speaks: 'innocence',
  firmness: 0,
  title: 'Paid by invoice',
  why: 'Whoever is trusted with an invoice was looked at by somebody who wants to be paid.',
  benign: ['Companies, institutions.'],
  evasions: ['A shell company: it costs weeks, and is one customer.'],
  needs: ['payment_kind'],
  bits_max: 1.5,
  statement: 'It pays by invoice.',
  weigh: ({ payment_kind }) => (payment_kind === 'invoice' ? { bits: 1.5 } : undefined),
  cases: {
    speaks: { 'an invoice': { application: { payment_kind: 'invoice' } } },
    quiet: { 'a card': { application: { payment_kind: 'card' } } },
  },
})
