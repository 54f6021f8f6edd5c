import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Findings } from '../../domain/findings.js'
import type { Truth } from '../../domain/truth.js'
import { type CampaignClock, chooseCuts, detect, isHeld, type Look } from '../../lab/replay.js'
import { dealExchanges, readClocks, writeTablesAt } from '../../lab/replay-log.js'
import { scoreFindings } from '../../lab/score.js'
import { type Preset, type Simulation, simulate } from '../../lab/simulate.js'
import { scanFolder } from '../scan-folder.js'
import { detectionTable, lookHead, lookLine } from './replay-table.js'

export interface ReplayOptions {
  readonly name: string
  readonly preset: Preset
  readonly seed: string
  /** An empty folder, which the caller removes. */
  readonly folder: string
  readonly json: boolean
}

/**
 * Plays the clock of a preset again, one scan a cut, until every campaign was found or the log is at its
 * end. Prints as it goes; whether every large campaign was found in time.
 */
export async function replay(options: ReplayOptions): Promise<boolean> {
  const given = join(options.folder, 'given')
  const dealt = join(options.folder, 'dealt')
  const seen = join(options.folder, 'seen')
  for (const folder of [dealt, seen]) mkdirSync(folder)
  const made = simulate({
    ...options.preset,
    isCompressed: false,
    folder: given,
    seed: options.seed,
  })
  const clocks = readClocks(given, made.truth)
  const cuts = chooseCuts(clocks)
  const files = dealExchanges(given, dealt, cuts)
  if (!options.json) {
    process.stdout.write(`\n${options.name}, seed ${options.seed}, at most ${cuts.length} looks\n`)
    process.stdout.write(lookHead)
  }
  const looks: Look[] = []
  const found = new Set<string>()
  for (const [place, cut] of cuts.entries()) {
    renameSync(files[place] ?? '', join(seen, `exchange-${place}.jsonl`))
    writeTablesAt(given, seen, cut)
    const { findings } = await scanFolder(seen)
    const look = lookAt(made, findings, clocks, cut)
    looks.push(look)
    if (!options.json) process.stdout.write(lookLine(look, findings.input))
    for (const id of look.held) found.add(id)
    if (found.size === clocks.length) break
  }
  return report(options, made.truth, clocks, looks)
}

function lookAt(
  made: Simulation,
  findings: Findings,
  clocks: readonly CampaignClock[],
  atMs: number,
): Look {
  const { truth, accountIds } = made
  const score = scoreFindings(truth, findings, accountIds)
  const held = clocks.filter((clock) => isHeld(truth, findings, clock, atMs))
  return {
    atMs,
    held: new Set(held.map((clock) => clock.campaign_id)),
    falsePositives: score.accounts.falsePositives,
    falseCampaigns: score.falseCampaigns.length,
  }
}

function report(
  { json, name }: ReplayOptions,
  truth: Truth,
  clocks: readonly CampaignClock[],
  looks: readonly Look[],
): boolean {
  const campaigns = detect(truth, clocks, looks)
  if (json) {
    const rows = looks.map((look) => ({ ...look, held: [...look.held] }))
    process.stdout.write(`${JSON.stringify({ preset: name, looks: rows, campaigns })}\n`)
  } else process.stdout.write(`\n${detectionTable(campaigns)}`)
  return campaigns.every((one) => one.holdsBar !== false)
}
