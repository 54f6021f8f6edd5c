import { randomUUID } from 'node:crypto'
import { groupKeysOf } from '../../config/group-keys.js'
import { hashKeyOf } from '../../config/key.js'
import { StillwatchError } from '../../domain/errors.js'
import { learnTraits } from '../../pipeline/recognition/learning.js'
import { recogniseNewcomers, type Uncompared } from '../../pipeline/recognition/recognition.js'
import { runsHeld } from '../../records/runs-held.js'
import { contextOf, scan } from '../../scan.js'
import { partnersWeighed } from '../../store/partners.js'
import { forgetRuns, lastFinishedRun } from '../../store/runs.js'
import type { Opened } from './opened.js'
import { instantOf } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'

export interface RunTold {
  readonly run_id: string
  readonly started_at: string
  readonly seconds: number
  readonly watermark: string | null
  readonly campaigns_act: number
  readonly campaigns_review: number
  readonly accounts_watch: number
  /** Partners that nobody paused and that were not heard, since there are more than are. */
  readonly partners_left_out: number
  /** Runs of which nothing is kept any more. */
  readonly forgotten: number
}

/** Thrown between two stages where the engine is to end. What the run wrote is nobody's. */
export const STOPPED = Symbol('stopped')

/**
 * One run over what is in the store, and the end of runs that nobody reads any more. Nothing where no exchange is
 * in the store yet: accounts may come before what they do.
 */
export async function runOver(
  { store, isShared, ledger }: Pick<Opened, 'store' | 'isShared' | 'ledger'>,
  file: EngineFile,
  options: Pick<EngineOptions, 'now' | 'clock' | 'version'> & {
    readonly isStopping: () => boolean
    /** Whether exchanges that were derived before are left as they are. */
    readonly isIncremental: boolean
  },
): Promise<RunTold | undefined> {
  const { now, clock, version, isStopping, isIncremental } = options
  const [startedAt, startedMs] = [new Date(now()), clock()]
  const runId = randomUUID()
  const stopWhereAsked = () => {
    if (isStopping()) throw STOPPED
  }
  try {
    const given = {
      store,
      inputs: [],
      runId,
      version,
      hashKey: hashKeyOf(file.hashSecret),
      groups: groupKeysOf(file.serve.sharing),
      overrides: file.overrides,
      isIncremental,
      progress: stopWhereAsked,
    }
    const watcher = { stage: stopWhereAsked, now: clock }
    const { findings } = await scan({ ...given, startedAt, watcher })
    await learn(given)
    const held = runsHeld(ledger.proposals())
    const forgotten = await forgetRuns(store, { isShared, held })
    const run = await lastFinishedRun(store)
    const partners = await partnersWeighed(store, runId)
    const withVerdict = (verdict: string) =>
      findings.campaigns.filter((campaign) => campaign.verdict === verdict).length
    return {
      run_id: runId,
      started_at: startedAt.toISOString(),
      seconds: (clock() - startedMs) / 1000,
      watermark: run === undefined ? null : instantOf(run.window_to),
      campaigns_act: withVerdict('act'),
      campaigns_review: withVerdict('review'),
      accounts_watch: findings.accounts.filter(({ verdict }) => verdict === 'watch').length,
      partners_left_out: partners.filter(({ is_heard, is_paused }) => !is_heard && !is_paused)
        .length,
      forgotten,
    }
  } catch (error) {
    if (error instanceof StillwatchError && error.code === 'INPUT_EMPTY') return undefined
    throw error
  }
}

/** What newcomers of the campaigns that the run found would carry. */
async function learn(given: Parameters<typeof contextOf>[0]): Promise<void> {
  const run = await lastFinishedRun(given.store)
  if (run === undefined) return
  const window = { start: run.window_from, end: run.window_to }
  await learnTraits({ ...(await contextOf(given)), window })
}

/** Compares who came since the last run with its campaigns. Returns how many of them look like one by now. */
export async function recognise(
  { store }: Pick<Opened, 'store'>,
  file: EngineFile,
  { now, version }: Pick<EngineOptions, 'now' | 'version'>,
  uncompared: Uncompared,
): Promise<number> {
  const run = await lastFinishedRun(store)
  if (run === undefined) return 0
  const context = await contextOf({
    store,
    inputs: [],
    runId: run.run_id,
    version,
    hashKey: hashKeyOf(file.hashSecret),
    groups: groupKeysOf(file.serve.sharing),
    overrides: file.overrides,
    progress: () => undefined,
  })
  const window = { start: run.window_from, end: run.window_to }
  const { recognised } = await recogniseNewcomers(
    { ...context, window },
    new Date(now()),
    uncompared,
  )
  return recognised
}
