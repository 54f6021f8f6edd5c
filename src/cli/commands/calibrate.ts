import { randomUUID } from 'node:crypto'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import { stageContext, stagesUpTo } from '../../explain/stage-run.js'
import { loadLinkers } from '../../linkers/index.js'
import { runNulls } from '../../pipeline/nulls/nulls.js'
import type { RunContext } from '../../pipeline/stage.js'
import { calibrate } from '../calibrate/calibrate.js'
import { calibrationLines } from '../calibrate/calibrate-text.js'
import type { CliCommand } from '../command.js'
import { namedStore, withFinishedRun } from '../kept-store.js'
import { printResult } from '../page.js'
import { withStore } from '../session.js'
import { makeProgress } from '../terminal/progress.js'
import { wholeNumber } from '../whole-number.js'

interface CalibrateFlags {
  readonly store?: string
  readonly config?: string
  readonly source?: string
  readonly nulls: number
  readonly json?: boolean
}

const calibrateCommand: CliCommand = (program) => {
  program
    .command('calibrate')
    .summary('say how much reference there is, and what cannot be trusted yet')
    .description(
      'Counts the reference population (customers that are old, have paid and are verified) in some logs\nor in the last finished run of a store, says what a shared value is worth against it, and what\ncannot be trusted yet.',
    )
    .argument('[paths...]', 'files or folders to read, as for scan')
    .option('--store <folder>', 'the store that a scan was kept in, instead of paths')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--source <id>', 'the form of the exchanges, where it is not recognised')
    .option('--nulls <n>', 'null runs over what accounts share by lot', wholeNumber, 0)
    .option('--json', 'print JSON, and nothing else')
    .action(async (paths: string[], flags: CalibrateFlags) => {
      const told = paths.length > 0 ? await fromPaths(paths, flags) : await fromStore(flags)
      printResult(
        told,
        (terminal) => [...calibrationLines(told, terminal), ...nullLines(told)],
        flags,
      )
    })
}
export default calibrateCommand

async function fromStore(flags: CalibrateFlags) {
  const named = namedStore(flags)
  if (named === undefined) {
    throw new StillwatchError('USAGE', {
      what: 'Name some logs, or a store with --store.',
      command: 'calibrate',
    })
  }
  return withFinishedRun('calibrate', named, async (store, run) => {
    const settings = await settingsOf(flags)
    const window = { start: run.window_from, end: run.window_to }
    const runId = run.run_id
    const nulls = await nullsOf(await stageContext({ ...settings, store, runId, window }), flags)
    return {
      ...(await calibrate({ ...settings, store, runId, window, countsReference: false })),
      ...nulls,
    }
  })
}

/** Runs the stages that linkers read from, in a store that is thrown away. */
async function fromPaths(paths: readonly string[], flags: CalibrateFlags) {
  const progress = makeProgress(process.stderr, () => performance.now())
  const settings = await settingsOf(flags)
  return withStore({}, async (store) => {
    const runId = randomUUID()
    const inputs = paths.map((path) => ({ path }))
    const stages = stagesUpTo(flags.nulls > 0 ? 'judge' : 'profile')
    const context = await stageContext({
      ...settings,
      store,
      runId,
      inputs,
      sourceId: flags.source,
      progress: progress.step,
    })
    try {
      for (const [index, stage] of stages.entries()) {
        progress.stage(stage.name, index + 1, stages.length)
        await stage.run(context)
      }
      const nulls = await nullsOf(context, flags)
      const { window } = context
      const countsReference = flags.nulls === 0
      return {
        ...(await calibrate({ ...settings, store, runId, window, countsReference })),
        ...nulls,
      }
    } finally {
      progress.end()
    }
  })
}

/** What null runs over a judged run find; null where none was asked for. */
async function nullsOf(context: RunContext, { nulls: asked }: CalibrateFlags) {
  const nulls = { asked, made: 0, campaigns: 0 }
  if (asked > 0) await runNulls({ ...context, nulls })
  return { null_runs: nulls.made, campaigns_on_null: nulls.made === 0 ? null : nulls.campaigns }
}

const nullLines = (told: { null_runs: number; campaigns_on_null: number | null }) =>
  told.campaigns_on_null === null
    ? []
    : ['', `Campaigns in ${told.null_runs} null runs: ${told.campaigns_on_null}.`]

async function settingsOf({ config }: CalibrateFlags) {
  const { secrets, definitions } = readSettings(config)
  return {
    hashKey: hashKeyOf(secrets),
    overrides: definitions,
    linkers: await loadLinkers(),
  }
}
