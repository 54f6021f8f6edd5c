import { defineReason } from '../define.js'

const BITS_MAX = 6
/** What one place pays for together is said openly: a department, a course, a family. Hundreds are no class. */
const OPEN_BITS_EACH = 0.5

export default defineReason({
  id: 'payment-reuse',
  family: 'shared',
  speaks: 'fraud',
  firmness: 1,
  title: 'One payment instrument for several customers',
  why: `Cards cost more than addresses, so that a pool uses each for several accounts. Customers who have nothing to do with
    each other do not pay with one card. Where all of them sit in one place, one who pays for a group is the simplest reading.`,
  benign: [
    'A department, a boot camp or a family, which is one place; an agency that sets up its customers.',
  ],
  evasions: ['A card for each account, at its price; two accounts a card, which count for little.'],
  needs: ['payment_hash'],
  bits_max: BITS_MAX,
  answered_by: ['identity', 'documents'],
  statement:
    'Its payment instrument pays for {customers} other customers, {elsewhere} of whom signed up elsewhere.',
  weigh: (_, around) => {
    const { customers, elsewhere } = around.holders('payment')
    if (customers === 0) return undefined
    const scattered = Math.min(BITS_MAX, 1.5 * Math.log2(1 + elsewhere))
    const gathered = Math.min(BITS_MAX, OPEN_BITS_EACH * Math.log2(1 + customers))
    return { bits: Math.max(scattered, gathered), said: { customers, elsewhere } }
  },
  cases: {
    speaks: {
      'a card of eight customers in eight places': {
        application: { payment_hash: 'card' },
        others: [1, 2, 3, 4, 5, 6, 7].map((at) => ({
          payment_hash: 'card',
          signup_ip: `192.0.${at}.1`,
        })),
      },
    },
    quiet: {
      'a card of its own': {
        application: { payment_hash: 'card' },
        others: [{ payment_hash: 'another' }],
      },
      'one organisation with one card': {
        application: { payment_hash: 'card', organization_id: 'o' },
        others: [1, 2, 3].map(() => ({ payment_hash: 'card', organization_id: 'o' })),
      },
    },
  },
})
