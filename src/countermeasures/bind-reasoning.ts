import { defineCountermeasure } from './define.js'

export default defineCountermeasure({
  id: 'bind-reasoning',
  title: 'Sealed reasoning only from whom it was issued to',
  level: 'shape',
  is_default: true,
  needs_body: true,
  why: `A pool collects sealed reasoning in some accounts and has it expanded or answered for in others. Whoever holds a
    conversation sends back what that conversation was given.`,
  costs: [
    `A conversation that goes on under another account, or under another API key where keys are accounts and the
     organisation is not told, begins anew.`,
  ],
  falls_short: [
    'What was issued before the service began, or longer ago than its memory goes, passes.',
    'One account for both halves of the work.',
  ],
  look: ({ foreign }) =>
    foreign() > 0
      ? {
          kind: 'refuse',
          status: 400,
          message: 'A block of sealed reasoning in this request was not issued to this account',
        }
      : null,
  cases: {
    touches: {
      'a block of another account': {
        kind: 'messages',
        foreign: 1,
        effect: { kind: 'refuse', status: 400 },
      },
    },
    leaves: { 'a block of its own, or one that nobody knows': { kind: 'messages', foreign: 0 } },
  },
})
