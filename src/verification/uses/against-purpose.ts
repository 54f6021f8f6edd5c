import { CLASS_TEXT, contradicted, dependentBits, isUnstated } from '../purposes.js'
import { defineUse, type UseDoubt } from '../use.js'
import { asking } from '../use-cases.js'

const BITS_MAX = 6

export default defineUse<UseDoubt>({
  id: 'against-purpose',
  family: 'content',
  speaks: 'misuse',
  is_firm: true,
  title: 'Asks for what its purpose has no use for',
  why: `Whoever asked for a grant said what it is for. Some requests serve no such purpose and one that was not stated: to make data that
    trains a model. How often proven customers ask so is what is usual. Which purposes stand against which requests is a closed list;
    grading, examinations and translation stand against none, and neither does a capability.`,
  benign: [
    'A student who writes about how models are trained, and tries it.',
    'A project that changed: ask what it is now.',
  ],
  evasions: [
    'To state that data is to be made: where nobody answers for that, it is as if nothing was stated.',
  ],
  needs: ['purpose', 'prompt'],
  bits_max: BITS_MAX,
  statement:
    'Asked for {purpose}, and asked {times} times for {what}, which proven customers hardly do.',
  weigh: (use) => {
    const found = isUnstated(use) ? undefined : contradicted(use)
    if (found === undefined) return undefined
    const said = { purpose: use.purpose.replaceAll('_', ' '), times: found.times }
    return {
      bits: dependentBits(found.bits, BITS_MAX),
      said: { ...said, what: CLASS_TEXT[found.name] },
    }
  },
  cases: {
    speaks: {
      'coursework that makes a training set': {
        purpose: 'coursework',
        ...asking('fine_tuning_format', 120, 60),
      },
      'a product that has reasoning made up': {
        purpose: 'product',
        ...asking('reasoning_trace_reconstruction', 60, 30),
      },
    },
    quiet: {
      'a teacher who has essays graded': {
        purpose: 'teaching',
        ...asking('reward_model_grading', 300, 90),
      },
      'an evaluation by examinations': {
        purpose: 'evaluation',
        ...asking('benchmark_item', 5000, 900),
      },
      'research that compares answers': {
        purpose: 'research',
        ...asking('preference_pair', 900, 300),
      },
      'who said that data is made': {
        purpose: 'data_generation',
        ...asking('fine_tuning_format', 900, 300),
      },
      'a handful': { purpose: 'coursework', ...asking('fine_tuning_format', 6, 20) },
    },
  },
})
