import { randomUUID } from 'node:crypto'
import { accessSync, constants, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Option } from 'commander'
import { groupKeysOf } from '../../config/group-keys.js'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import type { Findings } from '../../domain/findings.js'
import { packageVersion } from '../../domain/version.js'
import { collectPictures } from '../../feeds/collect.js'
import { renderReport } from '../../feeds/report-html.js'
import { INPUT_KINDS, type InputPath } from '../../pipeline/stage.js'
import { type ScanResult, scan } from '../../scan.js'
import { makeFolder } from '../../store/folder.js'
import type { Store } from '../../store/store.js'
import type { CliCommand } from '../command.js'
import { type InputNotes, inputNotes, rejectedByReason, renderInputNotes } from '../input-notes.js'
import { withStore } from '../session.js'
import { spoolStandardInput } from '../standard-input.js'
import { removeTemporary } from '../temporary.js'
import { renderFindings } from '../terminal/findings.js'
import { jsonText } from '../terminal/json-text.js'
import { makeProgress } from '../terminal/progress.js'
import { wholeNumber } from '../whole-number.js'

interface ScanFlags {
  readonly out: string
  readonly config?: string
  readonly store?: string
  readonly source?: string
  readonly text: boolean
  readonly json?: boolean
  readonly watch?: boolean
  readonly nulls: number
  readonly failOn?: 'watch' | 'review' | 'act'
  readonly accounts?: string
  readonly events?: string
  readonly releases?: string
  readonly rulings?: string
  readonly applications?: string
}

const EXIT_FINDINGS = 1

const scanCommand: CliCommand = (program) => {
  program
    .command('scan')
    .summary('name the campaigns in some logs')
    .description(
      'Reads logs and names the campaigns in them, with the evidence for each.\nA path is a file or a folder; in a folder, files are recognised by name (exchange*, account*,\naccount_event*, model_release*, ruling*, application*). `-` reads exchanges from standard input.',
    )
    .argument('<paths...>', 'files or folders to read, or - for standard input')
    .option('-o, --out <folder>', 'where findings.json and report.html go', 'out')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--store <folder>', 'keep the store here, for explain and for the next scan')
    .option('--source <id>', 'the form of the exchanges, where it is not recognised')
    .option('--accounts <file>', 'file of accounts')
    .option('--events <file>', 'file of account events')
    .option('--releases <file>', 'file of model releases')
    .option('--rulings <file>', 'file of rulings')
    .option('--applications <file>', 'file of applications')
    .option('--no-text', 'leave all text of prompts and answers out of the report')
    .option(
      '--nulls <n>',
      'null runs: link and judge again over what accounts share by lot, and count campaigns',
      wholeNumber,
      0,
    )
    .option('--json', 'print the findings as JSON, and nothing else, on standard output')
    .option('--watch', 'print each statement with its time on standard error')
    .addOption(
      new Option('--fail-on <verdict>', 'end with status 1 where any account reaches it').choices([
        'watch',
        'review',
        'act',
      ]),
    )
    .action(async (paths: string[], flags: ScanFlags) => {
      process.exitCode = await runScan(paths, flags)
    })
}
export default scanCommand

async function runScan(paths: readonly string[], flags: ScanFlags): Promise<number> {
  const settings = readSettings(flags.config)
  // That nothing can be written there is to be known before an hour of reading, not after.
  makeFolder(flags.out)
  accessSync(flags.out, constants.W_OK)
  const spooled = paths.includes('-') ? await spoolStandardInput() : undefined
  try {
    const inputs = inputsOf(paths, flags, spooled?.path)
    const watch = flags.watch
      ? { now: () => performance.now(), statement: printStatement }
      : undefined
    const store = flags.store ?? settings.store.path
    return await withStore(
      { store, url: settings.store.url, watch, hashKey: hashKeyOf(settings.secrets) },
      async (opened) => {
        const result = await scanInto(opened, inputs, flags, settings)
        const notes = await inputNotes(opened, result.findings.run_id)
        await writeOutputs(opened, result, notes, flags)
        process.stderr.write(renderInputNotes(notes))
        print(result.findings, flags)
        return exitOf(result.findings, flags)
      },
    )
  } finally {
    if (spooled !== undefined) removeTemporary(spooled.folder)
  }
}

function inputsOf(paths: readonly string[], flags: ScanFlags, spooled?: string): InputPath[] {
  const named = {
    account: flags.accounts,
    account_event: flags.events,
    model_release: flags.releases,
    ruling: flags.rulings,
    application: flags.applications,
  }
  const given = paths.map((path) =>
    path === '-' && spooled !== undefined ? { path: spooled, kind: 'exchange' as const } : { path },
  )
  const others = INPUT_KINDS.flatMap((kind) => {
    const path = kind === 'exchange' ? undefined : named[kind]
    return path === undefined ? [] : [{ path, kind }]
  })
  return [...given, ...others]
}

async function scanInto(
  store: Store,
  inputs: readonly InputPath[],
  flags: ScanFlags,
  settings: ReturnType<typeof readSettings>,
): Promise<ScanResult> {
  const progress = makeProgress(process.stderr, () => performance.now())
  try {
    return await scan({
      store,
      inputs,
      runId: randomUUID(),
      startedAt: new Date(),
      version: packageVersion(),
      hashKey: hashKeyOf(settings.secrets),
      groups: groupKeysOf(settings.serve.sharing),
      overrides: settings.definitions,
      sourceId: flags.source,
      nullRuns: flags.nulls,
      progress: progress.step,
      watcher: { stage: progress.stage, now: () => performance.now() },
    })
  } finally {
    progress.end()
  }
}

async function writeOutputs(
  store: Store,
  { findings, stages }: ScanResult,
  notes: InputNotes,
  flags: ScanFlags,
) {
  writeFileSync(join(flags.out, 'findings.json'), `${jsonText(findings)}\n`)
  const pictures = await collectPictures(store, findings.run_id, findings, { hasText: flags.text })
  const report = renderReport({
    findings,
    pictures,
    summary: { stages: [...stages], rejected: rejectedByReason(notes) },
    hasText: flags.text,
  })
  writeFileSync(join(flags.out, 'report.html'), report)
}

function print(findings: Findings, flags: ScanFlags): void {
  if (flags.json) {
    process.stdout.write(`${jsonText(findings)}\n`)
    return
  }
  const columns = process.stdout.columns ?? 80
  process.stdout.write(
    renderFindings(findings, { columns, hasColour: process.stdout.isTTY === true }),
  )
  process.stdout.write(
    `\nWritten: ${join(flags.out, 'findings.json')} and ${join(flags.out, 'report.html')}\n`,
  )
}

function exitOf(findings: Findings, flags: ScanFlags): number {
  if (flags.failOn === undefined) return 0
  const order = ['watch', 'review', 'act']
  const least = order.indexOf(flags.failOn)
  return findings.accounts.some((account) => order.indexOf(account.verdict) >= least)
    ? EXIT_FINDINGS
    : 0
}

const printStatement = (name: string, seconds: number) =>
  process.stderr.write(`  ${seconds.toFixed(3)} s  ${name}\n`)
