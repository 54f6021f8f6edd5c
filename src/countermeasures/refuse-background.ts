import { defineCountermeasure } from './define.js'

export default defineCountermeasure({
  id: 'refuse-background',
  title: 'No requests in the background',
  level: 'limit',
  is_default: true,
  needs: 'parallel',
  needs_body: true,
  why: `A request in the background is answered at once and worked on later: a cap on requests at once would count none of
    them.`,
  costs: ['Whoever starts long work in the background waits for it on an open connection.'],
  falls_short: ['The same request on an open connection: the cap counts it.'],
  look: ({ body, limits }) =>
    limits.parallel !== undefined && body.background === true
      ? {
          kind: 'refuse',
          status: 403,
          message: 'Requests in the background are not available to this account at present',
        }
      : null,
  cases: {
    touches: {
      'one in the background': {
        kind: 'responses',
        body: { background: true },
        limits: { parallel: 4 },
        effect: { kind: 'refuse', status: 403 },
      },
    },
    leaves: {
      'one that is waited for': {
        kind: 'responses',
        body: { background: false },
        limits: { parallel: 4 },
      },
      'a policy without a number': { kind: 'responses', body: { background: true } },
    },
  },
})
