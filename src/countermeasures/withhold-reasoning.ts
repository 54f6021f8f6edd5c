import { defineCountermeasure, type Effect, isObject, type Measured } from './define.js'

function withheld({ kind, body }: Measured): Effect | null {
  if (kind === 'messages' && isObject(body.thinking)) {
    const { type, display } = body.thinking
    if (type === 'disabled' || display === 'omitted') return null
    return { kind: 'change', key: 'thinking', value: { ...body.thinking, display: 'omitted' } }
  }
  if (kind === 'responses' && isObject(body.reasoning)) {
    const { summary, generate_summary, ...rest } = body.reasoning
    const isAsked = (value: unknown) => value !== undefined && value !== null
    const isAny = isAsked(summary) || isAsked(generate_summary)
    return isAny ? { kind: 'change', key: 'reasoning', value: rest } : null
  }
  return null
}

export default defineCountermeasure({
  id: 'withhold-reasoning',
  title: 'Reasoning not shown',
  level: 'shape',
  is_default: false,
  needs_body: true,
  why: `Without reasoning a student of mathematics learnt half as much (67.8 to 31.4 on MATH-500); one of code nothing less.
    The API is asked not to show it, by its own means, and it goes on sealed.`,
  costs: [
    'Whoever shows the reasoning to its users has none to show.',
    'Faults are harder to find.',
  ],
  falls_short: [
    'Stronger than a summary, and no wall: reasoning that is hidden can be guessed from answers.',
    'It does nothing against the harvest of code.',
  ],
  look: withheld,
  cases: {
    touches: {
      'a message with thinking in summary': {
        kind: 'messages',
        body: { thinking: { type: 'adaptive', display: 'summarized' } },
        effect: {
          kind: 'change',
          key: 'thinking',
          value: { type: 'adaptive', display: 'omitted' },
        },
      },
      'a response with any summary': {
        kind: 'responses',
        body: { reasoning: { effort: 'high', summary: 'auto' } },
        effect: { kind: 'change', key: 'reasoning', value: { effort: 'high' } },
      },
    },
    leaves: {
      'thinking that is omitted already': {
        kind: 'messages',
        body: { thinking: { type: 'enabled', display: 'omitted' } },
      },
      'a response without a summary': {
        kind: 'responses',
        body: { reasoning: { effort: 'low', summary: null } },
      },
      'a chat': { kind: 'chat', body: { reasoning_effort: 'high' } },
    },
  },
})
