/** The parameters of what a shared value is worth among the quiet. */
export const WORTH = {
  common_share: 'Float64',
  prior_entities: 'UInt32',
  linkers: 'Array(String)',
  families: 'Array(String)',
  bits_max: 'Array(Float64)',
  unseen: 'Array(Float64)',
}
export const WORTHS = {
  // What one quiet account in fifty carries ties nobody.
  common_share: 0.02,
  // The strength of the shipped curves where few are quiet; as in stage 5.
  prior_entities: 300,
} as const
