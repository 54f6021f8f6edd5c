import { InvalidArgumentError } from 'commander'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import { counted, countText } from '../../feeds/format.js'
import {
  type BlastRadius,
  blastRadius,
  type Radii,
  STANDINGS,
} from '../../service/decisions/blast-radius.js'
import { readPolicy } from '../../service/decisions/publish.js'
import type { CliCommand } from '../command.js'
import { namedStore, type StoreFlags, withNamedStore } from '../kept-store.js'
import { paragraph, printResult, tableLines } from '../page.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

interface TryFlags extends StoreFlags {
  readonly days: number
  readonly json?: boolean
}

const DAYS_DEFAULT = 365
const DAYS_MAX = 3660

const policyCommand: CliCommand = (program) => {
  program
    .command('policy')
    .summary('what a policy file would do')
    .command('try')
    .summary('whom each policy would have touched, and how many of them were judged clear')
    .description(
      'Reads a policy file and the store of a scan or of the service, through the service where one runs, and\nsays for each policy which accounts and exchanges of the history that is kept it would have touched, had\nit been live with what is known today. It changes nothing.',
    )
    .argument('<file>', 'a policy file')
    .option('--store <folder>', 'the store that a scan was kept in, or of the service')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--days <number>', 'how far back', daysOf, DAYS_DEFAULT)
    .option('--json', 'print JSON, and nothing else')
    .action(async (file: string, flags: TryFlags) => {
      const found = await tried(file, flags)
      printResult(found, (terminal) => linesOf(found, terminal), flags)
    })
}
export default policyCommand

function daysOf(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days
  throw new InvalidArgumentError(`It is a whole number from 1 to ${DAYS_MAX}.`)
}

async function tried(file: string, flags: TryFlags): Promise<Radii> {
  const policy = readPolicy(file)
  const { secrets: hashSecret } = readSettings(flags.config)
  const named = namedStore(flags)
  const problem = (what: string) => new StillwatchError('USAGE', { what, command: 'policy try' })
  if (named === undefined) {
    throw problem('No store is named, and no service runs here: `--store <folder>` names one.')
  }
  const options = { policy, hashSecret, nowMs: Date.now(), days: flags.days }
  const found = await withNamedStore({ ...named, hashKey: hashKeyOf(hashSecret) }, (store) =>
    blastRadius(store, options),
  )
  if (found === null)
    throw problem('No run has finished in this store: the first one is still to come.')
  return found
}

const WORDS: Readonly<Record<string, string>> = {
  operator: 'operators of campaigns',
  suspected: 'suspected by themselves',
  watched: 'watched',
  bystander: 'victims and customers',
  clear: 'judged clear',
}

function linesOf({ policies, is_partial }: Radii, terminal: Terminal): readonly string[] {
  if (policies.length === 0) return ['The file has no policy.']
  const note =
    'A run is deriving: what it makes anew may be missing here. Ask again when it has ended.'
  return [
    ...policies.flatMap((one) => [...policyLines(one, terminal), '']),
    ...(is_partial ? paragraph(note, terminal) : []),
  ]
}

function policyLines(
  { policy_id, level, mode, subjects, touched, batches }: BlastRadius,
  terminal: Terminal,
): readonly string[] {
  const told = mode === 'live' ? level : `${level}, a dry run as if it were live`
  const head = terminal.ink.strong(
    printable(`${policy_id}: ${told}; ${counted(subjects, 'subject')}`),
  )
  const when = batchLines(batches)
  if (touched.length === 0) return [head, '  It would have touched nobody.', ...when]
  const clear = touched.find(({ standing }) => standing === 'clear')
  const all = touched.reduce((sum, { accounts }) => sum + accounts, 0)
  return [
    head,
    ...tableLines(
      [
        { head: 'Who' },
        { head: 'Accounts', isNumber: true },
        { head: 'Exchanges', isNumber: true },
        { head: 'Most', yields: true },
      ],
      touched
        .toSorted((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing))
        .map(({ standing, accounts, exchanges, most }) => [
          ...[WORDS[standing] ?? standing, countText(accounts), countText(exchanges)],
          most.join(', '),
        ]),
      terminal,
    ),
    ...(clear === undefined
      ? []
      : paragraph(
          `${counted(clear.accounts, 'account')} of ${countText(all)} ${clear.accounts === 1 ? 'was' : 'were'} judged clear. Look at them before this goes live: \`stillwatch explain ${clear.most[0]}\`.`,
          terminal,
          2,
        )),
    ...when,
  ]
}

const BATCHES_MAX = 10

/** Of a policy that touches in batches. */
function batchLines(batches: BlastRadius['batches']): readonly string[] {
  const more = batches.length - BATCHES_MAX
  return [
    ...batches
      .slice(0, BATCHES_MAX)
      .map(
        ({ starts_at, subjects }) =>
          `  In force from ${starts_at}, were it live from now on: ${counted(subjects, 'subject')}.`,
      ),
    ...(more > 0 ? [`  And ${counted(more, 'later batch', 'later batches')}.`] : []),
  ]
}
