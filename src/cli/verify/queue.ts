import { type Command, InvalidArgumentError, Option } from 'commander'
import { PROGRAMS, TIERS } from '../../domain/application.js'
import { countText, dateText } from '../../feeds/format.js'
import { ENROLMENT_STATES } from '../../records/enrolment.js'
import { withAddress } from '../asking.js'
import { paragraph, printResult, tableLines } from '../page.js'
import { wrapTo } from '../terminal/layout.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { wholeNumber } from '../whole-number.js'
import {
  type DeskFlags,
  type EnrolmentTold,
  programText,
  type QueueTold,
  queueTold,
  read,
  wordList,
  words,
} from './told.js'

interface QueueFlags extends DeskFlags {
  readonly state?: string
  readonly program?: string
  readonly tier?: string
  readonly use?: string
  readonly dueBefore?: string
  readonly limit: number
}

export function addQueue(verify: Command): void {
  withAddress(verify.command('queue'))
    .summary('whom a person has to look at first')
    .description(
      'Applications with a state: appeals, who waits for a person, then by risk. All of this asks the service that runs, as a person; the token stands in STILLWATCH_TOKEN.',
    )
    .addOption(new Option('--state <state>', 'only these').choices(ENROLMENT_STATES))
    .addOption(new Option('--program <program>', 'only of this programme').choices(PROGRAMS))
    .addOption(new Option('--tier <tier>', 'only of this tier').choices(TIERS))
    .option('--use <reason>', 'only those that this reason had watched for what is done with it')
    .option('--due-before <instant>', 'only those whose time ends by then', instantOf)
    .option('--limit <n>', 'how many are shown', wholeNumber, 20)
    .option('--json', 'print JSON, and nothing else')
    .action(async (flags: QueueFlags) => {
      const { state = '', program = '', tier = '', use = '' } = flags
      const { dueBefore: due_before = '', limit } = flags
      const said = await read(flags, '', {
        state,
        program,
        tier,
        use,
        due_before,
        limit: `${limit}`,
      })
      const queue = queueTold.parse(said)
      printResult(said, (terminal) => queueLines(queue, terminal, Date.now()), flags)
    })
}

function instantOf(text: string): string {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new InvalidArgumentError('It is an instant such as 2027-01-31.')
  return new Date(ms).toISOString()
}

export function queueLines(
  { all, states, enrolments }: QueueTold,
  terminal: Terminal,
  nowMs: number,
): readonly string[] {
  const counts = Object.entries(states).filter(([, count]) => count > 0)
  const total = counts.map(([state, count]) => `${words(state)} ${countText(count)}`).join(', ')
  const head = total === '' ? [] : [...paragraph(`All: ${total}.`, terminal), '']
  if (all === 0) return [...head, ...paragraph(emptyText(total !== ''), terminal)]
  const more = all - enrolments.length
  const [columns = '', ...rows] = tableLines(
    [
      { head: '#', isNumber: true },
      { head: 'Risk', isNumber: true },
      { head: 'State' },
      { head: 'Programme' },
      { head: 'Waits', isNumber: true },
      { head: 'Until' },
      { head: 'Asked', yields: true },
    ],
    enrolments.map((one, index) => cellsOf(one, index, nowMs)),
    terminal,
  )
  return [
    ...head,
    columns,
    ...enrolments.flatMap((one, index) => [rows[index] ?? '', ...nameLines(one, terminal)]),
    ...(more > 0
      ? ['', ...paragraph(`${countText(more)} more are there: --limit shows more.`, terminal)]
      : []),
  ]
}

const emptyText = (hasOthers: boolean): string =>
  hasOthers
    ? 'None is like this. Without --state, --program, --tier, --use and --due-before all are shown.'
    : 'Nobody waits. Applications come here by `POST /v1/signup/assess`, as docs/how-to/verify.md says.'

const cellsOf = (one: EnrolmentTold, index: number, nowMs: number): readonly string[] => [
  String(index + 1),
  one.risk === null ? '' : String(one.risk),
  words(one.state),
  programText(one),
  waitText(nowMs - Date.parse(one.since)),
  one.due_at === null ? '' : dateText(one.due_at),
  wordList(one.asked),
]

const HOUR_MS = 3_600_000

/** "3 d", "5 h": somebody waits that long. */
function waitText(ms: number): string {
  const hours = Math.max(0, Math.floor(ms / HOUR_MS))
  return hours >= 48 ? `${Math.floor(hours / 24)} d` : `${hours} h`
}

/** Whole, since it is to be copied; with the other id where this one cannot be. */
export function nameLines(
  { application_id, enrolment_id }: EnrolmentTold,
  { columns }: Terminal,
): readonly string[] {
  const shown = printable(application_id)
  const lines = shown === '' ? [] : wrapTo(shown, columns - NAME_MARGIN)
  const isCopied = shown === application_id && lines.length === 1
  const other = isCopied ? [] : wrapTo(`enrolment ${enrolment_id}`, columns - NAME_MARGIN)
  return [...lines, ...other].map((line) => ' '.repeat(NAME_MARGIN) + line)
}

/** So that the id of a state has room on the narrowest line. */
const NAME_MARGIN = 4
