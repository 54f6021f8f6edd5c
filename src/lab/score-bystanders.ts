import type { Findings } from '../domain/findings.js'
import type { Truth } from '../domain/truth.js'

/** What became of the bystanders of one scenario in one true role: each is counted once, where it fares worst. */
export interface BystanderScore {
  readonly scenario: string
  readonly role: 'customer' | 'victim'
  readonly accounts: number
  readonly clear: number
  readonly watch: number
  /** Members whom a role spares, whichever of the two: not to be acted on. */
  readonly inRole: number
  readonly review: number
  readonly act: number
}

type Fate = 'clear' | 'watch' | 'inRole' | 'review' | 'act'

/** A scenario that protects its innocents shows here, and one total hides the other that does not. */
export function scoreBystanders(truth: Truth, findings: Findings): readonly BystanderScore[] {
  const verdicts = new Map(findings.accounts.map((one) => [one.account_id, one.verdict]))
  const spared = new Set(
    findings.campaigns.flatMap(({ members }) =>
      members.filter(({ role }) => role !== 'operator').map(({ account_id }) => account_id),
    ),
  )
  const fateOf = (id: string): Fate => {
    const verdict = verdicts.get(id) ?? 'clear'
    if (verdict === 'act' || !spared.has(id)) return verdict
    return 'inRole'
  }
  const scores = new Map<string, BystanderScore>()
  for (const { account_id, campaign_id, role } of truth.bystanders) {
    // Campaigns are called after their scenario, with a number.
    const scenario = campaign_id.replace(/-\d+$/, '')
    const key = `${scenario} ${role}`
    const known = scores.get(key) ?? { ...NONE, scenario, role }
    const fate = fateOf(account_id)
    scores.set(key, { ...known, accounts: known.accounts + 1, [fate]: known[fate] + 1 })
  }
  return [...scores].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, score]) => score)
}

const NONE = { accounts: 0, clear: 0, watch: 0, inRole: 0, review: 0, act: 0 }
