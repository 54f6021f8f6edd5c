import type { Command } from 'commander'
import { bitsText, minuteText } from '../../feeds/format.js'
import { withAddress } from '../asking.js'
import { margined, paragraph, printResult, tableLines } from '../page.js'
import { cutTo } from '../terminal/layout.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { sideLines } from './side-by-side.js'
import {
  type DeskFlags,
  type OneTold,
  programText,
  readOne,
  type SideTold,
  titleLines,
  wordList,
  words,
} from './told.js'

export function addShow(verify: Command): void {
  withAddress(verify.command('show'))
    .summary('one application, beside those that have something in common with it')
    .argument('<id>', 'of the application, or of its state as `verify queue --json` has it')
    .option('--json', 'print JSON, and nothing else')
    .action(async (id: string, flags: DeskFlags) => {
      const { said, one } = await readOne(flags, id, 'show')
      printResult(said, (terminal) => oneLines(one, terminal), flags)
    })
}

export function oneLines(
  { enrolment, application, alike }: OneTold,
  terminal: Terminal,
): readonly string[] {
  const name = enrolment?.application_id || application?.application_id || ''
  return [
    ...titleLines(name, terminal),
    ...(enrolment === null
      ? paragraph(
          'It has no state: nothing is asked of it, and nothing is granted to it.',
          terminal,
        )
      : stateLines(enrolment, application, terminal)),
    ...weighedLines(
      'As it was assessed: for fraud (+) and against it (−), in bits',
      [
        ...(application?.assessment?.reasons ?? []),
        ...(application?.assessment?.counter_reasons ?? []),
      ],
      terminal,
    ),
    ...weighedLines(
      'What is done with it: for misuse (+) and against it (−), in bits',
      enrolment?.use ?? [],
      terminal,
    ),
    ...(enrolment === null
      ? []
      : [...stepLines(enrolment, terminal), ...proofLines(enrolment, terminal)]),
    ...sideLines(application, alike, terminal),
  ]
}

const PEOPLE_COLUMNS = 24

type Known = NonNullable<OneTold['enrolment']>

function stateLines(
  one: Known,
  application: SideTold | null,
  terminal: Terminal,
): readonly string[] {
  const until = one.due_at === null ? '' : `, until ${minuteText(one.due_at)}`
  const odds = one.odds_bits === null ? '' : `, ${bitsText(one.odds_bits)} bits`
  const rows: readonly (readonly [string, string])[] = [
    ['enrolment', one.enrolment_id],
    ['account', one.account_id],
    ['programme', `${programText(one)}, here since ${minuteText(one.opened_at)}`],
    ['purpose', words(one.purpose ?? application?.purpose ?? '')],
    ['state', `${words(one.state)} since ${minuteText(one.since)}${until}`],
    ['risk', one.risk === null ? '' : `${one.risk} of 100${odds}`],
    ['asked', wordList(one.asked)],
    ['held', wordList(one.held)],
    ['campaigns', one.campaigns.join(', ')],
    ['they say', one.statement],
  ]
  return rows.flatMap(([word, text]) => (text === '' ? [] : margined(word, text, terminal)))
}

function weighedLines(title: string, weighed: Known['use'], terminal: Terminal): readonly string[] {
  if (weighed.length === 0) return []
  return [
    '',
    ...titleLines(title, terminal),
    ...weighed.flatMap(({ weight_bits, statement }) =>
      margined(`  ${bitsText(weight_bits)}`, statement, terminal, 9),
    ),
  ]
}

function stepLines({ steps }: Known, terminal: Terminal): readonly string[] {
  return [
    '',
    ...titleLines('Steps (UTC)', terminal),
    ...tableLines(
      [{ head: 'When' }, { head: 'To' }, { head: 'By' }, { head: 'Why', yields: true }],
      steps.map(({ at, to, people, cause }) => [
        minuteText(at),
        words(to),
        people.length === 0 ? 'service' : cutTo(printable(people.join(', ')), PEOPLE_COLUMNS),
        words(cause),
      ]),
      terminal,
    ),
  ]
}

function proofLines({ accepted }: Known, terminal: Terminal): readonly string[] {
  if (accepted.length === 0) return []
  return [
    '',
    ...titleLines('Proofs that people saw', terminal),
    ...accepted.flatMap(({ proof, by, at, sha256 }) =>
      margined(
        `  ${words(proof)}`,
        `${by}, ${minuteText(at)}${sha256 === null ? '' : `, SHA-256 ${sha256}`}`,
        terminal,
        12,
      ),
    ),
  ]
}
