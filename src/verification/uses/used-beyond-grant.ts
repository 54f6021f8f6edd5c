import { defineUse, SPEAKS_FROM, type UseDoubt } from '../use.js'

const BITS_MAX = 3

export default defineUse<UseDoubt>({
  id: 'used-beyond-grant',
  family: 'economy',
  speaks: 'misuse',
  is_firm: false,
  title: 'Used far beyond what is paid or usual',
  why: `What is given is taken for what it is worth. What a grant was used for at list price stands against what its plan costs over
    the same days, or, where that is more, against what proven customers of the same programme use.`,
  benign: ['The few who use most: each alone.', 'A thesis in its last weeks.'],
  evasions: ['Many accounts that each stay below: then there are many.'],
  needs: ['tokens_out'],
  bits_max: BITS_MAX,
  statement:
    'Used at list price {used} dollars; its plan costs {paid} for these days, and nine of ten who are proven use less than {usual}.',
  weigh: ({ used, paid, usual }) => {
    if (usual.used === undefined || used < SPEAKS_FROM.used) return undefined
    const bits = Math.min(BITS_MAX, Math.log2(used / Math.max(paid, usual.used, 1)))
    return { bits, said: { used, paid, usual: usual.used } }
  },
  cases: {
    speaks: { 'ten times what is usual': { used: 300 } },
    quiet: {
      'what is usual': { used: 28 },
      'what is paid for': { used: 300, paid: 280 },
    },
  },
})
