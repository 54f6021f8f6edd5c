import { type Body, defineCountermeasure } from './define.js'

const INCLUDED = 'message.output_text.logprobs'

const asksFor = ({ logprobs, top_logprobs, include }: Body): boolean =>
  logprobs === true ||
  (typeof logprobs === 'number' && logprobs > 0) ||
  (typeof top_logprobs === 'number' && top_logprobs > 0) ||
  (Array.isArray(include) && include.includes(INCLUDED))

export default defineCountermeasure({
  id: 'withhold-log-probabilities',
  title: 'No log-probabilities',
  level: 'shape',
  is_default: true,
  needs_body: true,
  why: `Log-probabilities give a student the teacher's whole opinion of each token instead of one word, and with a bias
    on tokens they give away the last layer (Carlini et al. 2024, Finlayson et al. 2024). Few products need them.`,
  costs: [
    'Whoever ranks answers or measures doubt by them must do without until the appeal is decided.',
  ],
  falls_short: [
    'Text alone suffices for fine-tuning: this takes the best signal away, and not the teacher.',
  ],
  look: ({ body }) =>
    asksFor(body)
      ? {
          kind: 'refuse',
          status: 400,
          message: 'Log-probabilities are not available to this account at present',
        }
      : null,
  cases: {
    touches: {
      'a chat that asks for them': {
        kind: 'chat',
        body: { model: 'm', logprobs: true, top_logprobs: 5 },
        effect: { kind: 'refuse', status: 400 },
      },
      'a response that includes them': {
        kind: 'responses',
        body: { model: 'm', include: ['reasoning.encrypted_content', INCLUDED] },
        effect: { kind: 'refuse', status: 400 },
      },
    },
    leaves: {
      'a chat that says no': {
        kind: 'chat',
        body: { model: 'm', logprobs: false, top_logprobs: 0 },
      },
      'a message': { kind: 'messages', body: { model: 'm', max_tokens: 5 } },
      'a response that includes something else': {
        kind: 'responses',
        body: { model: 'm', include: ['reasoning.encrypted_content'] },
      },
    },
  },
})
