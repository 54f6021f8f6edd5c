import { defineReason } from '../define.js'

export default defineReason({
  id: 'disposable-address',
  family: 'mail',
  speaks: 'fraud',
  firmness: 0,
  title: 'An address for once',
  why: 'Whoever makes thousands of accounts needs thousands of addresses, and disposable ones cost nothing.',
  benign: ['People who try something and want no advertising.'],
  evasions: ['Free addresses, bought by the thousand: their shapes and what pays remain.'],
  needs: ['email_domain'],
  bits_max: 3.5,
  answered_by: ['phone'],
  statement: 'The address is at a domain that gives addresses for once.',
  weigh: ({ mail_kind }) => (mail_kind === 'disposable' ? { bits: 3.5 } : undefined),
  cases: {
    speaks: { 'a disposable domain': { application: { email_domain: 'mailinator.com' } } },
    quiet: {
      'a free one': { application: { email_domain: 'gmail.com' } },
      'one that forwards and hides whose it is': { application: { email_domain: 'duck.com' } },
    },
  },
})
