/** What a text asks a model for that trains another one. Index i is bit i of the `elicitation` mask of a fingerprint. */
export const ELICITATION_CLASSES = [
  'reasoning_trace_reconstruction',
  'hidden_reasoning_demand',
  'reward_model_grading',
  'preference_pair',
  'instruction_generation',
  'fine_tuning_format',
  'trajectory_capture',
  'safe_rewriting',
  'identity_scrubbing',
  'translation_fan_out',
  'benchmark_item',
  'refining_captured_text',
  'injected_wrapper',
] as const
export type ElicitationClass = (typeof ELICITATION_CLASSES)[number]
