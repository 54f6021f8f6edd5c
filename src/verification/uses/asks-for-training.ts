import { CLASS_TEXT, contradicted, dependentBits, isUnstated } from '../purposes.js'
import { defineUse, type UseDoubt } from '../use.js'
import { asking } from '../use-cases.js'

const BITS_MAX = 4

export default defineUse<UseDoubt>({
  id: 'asks-for-training',
  family: 'content',
  speaks: 'misuse',
  is_firm: false,
  title: 'Asks for training data, where nobody answers for a purpose',
  why: `Nothing was said that could be held against it, or that data is made, in a word that no person read. Still no programme is for what only the making of training data explains, and
    proven customers hardly ask for it.`,
  benign: ['A laboratory of a university that trains small models, and was not asked what for.'],
  evasions: ['Other words: what links its accounts remains.'],
  needs: ['prompt'],
  bits_max: BITS_MAX,
  statement:
    'Asked {times} times for {what}, which proven customers hardly do; nobody answers for a purpose that explains it.',
  weigh: (use) => {
    const found = isUnstated(use) ? contradicted(use) : undefined
    if (found === undefined) return undefined
    const said = { times: found.times, what: CLASS_TEXT[found.name] }
    return { bits: dependentBits(found.bits, BITS_MAX), said }
  },
  cases: {
    speaks: {
      'reasoning made up': asking('reasoning_trace_reconstruction', 90, 40),
      'a making of data that nobody looked at': {
        purpose: 'data_generation',
        ...asking('fine_tuning_format', 90, 40),
      },
    },
    quiet: {
      'a making of data that a person granted': {
        ...{ purpose: 'data_generation', is_purpose_answered_for: true },
        ...asking('fine_tuning_format', 90, 40),
      },
      grades: asking('reward_model_grading', 300, 90),
      'a purpose, which is another matter': {
        purpose: 'coursework',
        ...asking('reasoning_trace_reconstruction', 90, 40),
      },
    },
  },
})
