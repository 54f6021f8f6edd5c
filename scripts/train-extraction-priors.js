// Which family each class, sign and remark was written for. The weights of the families are shrunk
// towards this instead of towards nothing: three sources of pairs cannot teach what a sign for pairs
// means, but its author knew.

const SIGNS = {
  generation:
    'makes_items asks_for_help_to_make is_a_maker counts_items pairs_with_answers wants_both_halves wants_variety rewrites_items wants_difficulty user_talks_to_model speaks_as_users_would wants_realism plants_faults made_from_text is_given_text hides_its_source rests_on_text_alone names_training',
  grading:
    'is_given_an_answer judges_an_answer judges_whether is_a_judge names_a_scale names_a_score names_criteria names_qualities wants_a_verdict has_a_reference names_submissions wants_yes_or_no',
  preference: 'names_two_outputs numbers_outputs wants_the_better',
  reasoning:
    'names_steps names_reasoning adds_reasoning shows_worked_answers shows_worked_reasoning concludes_an_answer',
  item: 'offers_choices asks_for_a_label',
  standing_instructions: 'acts_as serves_users has_headings lists_rules sets_a_task',
  request: 'speaks_of_oneself asks_at_once',
  code: 'holds_code names_repository',
  agent: 'names_tools',
}

const CLASSES = {
  reasoning: 'reasoning_trace_reconstruction hidden_reasoning_demand injected_wrapper',
  grading: 'reward_model_grading',
  preference: 'preference_pair',
  generation: 'instruction_generation fine_tuning_format trajectory_capture refining_captured_text',
  item: 'benchmark_item',
}

// In natural units: a sign that speaks for its family is worth e^.6, a whole class half as much again.
const SIGN = 0.6
const CLASS = 0.9

const spread = (table, mark) =>
  Object.entries(table).flatMap(([family, names]) =>
    names.split(' ').map((name) => [`${mark}${name}`, family]),
  )
const HALVES = [
  'reasoning_trace_reconstruction',
  'reward_model_grading',
  'preference_pair',
  'instruction_generation',
  'benchmark_item',
]
const WHOLE = new Map(spread(CLASSES, ''))
const OF_SIGN = new Map([
  ...spread(SIGNS, 'sign:'),
  ...HALVES.flatMap((name) => [
    [`act:${name}`, WHOLE.get(name)],
    [`thing:${name}`, WHOLE.get(name)],
  ]),
])

/** The family that a feature was written for and its weight before anything is learned, if any. */
export function priorOf(name) {
  if (WHOLE.has(name)) return [WHOLE.get(name), CLASS]
  const family = OF_SIGN.get(name) ?? /^cue:(\w+)\./.exec(name)?.[1]
  return family === undefined ? undefined : [family, SIGN]
}
