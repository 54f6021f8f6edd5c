/**
 * Tables that a run makes for itself and leaves to the next, which makes them anew. The schema does not have them. Whatever is
 * on neither list is somebody else's: on a server the database may hold more.
 */
export const PASSING_TABLES = Object.freeze([
  'account_outcome',
  'attribution_held',
  'attribution_pool',
  'banned',
  'campaign_banned',
  'cohort_value',
  'detector_signal',
  'displacement_action',
  'displacement_counted',
  'displacement_day',
  'indicator_carrier',
  'indicator_wanted',
  'linker_pair',
  'linker_value',
  'newcomer_tie',
  'null_gathered',
  'null_hub',
  'null_move',
  'partner_known',
  // Made by an earlier release: what is left of it goes with the others.
  'partner_right',
  'partner_told',
  'pattern_match',
  'trait_value',
] as const)

export type PassingTable = (typeof PASSING_TABLES)[number]
