import { defineCountermeasure, type Effect, isObject, type Measured } from './define.js'

/** Ways to show reasoning that show no more than a summary does. */
const LESS = ['summarized', 'omitted', 'updates']
const LESS_OF_RESPONSES = ['concise']

function summarised({ kind, body, limits }: Measured): Effect | null {
  if (kind === 'messages' && isObject(body.thinking)) {
    const { type, display } = body.thinking
    const isAsked = display === undefined || display === null ? limits.shows_reasoning : true
    if (!isAsked || type === 'disabled' || LESS.includes(String(display))) return null
    return { kind: 'change', key: 'thinking', value: { ...body.thinking, display: 'summarized' } }
  }
  if (kind === 'responses' && isObject(body.reasoning)) {
    const { generate_summary, ...rest } = body.reasoning
    const asked = rest.summary ?? generate_summary
    if (asked === undefined || asked === null) return null
    if (LESS_OF_RESPONSES.includes(String(asked)) && generate_summary === undefined) return null
    return { kind: 'change', key: 'reasoning', value: { ...rest, summary: 'concise' } }
  }
  return null
}

export default defineCountermeasure({
  id: 'summarise-reasoning',
  title: 'Reasoning in summary',
  level: 'shape',
  is_default: true,
  needs_body: true,
  why: `What a harvester of reasoning is after is the whole trace. The API is asked to show its summary, by its own means, and
    the trace goes on sealed: a conversation with tools works as before.`,
  costs: [
    'Whoever reads the trace to find faults reads its summary. The answer is the same.',
    'A model of the Responses API that has no concise summary says so: 400 from the API itself.',
  ],
  falls_short: [
    `A speed bump: summaries keep much of a trace's worth to a student (up to 96 % of its accuracy in one study), and a
     trace can be guessed from an answer.`,
    'Whoever asks for the reasoning in the answer gets it there.',
  ],
  look: summarised,
  cases: {
    touches: {
      'a message that wants the whole': {
        kind: 'messages',
        body: { thinking: { type: 'enabled', budget_tokens: 2048, display: 'full' } },
        effect: {
          kind: 'change',
          key: 'thinking',
          value: { type: 'enabled', budget_tokens: 2048, display: 'summarized' },
        },
      },
      'a message that says nothing, where the API then shows the whole': {
        kind: 'messages',
        body: { thinking: { type: 'enabled', budget_tokens: 2048 } },
        limits: { shows_reasoning: true },
        effect: {
          kind: 'change',
          key: 'thinking',
          value: { type: 'enabled', budget_tokens: 2048, display: 'summarized' },
        },
      },
      'a response that wants details': {
        kind: 'responses',
        body: { reasoning: { effort: 'high', summary: 'detailed' } },
        effect: { kind: 'change', key: 'reasoning', value: { effort: 'high', summary: 'concise' } },
      },
      'a response that wants what there is, by the older name': {
        kind: 'responses',
        body: { reasoning: { generate_summary: 'auto' } },
        effect: { kind: 'change', key: 'reasoning', value: { summary: 'concise' } },
      },
    },
    leaves: {
      'thinking that is omitted already': {
        kind: 'messages',
        body: { thinking: { type: 'enabled', display: 'omitted' } },
      },
      'thinking whose showing is the API’s to choose': {
        kind: 'messages',
        body: { thinking: { type: 'adaptive' } },
      },
      'no thinking': { kind: 'messages', body: { thinking: { type: 'disabled' } } },
      'a response without a summary': { kind: 'responses', body: { reasoning: { effort: 'low' } } },
      'thinking that is none': { kind: 'messages', body: { thinking: 'yes' } },
    },
  },
})
