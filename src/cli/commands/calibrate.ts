import { randomUUID } from 'node:crypto'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import { loadLinkers } from '../../linkers/index.js'
import { calibrate } from '../calibrate/calibrate.js'
import { calibrationLines } from '../calibrate/calibrate-text.js'
import type { CliCommand } from '../command.js'
import { namedStore, withFinishedRun } from '../kept-store.js'
import { printResult } from '../page.js'
import { withStore } from '../session.js'
import { stageContext, stagesUpTo } from '../stage-run.js'
import { makeProgress } from '../terminal/progress.js'

interface CalibrateFlags {
  readonly store?: string
  readonly config?: string
  readonly source?: string
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
    .option('--json', 'print JSON, and nothing else')
    .action(async (paths: string[], flags: CalibrateFlags) => {
      const told = paths.length > 0 ? await fromPaths(paths, flags) : await fromStore(flags)
      printResult(told, (terminal) => calibrationLines(told, terminal), flags)
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
  return withFinishedRun('calibrate', named, async (store, run) =>
    calibrate({
      ...(await settingsOf(flags)),
      store,
      runId: run.run_id,
      window: { start: run.window_from, end: run.window_to },
      countsReference: false,
    }),
  )
}

/** Runs the stages that linkers read from, in a store that is thrown away. */
async function fromPaths(paths: readonly string[], flags: CalibrateFlags) {
  const progress = makeProgress(process.stderr, () => performance.now())
  const settings = await settingsOf(flags)
  return withStore({}, async (store) => {
    const runId = randomUUID()
    const inputs = paths.map((path) => ({ path }))
    const stages = stagesUpTo('profile')
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
    } finally {
      progress.end()
    }
    return calibrate({ ...settings, store, runId, window: context.window, countsReference: true })
  })
}

async function settingsOf({ config }: CalibrateFlags) {
  const { hash_secret, definitions } = readSettings(config)
  return {
    hashKey: hashKeyOf(hash_secret),
    overrides: definitions,
    linkers: await loadLinkers(),
  }
}
