/** What whoever looks saw last, kept in this browser alone, by name: it is nobody else's business. */
import type { CampaignRow } from '../../../../src/service/console/campaigns/api.js'

export interface SeenCampaign {
  readonly operators: number
  readonly taken: number
  readonly verdict: string
}

export interface Seen {
  readonly at: string
  readonly run_id: string
  readonly campaigns: Readonly<Record<string, SeenCampaign>>
}

export interface Change {
  readonly campaign_id: string
  readonly kind: 'new' | 'grown' | 'shrunk' | 'verdict' | 'succeeded' | 'gone'
  readonly before: SeenCampaign | null
  readonly now: SeenCampaign | null
  /** Those seen before that it goes on from, or that go on from it. */
  readonly others: readonly string[]
}

const keyOf = (name: string) => `stillwatch.seen.${name}`

export const seenOf = (campaigns: readonly CampaignRow[]): Seen['campaigns'] =>
  Object.fromEntries(campaigns.map((one) => [one.campaign_id, ofRow(one)]))

const ofRow = (one: CampaignRow): SeenCampaign => ({
  operators: one.operators,
  taken: one.exchanges_extracting,
  verdict: one.verdict,
})

/** Null where nothing was kept, or what was kept is none of ours. */
export function readSeen(name: string): Seen | null {
  try {
    const seen = JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null') as Seen | null
    const isOurs =
      typeof seen?.at === 'string' && typeof seen.campaigns === 'object' && seen.campaigns !== null
    return isOurs ? seen : null
  } catch {
    return null
  }
}

/** False where the browser keeps nothing. */
export function keepSeen(name: string, seen: Seen): boolean {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(seen))
    return true
  } catch {
    return false
  }
}

/** What is otherwise now, what weighs most first. A campaign that another goes on from is not gone. */
export function changesSince(
  seen: Seen['campaigns'],
  campaigns: readonly CampaignRow[],
): readonly Change[] {
  const now = new Map(campaigns.map((one) => [one.campaign_id, one]))
  const here = campaigns.flatMap((one) => {
    const kind = kindOf(seen[one.campaign_id], one)
    if (kind === null) return []
    const others = one.succeeds.filter((id) => Object.hasOwn(seen, id))
    return [
      {
        campaign_id: one.campaign_id,
        kind: kind === 'new' && others.length > 0 ? ('succeeded' as const) : kind,
        before: Object.hasOwn(seen, one.campaign_id) ? (seen[one.campaign_id] ?? null) : null,
        now: ofRow(one),
        others,
      },
    ]
  })
  const gone = Object.entries(seen)
    .filter(([id]) => !now.has(id))
    .map(([campaign_id, before]) => ({
      campaign_id,
      kind: 'gone' as const,
      before,
      now: null,
      others: campaigns
        .filter(({ succeeds }) => succeeds.includes(campaign_id))
        .map((one) => one.campaign_id),
    }))
  return [...here, ...gone].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

const ORDER: readonly Change['kind'][] = ['new', 'succeeded', 'verdict', 'grown', 'shrunk', 'gone']

function kindOf(before: SeenCampaign | undefined, one: CampaignRow): Change['kind'] | null {
  if (before === undefined) return 'new'
  if (before.verdict !== one.verdict) return 'verdict'
  const [accounts, taken] = [
    one.operators - before.operators,
    one.exchanges_extracting - before.taken,
  ]
  if (accounts > 0 || taken > 0) return 'grown'
  return accounts < 0 || taken < 0 ? 'shrunk' : null
}
