/** What the console is told of accounts. Types alone. */
import type { AccountExplained } from '../../../explain/account.js'
import type { RunTold } from '../told.js'

export type { AccountExplained, LinkTold } from '../../../explain/account.js'

/** An account that some text names. */
export interface AccountHit {
  readonly account_id: string
  /** Its organisation, or itself. */
  readonly entity_id: string
  readonly plan: string
  readonly status: string
  readonly found_by: 'account' | 'key' | 'campaign' | 'organisation' | 'beginning'
  readonly verdict: string
  /** '' where it is of none. */
  readonly campaign_id: string
  readonly role: string
}

export interface AccountsAnswer {
  readonly run: RunTold | null
  readonly hits: readonly AccountHit[]
  /** Whether there may be more than are told. */
  readonly is_cut: boolean
}

export interface DayRow {
  readonly account_id: string
  readonly day: string
  readonly exchanges: number
  readonly elicited: number
}

export interface RulingRow {
  readonly ruled_at: string
  readonly conclusion: string
  readonly author: string
  readonly reason: string
}

export interface AccountAnswer {
  readonly run: RunTold | null
  /** Null where no exchange of it was seen. */
  readonly account: AccountExplained | null
  readonly would_change: readonly string[]
  /** Days of use, of it and of the accounts that are tied to it most. */
  readonly days: readonly DayRow[]
  readonly rulings: readonly RulingRow[]
}

export interface AccountExchange {
  readonly exchange_id: string
  readonly received_at: string
  readonly model: string
  readonly channel: string
  readonly text_policy: string
  readonly status: number
  readonly tokens_in: number
  readonly tokens_out: number
  readonly capability: string
  readonly elicitation: readonly string[]
}

export interface AccountExchangesAnswer {
  readonly exchanges: readonly AccountExchange[]
  /** From where the next page goes on; null at the end. */
  readonly next: number | null
}

/** What an exchange says, once a reason is in the trail. */
export interface TextRead {
  readonly text: Readonly<Record<string, unknown>>
}
