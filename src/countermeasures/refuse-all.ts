import { defineCountermeasure } from './define.js'

export default defineCountermeasure({
  id: 'refuse-all',
  title: 'Nothing for the time being',
  level: 'deny',
  is_default: true,
  needs_body: false,
  why: `Where people agreed that an account is a campaign's, it is refused until the restriction ends or an appeal is granted.
    That is no suspension: the account, its data and its way to object stay as they are.`,
  costs: [
    'Everything, until the appeal is decided: the last of the measures, and never the first.',
  ],
  falls_short: ['The operator comes back under other names. See what was displaced.'],
  look: () => ({ kind: 'refuse', status: 403, message: 'This request was refused' }),
  cases: {
    touches: { 'any request': { kind: 'chat', effect: { kind: 'refuse', status: 403 } } },
    leaves: {},
  },
})
