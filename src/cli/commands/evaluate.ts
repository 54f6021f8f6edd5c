import { StillwatchError } from '../../domain/errors.js'
import { CURVES } from '../../lab/curves.js'
import { missedFloors, readFloors } from '../../lab/floors.js'
import { scoreFindings } from '../../lab/score.js'
import {
  PRESETS,
  type Preset,
  type PresetName,
  simulate,
  withDiscipline,
} from '../../lab/simulate.js'
import type { CliCommand } from '../command.js'
import { ablate } from '../evaluate/ablation.js'
import { drawCurves } from '../evaluate/curves.js'
import { live } from '../evaluate/live.js'
import { partners } from '../evaluate/partners.js'
import { replay } from '../evaluate/replay.js'
import { signups } from '../evaluate/signups.js'
import { succession } from '../evaluate/succession.js'
import { nullLine, scoreTable } from '../evaluate/table.js'
import { timing } from '../evaluate/timing.js'
import { scanFolder } from '../scan-folder.js'
import { makeTemporary, removeTemporary } from '../temporary.js'
import { wholeAccounts, wholeNumber, wholeRate, wholeWorlds } from '../whole-number.js'

interface EvaluateFlags {
  readonly seed: string
  readonly discipline?: 'sloppy' | 'careful' | 'disciplined'
  readonly cover: string
  readonly accounts?: number
  readonly nulls: number
  readonly replay?: boolean
  readonly succession?: boolean
  readonly live?: boolean
  readonly rate: number
  readonly timing?: boolean
  readonly partners?: boolean
  readonly signups?: boolean
  readonly worlds: number
  readonly without?: string
  readonly ablation?: boolean
  readonly curves?: string
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
    .argument(
      '[presets...]',
      'which traffic, or which curves (default: threeSdk, small, innocents)',
    )
    .option('--seed <text>', 'seed', '1')
    .option('--discipline <level>', 'sloppy, careful or disciplined: floors hold for sloppy alone')
    .option('--cover <share>', 'share of cover traffic, with --discipline', '0.05')
    .option(
      '--accounts <n>',
      'ordinary accounts around the campaigns, in place of how many the preset has',
      wholeAccounts,
    )
    .option('--nulls <n>', 'null runs on what accounts share by lot', wholeNumber, 0)
    .option('--replay', 'how soon: scans the log as it lay at earlier times (default: replay)')
    .option(
      '--succession',
      'whether a banned pool is recognised when it comes back (default: succession)',
    )
    .option(
      '--live',
      'whether a running service finds campaigns while they are active (default: twelve)',
    )
    .option('--rate <n>', 'exchanges a second, with --live', wholeRate, 1000)
    .option(
      '--timing',
      'what operators learn from when their accounts are refused (default: timing)',
    )
    .option(
      '--partners',
      'what a second provider finds with the word of a first; --discipline is of the second (default: partners)',
    )
    .option('--signups', 'how well applications are assessed: 50,000, or --accounts')
    .option('--worlds <n>', 'how many are made, with --timing', wholeWorlds, 3)
    .option('--without <family>', 'beside the figures, those without one family of evidence')
    .option('--ablation', 'the same for every family (default of both: families)')
    .option('--curves <folder>', 'draw what hiding costs into a folder: cover, sharing, spread')
    .option('--json', 'print the figures as JSON')
    .action(async (given: string[], flags: EvaluateFlags) => {
      if (!(await evaluateAsked(given, flags))) process.exitCode = EXIT_FLOORS
    })
}
export default evaluateCommand

function evaluateAsked(given: readonly string[], flags: EvaluateFlags): Promise<boolean> {
  const { seed, accounts: applications = 50_000, json = false } = flags
  if (flags.signups) return signups({ seed, applications, json })
  return flags.curves === undefined ? evaluateAll(given, flags) : curves(given, flags)
}

