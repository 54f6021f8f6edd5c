import { defineReason } from '../define.js'

export default defineReason({
  id: 'many-of-one-customer',
  family: 'occasion',
  speaks: 'fraud',
  firmness: 0,
  title: 'Many accounts of one customer',
  why: `Accounts at one private domain are one customer, who hides nothing. Still what an account is given, each of them is
    given: so many in two weeks are worth a question, once, to whoever has the domain.`,
  benign: ['A company whose people begin; a school with a domain of its own.'],
  evasions: ['A domain for every few accounts, at its price; free addresses, whose shapes remain.'],
  needs: ['email_domain|organization_id'],
  bits_max: 4,
  answered_by: ['domain_dns'],
  statement: '{accounts} accounts of one customer applied within two weeks.',
  weigh: ({ is_organization_verified, proofs }, around) => {
    const accounts = around.ofCustomer()
    if (accounts < 5 || is_organization_verified || proofs.has('domain_dns')) return undefined
    return { bits: Math.min(4, Math.log2(accounts) - 1.5), said: { accounts } }
  },
  cases: {
    speaks: {
      'sixty at one domain': {
        application: { email_domain: 'kadomi.xyz', verification: 'email' },
        others: Array.from({ length: 60 }, () => ({
          email_domain: 'kadomi.xyz',
          verification: 'email' as const,
        })),
      },
    },
    quiet: {
      'one, and sixty who say that they are of the domain': {
        application: { email_domain: 'kadomi.xyz', verification: 'email' },
        others: Array.from({ length: 60 }, () => ({ email_domain: 'kadomi.xyz' })),
      },
      'three at one domain': {
        application: { email_domain: 'kadomi.xyz' },
        others: [{ email_domain: 'kadomi.xyz' }, { email_domain: 'kadomi.xyz' }],
      },
      'sixty at a domain for everybody': {
        application: { email_domain: 'gmail.com' },
        others: Array.from({ length: 60 }, () => ({ email_domain: 'gmail.com' })),
      },
    },
  },
})
