import type { Truth } from '../../domain/truth.js'
import { type Decided, foundFrom, type LiveCampaign } from '../../lab/live.js'
import type { Placed } from '../../lab/replay-order.js'
import type { LiveClient } from './live-client.js'

/** One run of the service, as `/readyz` told of it. */
export interface RunSeen {
  /** Of the replay, when it was first seen to be finished. */
  readonly atSeconds: number
  readonly seconds: number
  readonly campaigns: number
}

/** Follows planted campaigns by what the service answers. It alone knows the truth. */
export interface Watch {
  /** The service has acknowledged these. */
  arrived(exchanges: readonly Placed[]): void
  /** Asks for the operators, seen so far, of each campaign that was not found yet. */
  look(): Promise<void>
  runs(): readonly RunSeen[]
  /** The longest that anything lay in the spool when somebody looked. */
  spoolSecondsMax(): number
  /** Asks for all operators once more. For when all was sent and a run has seen it. */
  end(): Promise<readonly LiveCampaign[]>
}

export interface WatchOptions {
  readonly client: Pick<LiveClient, 'underDecision' | 'state'>
  readonly truth: Truth
  readonly order: readonly Placed[]
  /** Seconds since the replay began. */
  readonly seconds: () => number
  readonly told: (text: string) => void
}

interface Watched {
  readonly campaign: Truth['campaigns'][number]
  readonly seen: Set<string>
  exchanges: number
  sent: number
  operators: number
  found: LiveCampaign['found']
  firstSeconds: number
  lastSeconds: number
  /** Asked when its last exchange was acknowledged. */
  atLast: Promise<Decided>
}

export function watchCampaigns(options: WatchOptions): Watch {
  const { client, seconds, told } = options
  const watched = watchedOf(options)
  const runs: RunSeen[] = []
  let lastRun: string | null = null
  let spoolMs = 0
  const ask = async (accounts: ReadonlySet<string>): Promise<Decided> => {
    const seen = [...accounts]
    return { decided: (await client.underDecision(seen)).size, seen: seen.length }
  }
  return Object.freeze({
    arrived: (exchanges: readonly Placed[]) => {
      for (const { account_id } of exchanges) {
        const one = watched.of.get(account_id)
        if (one === undefined) continue
        if (one.sent === 0) one.firstSeconds = seconds()
        one.sent += 1
        one.seen.add(account_id)
        if (one.sent < one.exchanges) continue
        one.lastSeconds = seconds()
        one.atLast = ask(one.seen)
        // It is waited for at the end, where what it throws is thrown.
        one.atLast.catch(() => undefined)
      }
    },
    look: async () => {
      const { engine, snapshot, spool } = await client.state()
      spoolMs = Math.max(spoolMs, spool.lag_ms)
      const { last_run_id = null, last_run_seconds, campaigns_act = 0 } = engine
      if (last_run_id !== lastRun) {
        lastRun = last_run_id
        const campaigns = campaigns_act + (engine.campaigns_review ?? 0)
        runs.push({ atSeconds: seconds(), seconds: last_run_seconds ?? 0, campaigns })
        told(`a run took ${(last_run_seconds ?? 0).toFixed(0)} s and has ${campaigns} campaigns`)
      }
      // A snapshot that names nobody lets everybody pass.
      if (snapshot.subjects === 0) return
      for (const one of watched.all) {
        if (one.found !== null || one.seen.size === 0) continue
        const now = await ask(one.seen)
        if (now.decided < foundFrom(now.seen, one.operators)) continue
        one.found = { ...now, seconds: seconds(), sent: one.sent }
        told(`found ${one.campaign.campaign_id}`)
      }
    },
    runs: () => [...runs],
    spoolSecondsMax: () => spoolMs / 1000,
    end: () => Promise.all(watched.all.map((one) => campaignOf(one, ask))),
  })
}

function watchedOf({ truth, order }: WatchOptions) {
  const all = truth.campaigns.map(
    (campaign): Watched => ({
      campaign,
      seen: new Set(),
      exchanges: 0,
      sent: 0,
      operators: 0,
      found: null,
      firstSeconds: 0,
      lastSeconds: 0,
      atLast: Promise.resolve({ decided: 0, seen: 0 }),
    }),
  )
  const of = new Map(
    all.flatMap((one) => one.campaign.accounts.map((account) => [account, one] as const)),
  )
  for (const account of new Set(order.map(({ account_id }) => account_id))) {
    const one = of.get(account)
    if (one !== undefined) one.operators += 1
  }
  for (const { account_id } of order) {
    const one = of.get(account_id)
    if (one !== undefined) one.exchanges += 1
  }
  return { all: all.filter(({ exchanges }) => exchanges > 0), of }
}

async function campaignOf(
  one: Watched,
  ask: (accounts: ReadonlySet<string>) => Promise<Decided>,
): Promise<LiveCampaign> {
  const { campaign, operators, exchanges, found, firstSeconds, lastSeconds } = one
  return {
    campaign_id: campaign.campaign_id,
    discipline: campaign.discipline,
    operators,
    exchanges,
    firstSeconds,
    found,
    last: { ...(await one.atLast), seconds: lastSeconds },
    end: await ask(one.seen),
  }
}
