import { defineReason } from '../define.js'

const BITS_MAX = 4
const SCHOOL_BITS_MAX = 2
/** Three begin in an ordinary fortnight of a small company. */
const FEW_BITS = 1.5
const KNOWN_BITS = 3

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
  bits_max: BITS_MAX,
  answered_by: ['domain_dns'],
  statement: '{accounts} accounts of one customer applied within two weeks.',
  weigh: ({ program, is_organization_verified, proofs }, around) => {
    const { observed, usual } = around.ofCustomer()
    if (observed < 5) return undefined
    // Who has a name with us, or in the world, may have some hundred people.
    const known = is_organization_verified || proofs.has('domain_dns') ? KNOWN_BITS : 0
    // Schools that no list has are many, and their pupils can answer no question about the domain.
    const most = program === 'education' || program === 'research' ? SCHOOL_BITS_MAX : BITS_MAX
    const bits = Math.min(most, Math.log2(observed / (1 + usual)) - FEW_BITS - known)
    return { bits, said: { accounts: observed } }
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
