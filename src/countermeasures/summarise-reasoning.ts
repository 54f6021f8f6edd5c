import { type Body, defineCountermeasure, isObject } from './define.js'

/** Reasoning is asked of these APIs by these keys; of others its raw form is not to be had. */
function summarised({ kind, body }: { kind: string; body: Body }): Body | null {
  if (kind === 'messages' && isObject(body.thinking)) {
    const { type, display } = body.thinking
    if (type === 'disabled' || display === 'summarized' || display === 'omitted') return null
    return { ...body, thinking: { ...body.thinking, display: 'summarized' } }
  }
  if (kind === 'responses' && isObject(body.reasoning)) {
    if (body.reasoning.summary !== 'detailed') return null
    return { ...body, reasoning: { ...body.reasoning, summary: 'concise' } }
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
  costs: ['Whoever reads the trace to find faults reads its summary. The answer is the same.'],
  falls_short: [
    `A speed bump: summaries keep much of a trace's worth to a student (up to 96 % of its accuracy in one study), and a
     trace can be guessed from an answer.`,
    'Whoever asks for the reasoning in the answer gets it there.',
  ],
  look: (request) => {
    const body = summarised(request)
    return body === null ? null : { kind: 'change', body }
  },
  cases: {
    touches: {
      'a message with thinking': {
        kind: 'messages',
        body: { thinking: { type: 'enabled', budget_tokens: 2048 } },
        effect: {
          kind: 'change',
          body: { thinking: { type: 'enabled', budget_tokens: 2048, display: 'summarized' } },
        },
      },
      'a response that wants details': {
        kind: 'responses',
        body: { reasoning: { effort: 'high', summary: 'detailed' } },
        effect: { kind: 'change', body: { reasoning: { effort: 'high', summary: 'concise' } } },
      },
    },
    leaves: {
      'thinking that is omitted already': {
        kind: 'messages',
        body: { thinking: { type: 'enabled', display: 'omitted' } },
      },
      'no thinking': { kind: 'messages', body: { thinking: { type: 'disabled' } } },
      'a response without a summary': { kind: 'responses', body: { reasoning: { effort: 'low' } } },
      'thinking that is none': { kind: 'messages', body: { thinking: 'yes' } },
    },
  },
})
