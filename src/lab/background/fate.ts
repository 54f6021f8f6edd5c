/**
 * What happens to ordinary accounts while we look: plans change, cards fail, some close, and a few are
 * suspended for reasons that have nothing to do with harvesting. Without them, every event in a log
 * would point at a campaign.
 */

import type { AccountEvent } from '../../domain/account.js'
import type { Random, Weighted } from '../random.js'
import type { Traffic } from '../traffic.js'

type Kind = AccountEvent['kind']

/** Shares of accounts in a fortnight; invented. */
const FATES: readonly Weighted<Kind | undefined>[] = [
  [undefined, 0.938],
  ['plan_changed', 0.02],
  ['payment_failed', 0.018],
  ['verified', 0.014],
  ['closed', 0.006],
  ['suspended', 0.004],
]
const DETAILS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  suspended: ['usage policy', 'usage policy', 'spam', 'chargeback', 'age'],
  payment_failed: ['expired', 'declined', 'insufficient funds'],
}

/** The traffic in which the account lives out its fate: after its end, nothing more is sent. */
export const withFate = (
  traffic: Traffic,
  random: Random,
  account: { readonly account_id: string; readonly created_at: string },
): Traffic => {
  const kind = random.weighted(FATES)
  if (!kind) return traffic
  const { startMs, endMs } = traffic.window
  const bornMs = Math.max(startMs, Date.parse(account.created_at))
  const atMs = Math.round(random.uniform(bornMs, endMs))
  const details = DETAILS[kind]
  traffic.addEvent({
    account_id: account.account_id,
    occurred_at: new Date(atMs).toISOString(),
    kind,
    ...(details ? { detail: random.pick(details) } : {}),
  })
  if (kind !== 'closed' && kind !== 'suspended') return traffic
  return {
    ...traffic,
    addExchange: (sender, sent) => {
      if (sent.atMs < atMs) traffic.addExchange(sender, sent)
    },
  }
}
