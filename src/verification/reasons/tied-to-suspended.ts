import { defineReason } from '../define.js'
import { tiesOf } from '../ties.js'

export default defineReason({
  id: 'tied-to-suspended',
  family: 'shared',
  speaks: 'fraud',
  firmness: 1,
  title: 'Shares with a suspended account',
  why: 'Whoever was suspended comes back with what is left: the card, the number, the domain.',
  benign: ['Somebody who was suspended wrongly and waits for no answer; a family; an employer.'],
  evasions: ['Everything new, at the price of everything.'],
  needs: [],
  bits_max: 5,
  statement: 'Suspended accounts applied with the same {channels}.',
  weigh: (facts, around, marks) => tiesOf(facts, around, marks, 'suspended'),
  cases: {
    speaks: {
      'the number of one': {
        application: { phone_hash: 'p' },
        marked: [{ mark: 'suspended', phone_hash: 'p' }],
      },
    },
    quiet: {
      nothing: {
        application: { phone_hash: 'q' },
        marked: [{ mark: 'suspended', phone_hash: 'p' }],
      },
    },
  },
})
