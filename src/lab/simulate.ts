/**
 * The simulator: log files with known truth, from a seed.
 *
 * What is real here: burstiness, day and night, and heavy tails follow figures of public traces
 * (ServeGen, Azure), read from a folder if one is given. What is invented: every account, address,
 * payment, fingerprint, text and model, and all shares between kinds of holders; no public trace has
 * them. The shapes of campaigns follow public reports, scaled down. Nothing is taken from the
 * detectors: the lab shares no code, constants or words with them, and figures from it remain an
 * indication.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Account, AccountEvent } from '../domain/account.js'
import type { Truth } from '../domain/truth.js'
import { addPopulation } from './background/population.js'
import type { Preset } from './presets.js'
import { createRandom, hashText } from './random.js'
import { findScenario } from './scenarios/index.js'
import type { Habits } from './scenarios/sharing.js'
import { exchangeLine, type Traffic } from './traffic.js'
import { createModels } from './world/models.js'
import { loadTraces } from './world/traces.js'
import { openLineWriter } from './writer.js'

export type { ScenarioChoice } from './choice.js'
export { PRESETS, type Preset, type PresetName, withDiscipline } from './presets.js'

export interface SimulateOptions extends Preset {
  readonly folder: string
  readonly seed: string
  /** First instant of the window; the default is a Monday, long enough ago. */
  readonly startAt?: string
  /** A folder of public traces. Left out or absent, built-in shapes are used. */
  readonly tracesFolder?: string
  /** Wanted size of an exchange's line; replaces `textScale`. */
  readonly kilobytes?: number
  readonly onProgress?: (step: { readonly name: string; readonly exchanges: number }) => void
}

export interface Simulation {
  readonly exchanges: number
  readonly accounts: number
  readonly bytes: number
  readonly truth: Truth
  readonly accountIds: readonly string[]
  /** What each account of a pool shares with it, as its operator knows. No file has it. */
  readonly habits: ReadonlyMap<string, Habits>
}

const START_AT = '2026-03-02T00:00:00Z'

/** Writes one folder of native files, and returns what is true about it. */
export const simulate = (options: SimulateOptions): Simulation => {
  mkdirSync(options.folder, { recursive: true })
  const stage = openStage(options)
  const random = createRandom(`${options.seed}`)
  const traces = loadTraces(options.tracesFolder)
  const report = (name: string): void =>
    options.onProgress?.({ name, exchanges: stage.traffic.exchanges() })
  addPopulation(stage.traffic, {
    random: random.split('population'),
    accounts: options.accounts,
    traces,
    exchangesMean: options.exchangesMean,
  })
  report('population')
  for (const [place, choice] of options.scenarios.entries()) {
    const scenario = findScenario(choice.id)
    const own = choice.operator
      ? createRandom(`operator ${choice.operator}`)
      : random.split(`${choice.id} ${place}`)
    scenario.run(trafficFrom(stage.traffic, choice.fromDay), {
      random: own,
      scale: choice.scale ?? 1,
      discipline: choice.discipline ?? 'sloppy',
      coverShare: choice.coverShare ?? 0.05,
      effort: choice.effort,
      campaignId: `${choice.id}-${place + 1}`,
      traces,
      ...(choice.tongues ? { tongues: choice.tongues } : {}),
      ...(choice.spread ? { spread: choice.spread } : {}),
    })
    report(choice.id)
  }
  return stage.close(options.folder)
}

/** The same traffic for who comes later: to a scenario, its window is the window. */
const trafficFrom = (traffic: Traffic, fromDay = 0): Traffic => {
  const { startMs, endMs } = traffic.window
  return { ...traffic, window: { startMs: startMs + fromDay * 86_400_000, endMs } }
}

interface Stage {
  readonly traffic: Traffic
  readonly close: (folder: string) => Simulation
}

const openStage = (options: SimulateOptions): Stage => {
  const startMs = Date.parse(options.startAt ?? START_AT)
  const window = { startMs, endMs: startMs + options.days * 86_400_000 }
  const ending = options.isCompressed ? '.jsonl.gz' : '.jsonl'
  const writer = openLineWriter(join(options.folder, `exchange${ending}`), options.isCompressed)
  const accounts: Account[] = []
  const events: AccountEvent[] = []
  const truth = {
    schema: 'stillwatch.truth/1' as const,
    campaigns: [] as Truth['campaigns'],
    bystanders: [] as Truth['bystanders'],
    lookalikes: [] as Truth['lookalikes'],
  }
  const habits = new Map<string, Habits>()
  let exchanges = 0
  const traffic: Traffic = {
    window,
    models: createModels(window.startMs, window.endMs),
    textScale: options.kilobytes ? options.kilobytes / LINE_KILOBYTES : options.textScale,
    addAccount: (account) => void accounts.push(account),
    addEvent: (event) => void events.push(event),
    addExchange: (sender, sent) => {
      if (sent.atMs < window.startMs || sent.atMs >= window.endMs) return
      exchanges += 1
      // By account when compressed, so that resent history falls inside the compressor's window.
      const rank = options.isCompressed ? hashText(sender.account.account_id) : 0
      writer.add(sent.atMs, exchangeLine(sender, sent), rank)
    },
    addCampaign: (campaign) => void truth.campaigns.push(campaign),
    addBystander: (bystander) => void truth.bystanders.push(bystander),
    addLookalike: (kind, ids) => void truth.lookalikes.push({ kind, accounts: [...ids] }),
    addHabits: (account_id, drawn) => void habits.set(account_id, drawn),
    exchanges: () => exchanges,
  }
  return {
    traffic,
    close: (folder) => {
      writer.close()
      writeTables(folder, traffic, { accounts, events, isCompressed: options.isCompressed })
      writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`)
      const accountIds = accounts.map((account) => account.account_id)
      const bytes = writer.bytes()
      return { exchanges, accounts: accounts.length, bytes, truth, accountIds, habits }
    },
  }
}

/** Kilobytes of a line at text scale 1, measured; it turns a wanted size into a scale. */
const LINE_KILOBYTES = 3.2

const writeTables = (
  folder: string,
  traffic: Traffic,
  tables: {
    readonly accounts: readonly Account[]
    readonly events: readonly AccountEvent[]
    readonly isCompressed: boolean
  },
): void => {
  const { accounts, events, isCompressed } = tables
  const ended = new Map(
    events
      .filter((event) => event.kind === 'suspended' || event.kind === 'closed')
      .map((event) => [event.account_id, event.kind]),
  )
  const rows = accounts
    .toSorted((one, other) => (one.account_id < other.account_id ? -1 : 1))
    .map((row) => ({ ...row, status: ended.get(row.account_id) ?? row.status }))
  writeLines(join(folder, 'account.jsonl'), rows, isCompressed)
  const ordered = events.toSorted((one, other) => (one.occurred_at < other.occurred_at ? -1 : 1))
  writeLines(join(folder, 'account_event.jsonl'), ordered, false)
  const releases = traffic.models.releases.map(({ model, releasedAtMs }) => ({
    model,
    released_at: new Date(releasedAtMs).toISOString(),
  }))
  writeLines(join(folder, 'model_release.jsonl'), releases, false)
}

const writeLines = (path: string, rows: readonly object[], isCompressed: boolean): void => {
  const lines = rows.map((row) =>
    JSON.stringify(row, (_key, value: unknown) => (value === null ? undefined : value)),
  )
  const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`
  if (isCompressed) writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }))
  else writeFileSync(path, text)
}
