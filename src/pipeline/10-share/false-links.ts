import { sqlFile } from '../../store/sql.js'
import { LINK_RULE } from '../link-rule.js'
import { type RunContext, runParams } from '../stage.js'

const controllers = sqlFile(import.meta.url, './false_link_controller.sql', {
  run_id: 'UUID',
  gathered_min: 'UInt32',
})
const chances = sqlFile(import.meta.url, './false_link_chance.sql', {
  run_id: 'UUID',
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  window_end: 'DateTime64(3)',
  gathered_min: 'UInt32',
  sample_accounts: 'UInt32',
  step_millibits: 'UInt32',
  prior_entities: 'UInt32',
  linkers: 'Array(String)',
  families: 'Array(String)',
  speaks: 'Array(String)',
  weighing_themselves: 'Array(String)',
  m: 'Array(Float64)',
  unseen: 'Array(Float64)',
  bits_max: 'Array(Float64)',
  half_lives: 'Array(Float64)',
})

/** Four customers are what a campaign has at least. */
const GATHERED_MIN = 4
/** A million pairs, in a fraction of a second. */
const SAMPLE_ACCOUNTS = 1500
const STEP_MILLIBITS = 250
/** The strength of the shipped curves, as in stage 5. */
const PRIOR_ENTITIES = 300

/** Pairs of strangers that something hard speaks for. */
export interface ControllerCount {
  readonly operations_millibits: number
  readonly money_millibits: number
  readonly counter_millibits: number
  readonly pairs: number
}

/** Pairs drawn at random that share so much in a family. */
export interface ChanceCount {
  readonly family: string
  readonly weight_millibits: number
  readonly pairs: number
}

export interface FalseLinks {
  readonly links: number
  /** Of those, how many one channel makes alone, about which independence says nothing. */
  readonly onOneChannel: number
}

/**
 * How many controlled links the channels would make if they were independent of each other among
 * strangers. Every controlled link needs operations or money; so those are counted as they are, and each
 * such pair is given the rest by lot.
 */
export async function falseLinks(context: RunContext): Promise<FalseLinks> {
  const { store, linkers } = context
  const shared = linkers.filter((linker) => linker.kind === 'shared-value')
  const params = {
    ...runParams(context),
    gathered_min: GATHERED_MIN,
    sample_accounts: SAMPLE_ACCOUNTS,
    step_millibits: STEP_MILLIBITS,
    prior_entities: PRIOR_ENTITIES,
    linkers: shared.map((linker) => linker.id),
    families: shared.map((linker) => linker.family),
    speaks: shared.map((linker) => linker.speaks),
    weighing_themselves: shared.filter((one) => one.weighs_itself).map((linker) => linker.id),
    m: shared.map((linker) => linker.m),
    unseen: shared.map((linker) => linker.unseen_frequency),
    bits_max: shared.map((linker) => linker.bits_max),
    half_lives: shared.map((linker) => linker.half_life_days),
  }
  const hard = await store.rows<Record<keyof ControllerCount, string>>(controllers, params)
  if (hard.length === 0) return { links: 0, onOneChannel: 0 }
  const chance = await store.rows<Record<keyof ChanceCount, string>>(chances, params)
  return expectedLinks(
    hard.map((row) => ({
      operations_millibits: Number(row.operations_millibits),
      money_millibits: Number(row.money_millibits),
      counter_millibits: Number(row.counter_millibits),
      pairs: Number(row.pairs),
    })),
    chance.map((row) => ({
      family: row.family,
      weight_millibits: Number(row.weight_millibits),
      pairs: Number(row.pairs),
    })),
  )
}

/** The expected number of controlled links, by the rule that `link` applies. */
export function expectedLinks(
  controllers: readonly ControllerCount[],
  chances: readonly ChanceCount[],
): FalseLinks {
  const all = chances.find(({ family }) => family === 'all')?.pairs ?? 0
  const restAtLeast = tail(sumOf(chances, all))
  const time = chances
    .filter(({ family }) => family === 'time alone')
    .filter(({ weight_millibits }) => weight_millibits >= LINK_RULE.time_millibits_min)
    .reduce((sum, { pairs }) => sum + pairs / all, 0)
  let onOneChannel = 0
  let together = 0
  for (const row of controllers) {
    const operations = row.operations_millibits + row.counter_millibits
    const money = row.money_millibits + row.counter_millibits
    if (operations >= LINK_RULE.hard_millibits_min || money >= LINK_RULE.instrument_millibits_min) {
      onOneChannel += row.pairs
      continue
    }
    const missing = LINK_RULE.supported_millibits_min - operations - row.money_millibits
    const supported = operations >= LINK_RULE.controller_millibits_min ? restAtLeast(missing) : 0
    const timed = row.money_millibits >= LINK_RULE.money_millibits_min ? time : 0
    together += row.pairs * (1 - (1 - supported) * (1 - timed))
  }
  return { links: Math.round((onOneChannel + together) * 1000) / 1000, onOneChannel }
}

/** The distribution of what all families but the hard ones say together, in steps, were they independent. */
function sumOf(chances: readonly ChanceCount[], all: number): readonly number[] {
  const families = new Map<string, ChanceCount[]>()
  for (const row of chances) {
    if (['all', 'time alone', 'operations', 'money'].includes(row.family)) continue
    families.set(row.family, [...(families.get(row.family) ?? []), row])
  }
  let sum: readonly number[] = [1]
  for (const rows of families.values()) {
    const own: number[] = [1]
    for (const { weight_millibits, pairs } of rows) {
      const step = weight_millibits / STEP_MILLIBITS
      own[step] = (own[step] ?? 0) + pairs / all
      own[0] = (own[0] ?? 0) - pairs / all
    }
    sum = convolved(sum, own)
  }
  return sum
}

function convolved(one: readonly number[], other: readonly number[]): readonly number[] {
  const sum = Array.from({ length: one.length + other.length - 1 }, () => 0)
  for (const [i, a] of one.entries()) {
    for (const [j, b = 0] of other.entries()) sum[i + j] = (sum[i + j] ?? 0) + a * b
  }
  return sum
}

/** The chance that the sum is at least so much. */
function tail(sum: readonly number[]): (millibits: number) => number {
  return (millibits) =>
    sum.reduce(
      (total, chance, step) => (step * STEP_MILLIBITS >= millibits ? total + chance : total),
      0,
    )
}
