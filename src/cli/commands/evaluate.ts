import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { missedFloors, readFloors } from '../../lab/floors.js'
import { scoreFindings } from '../../lab/score.js'
import { PRESETS, type PresetName, simulate, withDiscipline } from '../../lab/simulate.js'
import type { CliCommand } from '../command.js'
import { ablate } from '../evaluate/ablation.js'
import { replay } from '../evaluate/replay.js'
import { scoreTable } from '../evaluate/table.js'
import { scanFolder } from '../scan-folder.js'

interface EvaluateFlags {
  readonly seed: string
  readonly discipline?: 'sloppy' | 'careful' | 'disciplined'
  readonly cover: string
  readonly replay?: boolean
  readonly without?: string
  readonly ablation?: boolean
  readonly json?: boolean
}

const EXIT_FLOORS = 1

const evaluateCommand: CliCommand = (program) => {
  program
    .command('evaluate')
    .summary('find planted campaigns and say how well')
    .description(
      'Makes traffic with planted campaigns and look-alikes, scans it, and compares the findings with\nthe truth. Ends with status 1 where a recorded floor is missed. What the lab shares with the\ndetectors is nothing but the contracts; its figures remain an indication.',
    )
    .argument('[presets...]', 'which traffic (default: threeSdk, small, innocents)')
    .option('--seed <text>', 'seed', '1')
    .option('--discipline <level>', 'sloppy, careful or disciplined: floors hold for sloppy alone')
    .option('--cover <share>', 'share of cover traffic, with --discipline', '0.05')
    .option('--replay', 'how soon: scans the log as it lay at earlier times (default: replay)')
    .option('--without <family>', 'beside the figures, those without one family of evidence')
    .option('--ablation', 'the same for every family (default of both: families)')
    .option('--json', 'print the figures as JSON')
    .action(async (presets: string[], flags: EvaluateFlags) => {
      for (const preset of presetsOf(presets, flags)) {
        if (!(preset in PRESETS)) {
          throw new StillwatchError('USAGE', {
            what: `There is no preset called ${preset}; there are ${Object.keys(PRESETS).join(', ')}.`,
            command: 'evaluate',
          })
        }
        if (!(await evaluate(preset as PresetName, flags))) process.exitCode = EXIT_FLOORS
      }
    })
}
export default evaluateCommand

const presetsOf = (given: readonly string[], flags: EvaluateFlags): readonly string[] => {
  if (given.length > 0) return given
  if (flags.ablation || flags.without !== undefined) return ['families']
  return flags.replay ? ['replay'] : ['threeSdk', 'small', 'innocents']
}

/** Prints the figures of one preset; whether its floors hold. */
async function evaluate(name: PresetName, flags: EvaluateFlags): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-lab-'))
  try {
    const preset =
      flags.discipline === undefined
        ? PRESETS[name]
        : withDiscipline(PRESETS[name], flags.discipline, Number(flags.cover))
    const task = { name, preset, seed: flags.seed, folder, json: flags.json === true }
    if (flags.replay) return await replay(task)
    if (flags.ablation) return await ablate(task)
    if (flags.without !== undefined) return await ablate({ ...task, families: [flags.without] })
    const { truth, accountIds } = simulate({ ...preset, folder, seed: flags.seed })
    const { findings } = await scanFolder(folder)
    const score = scoreFindings(truth, findings, accountIds)
    const seen = findings.input.accounts
    const floors = flags.discipline === undefined ? readFloors()[name] : undefined
    const missed = floors === undefined ? [] : missedFloors(score, floors, seen)
    if (flags.json)
      process.stdout.write(`${JSON.stringify({ preset: name, seen, ...score, missed })}\n`)
    else {
      process.stdout.write(`\n${scoreTable(`${name}, seed ${flags.seed}`, score, seen)}`)
      if (floors !== undefined) {
        process.stdout.write(
          missed.length === 0 ? '  all floors hold\n' : `  missed: ${missed.join('; ')}\n`,
        )
      }
    }
    return missed.length === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
