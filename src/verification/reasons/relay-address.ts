import { defineReason } from '../define.js'

export default defineReason({
  id: 'relay-address',
  family: 'mail',
  speaks: 'fraud',
  firmness: 0,
  title: 'An address that forwards',
  why: 'An address that hides another costs little, and one person may have many. Most who have one want less advertising.',
  benign: ['Whoever signs in with a telephone that offers it.'],
  evasions: ['Any other address.'],
  needs: ['email_domain'],
  bits_max: 0.5,
  statement: 'The address forwards to another one, which it hides.',
  weigh: ({ mail_kind }) => (mail_kind === 'relay' ? { bits: 0.5 } : undefined),
  cases: {
    speaks: { 'a relay': { application: { email_domain: 'privaterelay.appleid.com' } } },
    quiet: { 'a free address': { application: { email_domain: 'gmail.com' } } },
  },
})
