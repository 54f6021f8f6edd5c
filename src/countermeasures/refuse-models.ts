import { defineCountermeasure } from './define.js'

const isMeant = (model: string, pattern: string): boolean =>
  pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern

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
  look: ({ body, limits }) => {
    const model = typeof body.model === 'string' ? body.model : ''
    return (limits.models ?? []).some((pattern) => isMeant(model, pattern))
      ? {
          kind: 'refuse',
          status: 403,
          message: 'This model is not available to this account at present',
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
