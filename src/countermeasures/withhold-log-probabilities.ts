import { type Body, defineCountermeasure, valuesOf } from './define.js'

const KEYS = ['logprobs', 'top_logprobs', 'prompt_logprobs']

/** Anything but a plain no: an API may read `"5"` as five. */
const isAsked = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && value !== 0

const isIncluded = (value: unknown): boolean =>
  [value].flat().some((one) => typeof one === 'string' && /logprobs/i.test(one))

const asksFor = (body: Body, query: string): boolean =>
  KEYS.some((key) => valuesOf(body, key).some(isAsked)) ||
  valuesOf(body, 'include').some(isIncluded) ||
  isIncluded(query)

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
  look: ({ body, query }) =>
    asksFor(body, query)
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
      'as a text, in capitals': {
        kind: 'chat',
        body: { model: 'm', LogProbs: 'true' },
        effect: { kind: 'refuse', status: 400 },
      },
      'afterwards, in the address': {
        kind: 'responses',
        query: 'include[]=message.output_text.logprobs',
        effect: { kind: 'refuse', status: 400 },
      },
      'a response that includes them': {
        kind: 'responses',
        body: {
          model: 'm',
          include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
        },
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
