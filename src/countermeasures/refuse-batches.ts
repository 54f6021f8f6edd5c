import { defineCountermeasure } from './define.js'

export default defineCountermeasure({
  id: 'refuse-batches',
  title: 'No batches',
  level: 'limit',
  is_default: true,
  needs_body: false,
  why: `A batch takes a hundred thousand prompts at half the price and asks nothing of whoever sends them. Work that a
    person waits for is not done in batches.`,
  costs: ['Evaluations and enrichments of documents run at the ordinary price.'],
  falls_short: ['The same prompts one by one: dearer, and counted by a cap.'],
  look: ({ kind }) =>
    kind === 'batch'
      ? {
          kind: 'refuse',
          status: 403,
          message: 'Batches are not available to this account at present',
        }
      : null,
  cases: {
    touches: { 'a batch': { kind: 'batch', effect: { kind: 'refuse', status: 403 } } },
    leaves: { 'a single message': { kind: 'messages', body: {} } },
  },
})
