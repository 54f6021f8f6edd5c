import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Argument } from 'commander'
import { hashKeyOf } from '../../config/key.js'
import { StillwatchError } from '../../domain/errors.js'
import { packageVersion } from '../../domain/version.js'
import { counted, countText } from '../../feeds/format.js'
import { DATA_SUBJECT_KINDS } from '../../records/erasures.js'
import { hashKeyWords } from '../../service/decisions/siphash.js'
import { eraseFromBackup } from '../../service/erasure/backup.js'
import { type Erased, eraseSubject, subjectOf } from '../../service/erasure/erase.js'
import { readMarks } from '../../service/erasure/marks.js'
import { eraseReport } from '../../service/erasure/reports.js'
import { removeFiles } from '../../service/erasure/store.js'
import { type Mark, marksUnder, subjectHash } from '../../service/erasure/subject.js'
import { holdLock } from '../../store/process-lock.js'
import { type Place, placeOf } from '../backup/place.js'
import type { CliCommand } from '../command.js'
import type { StoreFlags } from '../kept-store.js'
import { untilReplacedGone } from '../leaving.js'
import { paragraph, printResult } from '../page.js'
import { withStore } from '../session.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

interface EraseFlags extends StoreFlags {
  readonly account?: string
  readonly backup: readonly string[]
  readonly report: readonly string[]
  readonly elsewhere?: boolean
  readonly all?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

interface Result extends Erased {
  readonly is_trial: boolean
  readonly store: string
  readonly backups: readonly { readonly folder: string; readonly subjects: number | null }[]
  readonly reports: readonly { readonly folder: string; readonly files: readonly string[] }[]
  /** Parts of tables, and dropped ones, that hold what was erased and are still on the disk. */
  readonly parts_left: number
}

const gathered = (folder: string, before: readonly string[]) => [...before, folder]

const eraseCommand: CliCommand = (program) => {
  program
    .command('erase')
    .summary('erase one account, organisation or end user')
    .description(
      'Says what would go of one data subject from the store, the spool and the backups that are named; with --yes it goes.\nThe service is stopped meanwhile: while it runs, two people erase (docs/how-to/erase.md). Of whom is evidence in a campaign only the texts go, unless --all is given.',
    )
    .addArgument(new Argument('<kind>', 'what is named').choices([...DATA_SUBJECT_KINDS]))
    .argument('<id>', 'as it stands in your records')
    .option('--account <id>', 'the account that an end user is of')
    .option(
      '--backup <folder>',
      'a backup to erase it from as well; may be given again',
      gathered,
      [],
    )
    .option(
      '--report <folder>',
      'what a scan wrote there goes as well; may be given again',
      gathered,
      [],
    )
    .option(
      '--elsewhere',
      'only from backups and reports, of whom was erased from the store; the service may run',
    )
    .option('--all', 'erase what is evidence as well')
    .option('--yes', 'erase, and not only say what would go')
    .option('--store <folder>', 'the store that a scan was kept in')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--json', 'print JSON, and nothing else')
    .action(async (kind: string, id: string, flags: EraseFlags) => {
      const place = placeOf(flags)
      if (flags.elsewhere === true) {
        const result = await erasedElsewhere(place, { kind, id }, flags)
        return printResult(result, (terminal) => elsewhereLines(result, terminal), flags)
      }
      if (!existsSync(join(place.path, 'data'))) {
        throw new StillwatchError('STORE_MISSING', { path: place.path })
      }
      const release = holdLock(
        join(place.state, 'serve.lock'),
        (owner) =>
          new StillwatchError('SERVICE_LOCKED', { path: place.state, owner: String(owner) }),
      )
      try {
        const result = await erased(place, { kind, id }, flags)
        printResult(result, (terminal) => linesOf(result, terminal), flags)
      } finally {
        release()
      }
    })
}
export default eraseCommand

async function erased(
  place: Place,
  named: { readonly kind: string; readonly id: string },
  flags: EraseFlags,
): Promise<Result> {
  const { path, state, settings } = place
  const subject = subjectOf(named.kind, named.id, flags.account)
  const hashSecret = settings.secrets
  const isTrial = flags.yes !== true
  const options = {
    state,
    subject,
    hashSecret,
    takesHeld: flags.all === true,
    isTrial,
    now: Date.now,
  }
  let partsLeft = 0
  // Backups first: each is opened as a store of its own, and one process has one.
  const marked = await withStore({ store: path, hashKey: hashKeyOf(hashSecret) }, (store) =>
    eraseSubject({ ...options, store, isTrial: true }, async () => false),
  )
  const elsewhere = await goneElsewhere(place, marked.mark, flags)
  const done = isTrial
    ? marked
    : await withStore({ store: path, hashKey: hashKeyOf(hashSecret) }, (store) =>
        eraseSubject({ ...options, store }, async () => {
          partsLeft = await untilReplacedGone(() => removeFiles(store))
          return partsLeft === 0
        }),
      )
  return { ...done, ...elsewhere, is_trial: isTrial, store: path, parts_left: partsLeft }
}

type Elsewhere = Pick<Result, 'backups' | 'reports'>

/** From the backups and reports that are named. */
async function goneElsewhere(
  { settings }: Place,
  mark: Mark,
  { backup, report, yes }: EraseFlags,
): Promise<Elsewhere> {
  const isTrial = yes !== true
  const common = { mark, hashSecret: settings.secrets, version: packageVersion() }
  const reports: { folder: string; files: readonly string[] }[] = []
  // First: a folder that is not there is said before anything takes its time.
  for (const folder of report) reports.push({ folder, files: await eraseReport(folder, true) })
  const backups: { folder: string; subjects: number | null }[] = []
  for (const folder of backup) {
    backups.push({ folder, subjects: isTrial ? null : await eraseFromBackup(folder, common) })
  }
  if (!isTrial) for (const folder of report) await eraseReport(folder, false)
  return { backups, reports }
}

interface ElsewhereResult extends Elsewhere {
  readonly is_trial: boolean
}

async function erasedElsewhere(
  place: Place,
  named: { readonly kind: string; readonly id: string },
  flags: EraseFlags,
): Promise<ElsewhereResult> {
  if (flags.backup.length + flags.report.length === 0) {
    const what = '`--elsewhere` needs a `--backup` or a `--report`.'
    throw new StillwatchError('USAGE', { what, command: 'erase' })
  }
  const { secrets } = place.settings
  const subject = subjectOf(named.kind, named.id, flags.account)
  const hash = subjectHash(hashKeyWords(hashKeyOf(secrets)), subject)
  const marks = marksUnder(readMarks(place.state), secrets).filter(
    ({ subject_hash }) => subject_hash === hash,
  )
  const mark = marks.find(({ scope }) => scope === 'all') ?? marks[0]
  if (mark === undefined) throw new StillwatchError('ERASURE_UNKNOWN', { path: place.state })
  return { ...(await goneElsewhere(place, mark, flags)), is_trial: flags.yes !== true }
}

const elsewhereLines = (result: ElsewhereResult, terminal: Terminal): readonly string[] => [
  ...placesOf(result),
  ...paragraph(result.is_trial ? NOTHING_ERASED : CHECK_BACKUPS, terminal, 2),
]

const NOTHING_ERASED = 'Nothing was erased. With --yes it is.'
const CHECK_BACKUPS =
  'Check it: `stillwatch restore` of a backup into another folder says what it erases again.'

const placesOf = ({ backups, reports, is_trial }: ElsewhereResult): readonly string[] => [
  ...backups.map(({ folder, subjects }) =>
    subjects === null
      ? `  ${printable(folder)}: would be made anew without it`
      : `  ${printable(folder)}: ${subjects === 0 ? 'did not know it' : 'made anew without it'}`,
  ),
  ...reports.map(({ folder, files }) => {
    const verb = is_trial ? 'would be deleted' : 'deleted'
    return `  ${printable(folder)}: ${files.length === 0 ? 'no report is there' : `${files.join(' and ')} ${verb}`}`
  }),
]

function linesOf(result: Result, terminal: Terminal): readonly string[] {
  const { store, rows, spool_records, is_trial, parts_left } = result
  const verb = is_trial ? 'would go' : 'went'
  return [
    terminal.ink.strong(printable(store)),
    ...Object.entries(rows).map(([table, count]) => `  ${countText(count)} of ${table} ${verb}`),
    `  ${counted(spool_records, 'record')} of the spool ${verb}`,
    ...placesOf(result),
    ...leftLines(result, terminal),
    ...(parts_left === 0
      ? []
      : [
          '  Files that hold it are on the disk still, and go while the store is open: run this again.',
        ]),
    ...paragraph(
      is_trial
        ? NOTHING_ERASED
        : 'Check it: the same command again says what is left, and `stillwatch audit verify` that the trail is whole.',
      terminal,
      2,
    ),
  ]
}

function leftLines({ scope, accounts_held }: Result, terminal: Terminal): readonly string[] {
  const left =
    scope === 'texts'
      ? `${counted(accounts_held, 'account')} of it in a campaign of the newest run or ruled to be: texts alone, for the rest may be needed for legal claims (GDPR, article 17(3)(e)). When that is over, run this again, or with --all.`
      : 'Left: keyed hashes and counts that name nobody, logs of your own, and backups and reports that are not named here.'
  return paragraph(left, terminal, 2)
}
