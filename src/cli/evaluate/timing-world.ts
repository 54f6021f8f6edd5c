import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Findings } from '../../domain/findings.js'
import type { CampaignClock } from '../../lab/replay.js'
import { dealExchanges, readClocks, writeTablesAt } from '../../lab/replay-log.js'
import { type Preset, type Simulation, simulate } from '../../lab/simulate.js'
import type { BatchHours, Operator, Pool } from '../../lab/timing.js'
import { readConclusions } from '../../service/decisions/conclusions.js'
import { QUERIES } from '../queries/queries.js'
import { scanFolder } from '../scan-folder.js'
import { type LinkerBits, noticedIn } from './noticed.js'
import { fallsUnder, type LabRun, policyOf } from './timing-falls.js'

const START_AT = '2026-03-02T00:00:00Z'
const DAY_MS = 86_400_000
/** When the log is scanned as it lies by then, and at its end: oftener at first, when most pools are found. */
const SCAN_DAYS = [0.25, 0.5, 1, 1.5, 2, 3, 5]

export interface WorldOptions {
  readonly preset: Preset
  readonly seed: string
  /** An empty folder, which the caller removes. */
  readonly folder: string
  readonly told: (text: string) => void
}

/** What one scan said of the campaigns of a world. */
interface WorldRun extends LabRun {
  readonly campaigns: readonly {
    readonly campaign_id: string
    readonly members: readonly string[]
  }[]
  readonly bits: readonly LinkerBits[]
}

/** One simulation, what its operators know of it, and what each scan said. */
export interface World {
  readonly seed: string
  readonly made: Pick<Simulation, 'truth' | 'habits'>
  /** Of campaigns that are pools: whose accounts were drawn with habits. */
  readonly clocks: readonly CampaignClock[]
  readonly runs: readonly WorldRun[]
}

/** Makes a world and scans its log as it lay at some days. What falls is not taken out of later logs. */
export async function watchWorld({ preset, seed, folder, told }: WorldOptions): Promise<World> {
  const given = join(folder, 'given')
  const dealt = join(folder, 'dealt')
  const seen = join(folder, 'seen')
  for (const path of [dealt, seen]) mkdirSync(path)
  const made = simulate({ ...preset, isCompressed: false, folder: given, seed, startAt: START_AT })
  const isDrawn = ({ sent }: CampaignClock) => sent.every((one) => made.habits.has(one.account_id))
  const clocks = readClocks(given, made.truth).filter(isDrawn)
  const cuts = [...SCAN_DAYS.filter((day) => day < preset.days), preset.days].map(
    (day) => Date.parse(START_AT) + day * DAY_MS,
  )
  const files = dealExchanges(given, dealt, cuts)
  const runs: WorldRun[] = []
  for (const [place, atMs] of cuts.entries()) {
    told(`scan ${place + 1} of ${cuts.length}`)
    renameSync(files[place] ?? '', join(seen, `exchange-${place}.jsonl`))
    writeTablesAt(given, seen, atMs)
    await scanFolder(seen, {
      look: async (store, { findings }) => {
        const conclusions = await readConclusions(store, { policy: policyOf(0), nowMs: atMs })
        const bits = await store.rows<LinkerBits>(QUERIES.campaignNoticed, {
          run_id: findings.run_id,
        })
        runs.push({ atMs, conclusions, bits, campaigns: membersOf(findings) })
      },
    })
  }
  return { seed, made, clocks, runs }
}

const membersOf = ({ campaigns }: Findings) =>
  campaigns.map(({ campaign_id, members }) => ({
    campaign_id,
    members: members.map(({ account_id }) => account_id),
  }))

/** The pools of a world of which anybody fell, with their deaths by each timing and under each of some secrets. */
export function poolsIn(
  world: World,
  { batches, secrets }: { readonly batches: readonly BatchHours[]; readonly secrets: number },
): readonly Pool[] {
  const accounts = world.clocks.flatMap(({ sent }) => [
    ...new Set(sent.map((one) => one.account_id)),
  ])
  const falls = new Map(
    [0, ...batches].map((hours) => {
      const policy = policyOf(hours)
      // At once is at once under any secret.
      const trials = Array.from({ length: hours === 0 ? 1 : secrets }, (_, trial) =>
        fallsUnder(world.runs, accounts, { policy, secret: `${world.seed} secret ${trial}` }),
      )
      return [hours, trials] as const
    }),
  )
  return world.clocks.flatMap((clock) => {
    const pool = poolOf(world, clock, falls)
    return pool === undefined ? [] : [pool]
  })
}

type Falls = ReadonlyMap<BatchHours, readonly ReadonlyMap<string, number>[]>

function poolOf({ seed, made, runs }: World, clock: CampaignClock, falls: Falls): Pool | undefined {
  const campaign = made.truth.campaigns.find((one) => one.campaign_id === clock.campaign_id)
  const startMs = clock.sent[0]?.atMs ?? 0
  const dayOf = (atMs: number) => (atMs - startMs) / DAY_MS
  const operators = new Map<string, Operator>()
  for (const { account_id, atMs } of clock.sent) {
    const habits = made.habits.get(account_id)
    if (habits === undefined || operators.has(account_id)) continue
    operators.set(account_id, { habits, firstDay: dayOf(atMs) })
  }
  const ids = [...operators.keys()]
  const atOnce = falls.get(0)?.[0] ?? new Map<string, number>()
  const firstMs = Math.min(...ids.map((id) => atOnce.get(id) ?? Number.POSITIVE_INFINITY))
  const found = runs.find(({ atMs }) => atMs >= firstMs)
  if (found === undefined || campaign === undefined) return undefined
  const daysOf = (fell: ReadonlyMap<string, number>) =>
    ids.map((id) => dayOf(fell.get(id) ?? Number.POSITIVE_INFINITY))
  return {
    world: seed,
    campaign_id: clock.campaign_id,
    discipline: campaign.discipline,
    noticed: noticedAt(found, new Set(ids)),
    operators: [...operators.values()],
    falls: new Map([...falls].map(([hours, trials]) => [hours, trials.map(daysOf)])),
  }
}

/** By what the finding hangs together that holds most of a pool. */
function noticedAt({ campaigns, bits }: WorldRun, pool: ReadonlySet<string>) {
  const held = campaigns.map(({ campaign_id, members }) => ({
    campaign_id,
    count: members.filter((id) => pool.has(id)).length,
  }))
  const most = Math.max(...held.map(({ count }) => count))
  const finding = held.find(({ count }) => count === most)?.campaign_id
  return noticedIn(bits.filter(({ campaign_id }) => campaign_id === finding))
}
