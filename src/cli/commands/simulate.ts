import { Option } from 'commander'
import { PRESETS, type PresetName, simulate, withDiscipline } from '../../lab/simulate.js'
import type { CliCommand } from '../command.js'

interface SimulateFlags {
  readonly preset: PresetName
  readonly seed: string
  readonly discipline?: 'sloppy' | 'careful' | 'disciplined'
  readonly cover: string
  readonly traces?: string
}

const simulateCommand: CliCommand = (program) => {
  program
    .command('simulate')
    .summary('make traffic with known truth')
    .description(
      'Writes a folder of synthetic logs with planted campaigns and look-alikes, and truth.json beside\nthem. The same seed gives the same bytes. The traffic goes nowhere but into these files.',
    )
    .argument('<folder>', 'where the files go')
    .addOption(
      new Option('--preset <name>', 'what to make').choices(Object.keys(PRESETS)).default('tiny'),
    )
    .option('--seed <text>', 'seed', '1')
    .addOption(
      new Option('--discipline <level>', 'how careful the campaigns are').choices([
        'sloppy',
        'careful',
        'disciplined',
      ]),
    )
    .option('--cover <share>', 'share of cover traffic, 0 to 0.9', '0.05')
    .option('--traces <folder>', 'published traffic traces to take arrivals from')
    .action((folder: string, flags: SimulateFlags) => {
      const preset = PRESETS[flags.preset]
      const chosen =
        flags.discipline === undefined
          ? preset
          : withDiscipline(preset, flags.discipline, Number(flags.cover))
      const made = simulate({
        ...chosen,
        folder,
        seed: flags.seed,
        ...(flags.traces === undefined ? {} : { tracesFolder: flags.traces }),
      })
      process.stdout.write(
        `${made.exchanges} exchanges of ${made.accounts} accounts, ${made.truth.campaigns.length} campaigns, seed ${flags.seed}: ${folder}\n`,
      )
    })
}
export default simulateCommand
