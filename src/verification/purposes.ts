import type { Purpose } from '../domain/application.js'
import { ELICITATION_CLASSES, type ElicitationClass } from '../domain/elicitation.js'
import type { Use } from './use.js'

/**
 * What no other purpose than to make data explains: to have reasoning made up behind an answer, to have the shape of a training
 * set, to take the teacher's name out, to clean what a model once said.
 */
const OF_TRAINING: readonly ElicitationClass[] = [
  'reasoning_trace_reconstruction',
  'fine_tuning_format',
  'identity_scrubbing',
  'refining_captured_text',
]

/**
 * What speaks against each purpose, beside that. Whoever learns or teaches has essays graded, exercises invented, examinations
 * solved and texts translated; whoever researches or builds compares answers, grades them and has them wrapped. Which capability
 * is used speaks against none: a historian may write code.
 */
const AGAINST: Readonly<Record<Purpose, readonly ElicitationClass[]>> = {
  coursework: [...OF_TRAINING, 'preference_pair', 'trajectory_capture', 'injected_wrapper'],
  teaching: [...OF_TRAINING, 'preference_pair', 'trajectory_capture', 'injected_wrapper'],
  research: OF_TRAINING,
  evaluation: OF_TRAINING,
  // It is said openly, and for the desk to allow or not.
  data_generation: [],
  product: [...OF_TRAINING, 'preference_pair'],
  internal_tools: [...OF_TRAINING, 'preference_pair'],
}

/** Fewer requests of a class are a remark, or an afternoon of it. */
const ASKED_MIN = 10
/** As many classes are tried: what the best of them costs is taken off. */
const TRIED_BITS = Math.log2(ELICITATION_CLASSES.length)

/** Nothing was said, or nobody answers for its having been said that data is made. */
export const isUnstated = ({
  purpose,
  is_purpose_answered_for,
}: Pick<Use, 'purpose' | 'is_purpose_answered_for'>): boolean =>
  purpose === '' || (purpose === 'data_generation' && !is_purpose_answered_for)

/** The class that it asks for most against its purpose; where none was said, against all that people have. */
export function contradicted(
  use: Pick<Use, 'purpose' | 'is_purpose_answered_for' | 'asked' | 'asked_bits'>,
): { readonly name: ElicitationClass; readonly times: number; readonly bits: number } | undefined {
  const { purpose, asked, asked_bits } = use
  const names = purpose === '' || isUnstated(use) ? OF_TRAINING : AGAINST[purpose]
  const found = names
    .map((name) => ({ name, times: asked[name], bits: asked_bits[name] - TRIED_BITS }))
    .filter(({ times, bits }) => times >= ASKED_MIN && bits > 0)
    .sort((a, b) => b.bits - a.bits || (a.name < b.name ? -1 : 1))
  return found[0]
}

/** Requests of one account follow each other, so that a count of them says less than so many strangers would: a third. */
export const dependentBits = (bits: number, bits_max: number): number =>
  Math.min(bits_max, bits / 3)

/** What was said to be a making or a measuring of data. */
export const isDataWork = (purpose: Use['purpose']): boolean =>
  purpose === 'data_generation' || purpose === 'evaluation'

export const CLASS_TEXT: Readonly<Record<ElicitationClass, string>> = {
  reasoning_trace_reconstruction: 'reasoning to an answer that is there already',
  hidden_reasoning_demand: 'reasoning that is kept back',
  reward_model_grading: 'grades for answers',
  preference_pair: 'which of two answers is better',
  instruction_generation: 'instructions',
  fine_tuning_format: 'examples in the shape of a training set',
  trajectory_capture: 'the steps of an agent that has no tools',
  safe_rewriting: 'a question in other words',
  identity_scrubbing: 'answers without the name of the model',
  translation_fan_out: 'one text in many languages',
  benchmark_item: 'items of examinations',
  refining_captured_text: 'cleaner texts of a model',
  injected_wrapper: 'reasoning within tags',
}
