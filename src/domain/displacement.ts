/** What was done to a campaign once, and where its traffic went within some days of it. */
export interface Displacement {
  readonly campaign_id: string
  readonly action_id: string
  readonly kind: 'ban' | 'restriction'
  readonly policy_id: string
  readonly acted_at: string
  /** Accounts that were sent away; subjects of a restriction. */
  readonly touched: number
  readonly horizon_days: number
  /** Of these, what lies before the end of the log. */
  readonly days_seen: number
  readonly days_before: number
  /** Of its operators from before. */
  readonly exchanges_staying: number
  readonly accounts_back: number
  readonly exchanges_back: number
  readonly tokens_back: number
  readonly exchanges_expected: number
  readonly exchanges_expected_least: number
  readonly exchanges_expected_most: number
  readonly tokens_expected: number
  readonly accounts_back_before: number
  readonly accounts_text_only: number
  readonly strangers_with_text: number
  readonly others_per_day_before: number
  readonly others_per_day_after: number
  /** In the thirty days before, and of who came back in those after. */
  readonly routes: readonly Route[]
}

export interface Route {
  readonly kind: string
  readonly name: string
  readonly exchanges_before: number
  readonly exchanges_back: number
}
