import { defineReason } from '../define.js'
import { tiesOf } from '../ties.js'

export default defineReason({
  id: 'tied-to-campaign',
  family: 'shared',
  speaks: 'fraud',
  firmness: 1,
  title: 'Shares with a campaign',
  why: 'An operator whose accounts are taken makes new ones with what is left: the cards, the numbers, the domains, the program.',
  benign: ['Whoever bought access from an operator; a victim of it; people behind one exit.'],
  evasions: ['Everything new, at the price of everything.'],
  needs: [],
  bits_max: 8,
  asks_anew: true,
  statement: 'Accounts of a campaign applied with the same {channels}.',
  weigh: (facts, around, marks) => tiesOf(facts, around, marks, 'campaign'),
  cases: {
    speaks: {
      'the card of an operator': {
        application: { payment_hash: 'card' },
        marked: [{ mark: 'campaign', payment_hash: 'card' }],
      },
    },
    quiet: {
      'the browser and the network of one': {
        application: { signup_ja4: 'j', signup_ip: '192.0.2.1' },
        marked: [{ mark: 'campaign', signup_ja4: 'j', signup_ip: '192.0.2.9' }],
      },
    },
  },
})
