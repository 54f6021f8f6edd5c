import { isDataWork } from '../purposes.js'
import { defineUse, SPEAKS_FROM, type UseDoubt } from '../use.js'

const BITS_MAX = 4

export default defineUse<UseDoubt>({
  id: 'judged-a-harvest',
  family: 'content',
  speaks: 'misuse',
  is_firm: false,
  title: 'The detectors of the run take it for a harvest',
  why: `Detectors look at what is asked, at replays, at loops and at breadth, of one account as of a cluster. What they say of the account
    alone, less what they find innocent, is half a reason here: it was made to be read of a group.`,
  benign: ['Products and studies that go through lists.'],
  evasions: ['As those of each detector.'],
  needs: ['prompt'],
  bits_max: BITS_MAX,
  statement: 'What it sends looks like a harvest by itself, by {harvest} bits.',
  weigh: ({ purpose, harvest_bits }) =>
    isDataWork(purpose) || harvest_bits < SPEAKS_FROM.harvest_bits
      ? undefined
      : {
          bits: Math.min(BITS_MAX, harvest_bits / 2),
          said: { harvest: Math.round(harvest_bits * 10) / 10 },
        },
  cases: {
    speaks: { 'eight bits of it': { harvest_bits: 8 } },
    quiet: {
      'three bits of it': { harvest_bits: 3 },
      'an evaluation that was declared': { purpose: 'evaluation', harvest_bits: 8 },
    },
  },
})