const presetsOf = (given: readonly string[], flags: EvaluateFlags): readonly string[] => {
  if (given.length > 0) return given
  if (flags.ablation || flags.without !== undefined) return ['families']
  if (flags.succession) return ['succession']
  if (flags.live) return ['twelve']
  if (flags.timing) return ['timing']
  if (flags.partners) return ['partners']
  return flags.replay ? ['replay'] : ['threeSdk', 'small', 'innocents']
}

async function evaluateAll(given: readonly string[], flags: EvaluateFlags): Promise<boolean> {
  const presets = presetsOf(given, flags)
  for (const preset of presets) expectKnown('preset', preset, Object.keys(PRESETS))
  let holds = true
  for (const preset of presets) {
    const held = await inTemporary((folder) => evaluate(preset as PresetName, flags, folder))
    holds &&= held
  }
  return holds
}

async function curves(only: readonly string[], flags: EvaluateFlags): Promise<boolean> {
  for (const id of only) {
    expectKnown(
      'curve',
      id,
      CURVES.map((curve) => curve.id),
    )
  }
  const { seed, curves: target = '', json = false } = flags
  await inTemporary((folder) => drawCurves({ seed, target, folder, only, json }))
  return true
}

function expectKnown(kind: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  throw new StillwatchError('USAGE', {
    what: `There is no ${kind} called ${name}; there are ${known.join(', ')}.`,
    command: 'evaluate',
  })
}

async function inTemporary<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = makeTemporary('stillwatch-lab-')
  try {
    return await work(folder)
  } finally {
    removeTemporary(folder)
  }
}

function presetOf(
  name: PresetName,
  {
    discipline,
    cover,
    accounts,
  }: Pick<EvaluateFlags, 'cover' | 'accounts'> & {
    readonly discipline?: EvaluateFlags['discipline'] | undefined
  },
): Preset {
  const preset: Preset = { ...PRESETS[name], ...(accounts === undefined ? {} : { accounts }) }
  return discipline === undefined ? preset : withDiscipline(preset, discipline, Number(cover))
}

/** The preset is the first provider's; how disciplined operators are is said of the second. */
function tellPartners(name: PresetName, flags: EvaluateFlags, folder: string): Promise<boolean> {
  const { discipline = 'careful', cover, seed, json = false } = flags
  const preset = presetOf(name, { ...flags, discipline: undefined })
  return partners({ name, preset, seed, folder, json, discipline, coverShare: Number(cover) })
}

/** Prints the figures of one preset; whether its floors hold. */
async function evaluate(name: PresetName, flags: EvaluateFlags, folder: string): Promise<boolean> {
  if (flags.partners) return tellPartners(name, flags, folder)
  const preset = presetOf(name, flags)
  const task = { name, preset, seed: flags.seed, folder, json: flags.json === true }
  if (flags.replay) return replay(task)
  if (flags.succession) return succession(task)
  if (flags.live) return live({ ...task, rate: flags.rate })
  if (flags.timing) return timing({ ...task, worlds: flags.worlds })
  if (flags.ablation) return ablate(task)
  if (flags.without !== undefined) return ablate({ ...task, families: [flags.without] })
  const { truth, accountIds } = simulate({ ...preset, folder, seed: flags.seed })
  const { findings } = await scanFolder(folder, { nullRuns: flags.nulls })
  const score = scoreFindings(truth, findings, accountIds)
  const seen = findings.input.accounts
  const isAsRecorded = flags.discipline === undefined && flags.accounts === undefined
  const floors = isAsRecorded ? readFloors()[name] : undefined
  const missed = floors === undefined ? [] : missedFloors(score, floors, seen)
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ preset: name, seen, ...score, ...findings.calibration, missed })}\n`,
    )
    return missed.length === 0
  }
  process.stdout.write(
    `\n${scoreTable(`${name}, seed ${flags.seed}`, score, seen)}${nullLine(findings)}`,
  )
  if (floors !== undefined) {
    process.stdout.write(
      missed.length === 0 ? '  all floors hold\n' : `  missed: ${missed.join('; ')}\n`,
    )
  }
  return missed.length === 0
}
