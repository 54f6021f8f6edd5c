import { defineCountermeasure } from './define.js'

export default defineCountermeasure({
  id: 'ask-verification',
  title: 'A proof is asked for first',
  level: 'verify',
  is_default: true,
  needs: 'verify_at',
  needs_body: false,
  why: `Whoever runs thousands of accounts has thousands of proofs to make, and a customer has one. It is the mildest thing
    that costs the one more than the other.`,
  costs: ['Work stands still until the proof is given.'],
  falls_short: ['Proofs can be bought. What is bought for each account makes it dearer.'],
  look: ({ limits }) =>
    limits.verify_at === undefined
      ? null
      : {
          kind: 'refuse',
          status: 403,
          message: `This account is to be verified before it goes on (${limits.verify_at})`,
        },
  cases: {
    touches: {
      'any request': {
        kind: 'messages',
        limits: { verify_at: 'https://example.org/verify' },
        effect: { kind: 'refuse', status: 403 },
      },
    },
    leaves: { 'a policy that says not where': { kind: 'messages' } },
  },
})
