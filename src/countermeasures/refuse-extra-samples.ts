import { type Body, defineCountermeasure, valuesOf } from './define.js'

/** Anything but one, or nothing: an API may read `"8"` as eight. */
const isMany = (value: unknown): boolean => value !== null && value !== undefined && value !== 1
const asksForMany = (body: Body): boolean =>
  ['n', 'best_of'].some((key) => valuesOf(body, key).some(isMany))

export default defineCountermeasure({
  id: 'refuse-extra-samples',
  title: 'One sample a request',
  level: 'shape',
  is_default: true,
  needs_body: true,
  why: `Several samples of one answer are what rejection sampling and pairs of preferences are made of, at the price of one
    prompt.`,
  costs: ['Whoever shows its users several drafts asks several times.'],
  falls_short: [
    'The same request sent again gives another sample: it costs a request, which a cap counts.',
  ],
  look: ({ body }) =>
    asksForMany(body)
      ? {
          kind: 'refuse',
          status: 400,
          message: 'Only one sample a request is available to this account at present',
        }
      : null,
  cases: {
    touches: {
      'eight samples': {
        kind: 'chat',
        body: { model: 'm', n: 8 },
        effect: { kind: 'refuse', status: 400 },
      },
      'eight, as a text and in capitals': {
        kind: 'chat',
        body: { model: 'm', N: '8' },
        effect: { kind: 'refuse', status: 400 },
      },
      'the best of four': {
        kind: 'chat',
        body: { model: 'm', best_of: 4 },
        effect: { kind: 'refuse', status: 400 },
      },
    },
    leaves: {
      'one sample, said so': { kind: 'chat', body: { model: 'm', n: 1, best_of: null } },
      'a request that says nothing of it': { kind: 'messages', body: { model: 'm' } },
    },
  },
})
