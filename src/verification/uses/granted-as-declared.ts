import { isDataWork } from '../purposes.js'
import { defineUse, type UseAnswer } from '../use.js'

const BITS = 4

export default defineUse<UseAnswer>({
  id: 'granted-as-declared',
  speaks: 'innocence',
  answers: ['economy', 'content'],
  title: 'Somebody answers for an evaluation, or a making of data',
  why: `A person granted it as it was stated or saw documents, or the organisation is verified: whoever does what was granted then does no wrong.
    Where the service granted it by itself, nobody read the word.`,
  benign: ['Laboratories, and whoever measures models.'],
  evasions: ['To say so to a person: then the desk knows, and grants it or does not.'],
  needs: ['purpose'],
  bits_max: BITS,
  statement: 'It was asked for {purpose}, and somebody answers for that.',
  weigh: ({ purpose, is_purpose_answered_for }) =>
    isDataWork(purpose) && is_purpose_answered_for
      ? { bits: BITS, said: { purpose: purpose.replaceAll('_', ' ') } }
      : undefined,
  cases: {
    speaks: {
      'an evaluation that a person granted': {
        ...{ purpose: 'evaluation', is_purpose_answered_for: true },
      },
    },
    quiet: {
      'the word alone': { purpose: 'evaluation' },
      'research that a person granted': { purpose: 'research', is_purpose_answered_for: true },
    },
  },
})
