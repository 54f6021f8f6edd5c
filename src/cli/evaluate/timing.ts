import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../lab/random.js'
import type { Preset } from '../../lab/simulate.js'
import { BATCH_HOURS_HELD, BITS_A_DAY_MAX, estimateTiming, type Pool } from '../../lab/timing.js'
import { countNoticed } from './noticed.js'
import { type TimingResult, timingTable } from './timing-table.js'
import { poolsIn, watchWorld } from './timing-world.js'

export interface TimingTask {
  readonly name: string
  readonly preset: Preset
  readonly seed: string
  readonly worlds: number
  /** An empty folder, which the caller removes. */
  readonly folder: string
  readonly json: boolean
}

/** Hours of a batch that are tried, beside none. */
const BATCHES = [24, 72, 168]
const SECRETS = 32

/**
 * Lets operators who know their own habits watch which of their accounts fall, and prints how many bits a day they
 * learn of which habit was noticed. Whether that is little enough for batches of a day.
 */
export async function timing(task: TimingTask): Promise<boolean> {
  const { name, preset, seed, worlds } = task
  const pools: Pool[] = []
  let pools_sent = 0
  for (let place = 0; place < worlds; place += 1) {
    const folder = join(task.folder, `world-${place}`)
    mkdirSync(folder)
    const told = (text: string) =>
      void process.stderr.write(`  world ${place + 1} of ${worlds}: ${text}\n`)
    const world = await watchWorld({
      ...{ preset, seed: `${seed}.${place + 1}`, folder, told },
    })
    rmSync(folder, { recursive: true })
    pools_sent += world.clocks.length
    pools.push(...poolsIn(world, { batches: BATCHES, secrets: SECRETS }))
  }
  const result = resultOf(pools, {
    ...{ name, seed, worlds, pools_sent },
    days: preset.days,
  })
  process.stdout.write(task.json ? `${JSON.stringify(result)}\n` : timingTable(result))
  return result.is_held
}

/** The estimate over pools, watched from their first exchange until the last batch of any length is over. */
export function resultOf(
  pools: readonly Pool[],
  {
    days,
    ...told
  }: Pick<TimingResult, 'name' | 'seed' | 'worlds' | 'pools_sent'> & {
    /** Of the log. */
    readonly days: number
  },
): TimingResult {
  const watched = days + Math.ceil((2 * Math.max(...BATCHES)) / 24)
  const estimate = estimateTiming(pools, { days: watched, random: createRandom(told.seed) })
  const day = estimate.timings.find(({ batch_hours }) => batch_hours === BATCH_HOURS_HELD)
  return {
    ...told,
    ...estimate,
    secrets: SECRETS,
    noticed: countNoticed(pools),
    is_held: day !== undefined && day.a_day.bits < BITS_A_DAY_MAX,
  }
}
