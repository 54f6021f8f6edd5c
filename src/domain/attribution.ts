/** A fact or an inference that a run proposes of one hypothesis: a row of `attribution`, without its run. */
export interface ItemProposed {
  readonly campaign_id: string
  readonly hypothesis_id: string
  readonly question: 'operator' | 'beneficiary'
  readonly about_kind: string
  readonly about_name: string
  readonly evidence_id: string
  readonly standing: 'fact' | 'inference'
  readonly speaks: 'for' | 'against'
  readonly family: string
  readonly kind: string
  readonly weight_millibits: number
  readonly statement: string
}
