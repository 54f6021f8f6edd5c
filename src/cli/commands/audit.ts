import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import {
  type AuditRow,
  auditHead,
  auditPage,
  type Head,
  type Verified,
  verifyAudit,
} from '../../records/audit.js'
import { type OpenRestriction, openRestrictions } from '../../records/restrictions.js'
import type { Store } from '../../store/store.js'
import type { CliCommand } from '../command.js'
import { namedStore, type StoreFlags, withNamedStore } from '../kept-store.js'
import { margined, paragraph, printResult, tableLines } from '../page.js'
import { servedPath } from '../serve/parts.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { wholeNumber } from '../whole-number.js'

interface AuditFlags extends StoreFlags {
  readonly json?: boolean
  readonly noted?: Head
  readonly limit: number
}

const EXIT_BROKEN = 1
const LIMIT_DEFAULT = 40

const auditCommand: CliCommand = (program) => {
  const audit = program
    .command('audit')
    .summary('what was done, by whom, and whether the record of it is whole')
    .description(
      'Reads the audit trail of a store, through the service where one runs: each change of the policy, each\nrestriction that opened, was renewed and ended. It changes nothing.',
    )
  withStoreOptions(audit.command('verify'))
    .summary('check that no entry was changed, removed or put in')
    .description(
      'Makes each hash anew. Ends with status 1 where the chain breaks, and says where. Who can write to the\nstore can make the whole chain anew: note the head elsewhere, where the log of the service has it too, and\nname it with `--noted`.',
    )
    .option('--noted <seq:hash>', 'a head that was noted elsewhere', headOf)
    .action(async (flags: AuditFlags) => {
      const verified = await read('audit verify', flags, (store) => verifyAudit(store, flags.noted))
      printResult(verified, (terminal) => verifiedLines(verified, terminal), flags)
      if (verified.broken !== null) process.exitCode = EXIT_BROKEN
    })
  withStoreOptions(audit.command('list'))
    .summary('the last entries')
    .option('--limit <entries>', 'how many', wholeNumber, LIMIT_DEFAULT)
    .action(async (flags: AuditFlags) => {
      const rows = await read('audit list', flags, (store) => lastEntries(store, flags.limit))
      const entries = rows.map(({ facts, at_ms, seq, ...row }) => ({
        seq: Number(seq),
        at: new Date(Number(at_ms)).toISOString(),
        ...row,
        facts: JSON.parse(facts) as object,
      }))
      printResult({ entries }, (terminal) => entryLines(rows, terminal), flags)
    })
  withStoreOptions(audit.command('in-force'))
    .summary('what is done to whom at present')
    .action(async (flags: AuditFlags) => {
      const restrictions = await read('audit in-force', flags, openRestrictions)
      printResult({ restrictions }, (terminal) => inForceLines(restrictions, terminal), flags)
    })
}
export default auditCommand

const withStoreOptions = (command: Command): Command =>
  command
    .option('--store <folder>', 'the store of the service')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--json', 'print JSON, and nothing else')

function headOf(text: string): Head {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash }
  throw new InvalidArgumentError('It is the number of an entry, a colon, and its hash.')
}

async function read<Result>(
  command: string,
  flags: AuditFlags,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const named = namedStore(flags) ?? stoppedStore(flags)
  if (named !== undefined) return withNamedStore(named, work)
  const what =
    'There is no store here: run it where the settings of the service are, name them with `--config`, or the store with `--store`.'
  throw new StillwatchError('USAGE', { what, command })
}

/** The store of a service that does not run, where it has left one. */
function stoppedStore({ config }: AuditFlags) {
  const path = servedPath(readSettings(config))
  return existsSync(join(path, 'data')) ? { path, url: undefined } : undefined
}

async function lastEntries(store: Store, limit: number): Promise<readonly AuditRow[]> {
  const { seq } = await auditHead(store)
  return auditPage(store, Math.max(0, seq - limit), limit)
}

function verifiedLines(
  { entries, head, broken, texts_missing }: Verified,
  terminal: Terminal,
): readonly string[] {
  if (broken !== null) {
    const before = entries === 0 ? 'Nothing before it is' : `Entries up to ${entries} are`
    return paragraph(
      `The audit trail breaks at entry ${broken.seq}: ${broken.problem}. ${before} as it was written. Compare with a backup and with the lines \`audit\` in the log of the service.`,
      terminal,
    )
  }
  if (entries === 0) return ['The audit trail is empty: no policy was put in force yet.']
  return [
    `The audit trail is whole: ${entries} ${entries === 1 ? 'entry' : 'entries'}.`,
    // On a line of its own, for it is to be copied.
    ...['Head, to be noted elsewhere:', `  ${head.seq}:${head.hash}`],
    ...(texts_missing === 0
      ? []
      : [
          `What people wrote is not there for ${texts_missing} of them: it was erased, or the store lost it.`,
        ]),
  ]
}

function entryLines(rows: readonly AuditRow[], terminal: Terminal): readonly string[] {
  if (rows.length === 0) return ['The audit trail is empty: no policy was put in force yet.']
  return tableLines(
    [
      { head: 'Entry', isNumber: true },
      { head: 'When (UTC)' },
      { head: 'What' },
      { head: 'Under', yields: true },
      { head: 'To whom', yields: true },
    ],
    rows.map(({ seq, at_ms, action, object, subject, facts }) => [
      ...[seq, minuteOf(Number(at_ms)), deedOf(action, JSON.parse(facts))],
      ...[object.replace(/^policy (?!file)/, ''), subject],
    ]),
    terminal,
  )
}

/** `--json` has all that was written down of it. */
const deedOf = (action: string, { cause, level }: Readonly<Record<string, unknown>>): string =>
  [action.replace(/^restriction_/, '').replaceAll('_', ' '), cause ?? level]
    .filter((one) => one !== undefined)
    .join(': ')

function inForceLines(all: readonly OpenRestriction[], terminal: Terminal): readonly string[] {
  if (all.length === 0) return ['Nothing is done to anybody at present.']
  return all.flatMap((one) => [
    terminal.ink.strong(printable(`${one.group}: ${one.level} under ${one.policy_id}`)),
    ...margined('Measures', one.measures.join(', ') || 'none', terminal),
    ...margined('Subjects', `${one.subjects}; reason code ${one.reason_code}`, terminal),
    ...(one.all_from_ms === undefined
      ? []
      : margined('In batches', `all of them from ${minuteOf(one.all_from_ms)} UTC`, terminal)),
    ...margined('Until', endOf(one.until_ms), terminal),
    ...(one.restriction_id === '' ? [] : margined('Id', one.restriction_id, terminal)),
    '',
  ])
}

/** The last instant that a date can be is no end. */
const endOf = (ms: number): string => (ms >= 8.64e15 ? 'it is undone' : `${minuteOf(ms)} UTC`)

const minuteOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
