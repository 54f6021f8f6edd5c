import { defineCountermeasure, isMeant, modelOf, type NewModel } from './define.js'

const RELEASED_MS = Date.UTC(2026, 10, 1)
const DAY_MS = 86_400_000

/** One of the cases: new for thirty days. */
const heron = (model: string): readonly NewModel[] => [
  { model, from_ms: RELEASED_MS, until_ms: RELEASED_MS + 30 * DAY_MS },
]

export default defineCountermeasure({
  id: 'refuse-new-models',
  title: 'No model in its first days',
  level: 'limit',
  is_default: true,
  needs: 'new_model_days',
  needs_body: true,
  why: `A campaign turns to a new model within hours of its release, and nobody has the time to write its name into a policy
    then. The release is told once, as a record, and the model is open to everybody when it is no longer new.`,
  costs: [
    'Whoever is touched goes on with the models before, for so many days from each release.',
    'A request that names no model, by a stored prompt, is refused while any model is new.',
  ],
  falls_short: [
    'A model whose release was not told is old. One by another name is another: tell each name, or its beginning with a `*`.',
    'Whoever waits for so many days, or harvests the model before.',
  ],
  look: ({ kind, body, path, limits, now_ms }) => {
    if (kind === 'other' || kind === 'batch') return null
    const fresh = (limits.new_models ?? []).filter(
      ({ from_ms, until_ms }) => now_ms >= from_ms && now_ms < until_ms,
    )
    const model = modelOf({ body, path })
    // A stored prompt may name a model of its own, so that a request without one may ask any.
    return fresh.some((one) => isMeant(model, one.model)) || (model === '' && fresh.length > 0)
      ? {
          kind: 'refuse',
          status: 403,
          message:
            'A model that was released recently, or a request that names no model, is not available to this account at present',
        }
      : null
  },
  cases: {
    touches: {
      'a model on the day of its release': {
        kind: 'messages',
        body: { model: 'heron-6' },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS,
        effect: { kind: 'refuse', status: 403 },
      },
      'a dated name of it, on the last day': {
        kind: 'chat',
        body: { model: 'heron-6-20261101' },
        limits: { new_models: heron('heron-6*') },
        now_ms: RELEASED_MS + 30 * DAY_MS - 1,
        effect: { kind: 'refuse', status: 403 },
      },
      'the model in the path': {
        kind: 'chat',
        path: '/openai/deployments/heron-6/chat/completions',
        body: { model: 'heron-5' },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS,
        effect: { kind: 'refuse', status: 403 },
      },
      'a stored prompt': {
        kind: 'responses',
        body: { prompt: { id: 'pmpt_1' } },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS,
        effect: { kind: 'refuse', status: 403 },
      },
    },
    leaves: {
      'the model before': {
        kind: 'messages',
        body: { model: 'heron-5' },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS,
      },
      'a model that is no longer new': {
        kind: 'messages',
        body: { model: 'heron-6' },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS + 30 * DAY_MS,
      },
      'a model before its release, which is its testers’': {
        kind: 'messages',
        body: { model: 'heron-6' },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS - 1,
      },
      'a request without a model while none is new': {
        kind: 'responses',
        body: { prompt: { id: 'pmpt_1' } },
        limits: { new_models: heron('heron-6') },
        now_ms: RELEASED_MS + 30 * DAY_MS,
      },
      'a policy that says not how long': { kind: 'chat', body: { model: 'heron-6' } },
    },
  },
})
