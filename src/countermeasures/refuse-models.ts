import { defineCountermeasure, isMeant, modelOf } from './define.js'

export default defineCountermeasure({
  id: 'refuse-models',
  title: 'Not the newest models',
  level: 'limit',
  is_default: true,
  needs: 'models',
  needs_body: true,
  why: `A campaign turns to a new model within hours of its release, since that is the teacher it wants. Whoever works with
    models goes on with the others.`,
  costs: ['Whoever built on the new model goes back to the one before for the time being.'],
  falls_short: ['A model that is not named is asked instead.'],
  look: ({ kind, body, path, limits }) => {
    if (kind === 'other' || kind === 'batch') return null
    const model = modelOf({ body, path })
    const isRefused = (limits.models ?? []).some((pattern) => isMeant(model, pattern))
    // A stored prompt may name a model of its own, so that a request without one may ask any.
    return isRefused || (model === '' && limits.models !== undefined)
      ? {
          kind: 'refuse',
          status: 403,
          message:
            'This model, or a request that names none, is not available to this account at present',
        }
      : null
  },
  cases: {
    touches: {
      'the model by name': {
        kind: 'messages',
        body: { model: 'heron-6' },
        limits: { models: ['heron-6'] },
        effect: { kind: 'refuse', status: 403 },
      },
      'the model in the path': {
        kind: 'chat',
        path: '/openai/deployments/heron-6/chat/completions',
        limits: { models: ['heron-6'] },
        effect: { kind: 'refuse', status: 403 },
      },
      'the model in the path, whatever the body says': {
        kind: 'chat',
        path: '/openai/deployments/heron-6/chat/completions',
        body: { model: 'heron-5' },
        limits: { models: ['heron-6'] },
        effect: { kind: 'refuse', status: 403 },
      },
      'a stored prompt': {
        kind: 'responses',
        body: { prompt: { id: 'pmpt_1' } },
        limits: { models: ['heron-6'] },
        effect: { kind: 'refuse', status: 403 },
      },
      'a dated name of it': {
        kind: 'messages',
        body: { model: 'heron-6-20261101' },
        limits: { models: ['heron-6*'] },
        effect: { kind: 'refuse', status: 403 },
      },
    },
    leaves: {
      'another model': {
        kind: 'chat',
        body: { model: 'heron-5' },
        limits: { models: ['heron-6*'] },
      },
      'a policy that names none': { kind: 'chat', body: { model: 'heron-6' } },
    },
  },
})
