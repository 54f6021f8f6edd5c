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
      : stateLines(enrolment, terminal)),
    ...weighedLines(application, terminal),
    ...(enrolment === null
      ? []
      : [...stepLines(enrolment, terminal), ...proofLines(enrolment, terminal)]),
    ...sideLines(application, alike, terminal),
  ]
}

const PEOPLE_COLUMNS = 24

type Known = NonNullable<OneTold['enrolment']>

function stateLines(one: Known, terminal: Terminal): readonly string[] {
  const until = one.due_at === null ? '' : `, until ${minuteText(one.due_at)}`
  const odds = one.odds_bits === null ? '' : `, ${bitsText(one.odds_bits)} bits`
  const rows: readonly (readonly [string, string])[] = [
    ['enrolment', one.enrolment_id],
    ['account', one.account_id],
    ['programme', `${one.program}, here since ${minuteText(one.opened_at)}`],
    ['state', `${words(one.state)} since ${minuteText(one.since)}${until}`],
    ['risk', one.risk === null ? '' : `${one.risk} of 100${odds}`],
    ['asked', wordList(one.asked)],
    ['held', wordList(one.held)],
    ['campaigns', one.campaigns.join(', ')],
    ['they say', one.statement],
  ]
  return rows.flatMap(([word, text]) => (text === '' ? [] : margined(word, text, terminal)))
}

function weighedLines(application: SideTold | null, terminal: Terminal): readonly string[] {
  const { reasons = [], counter_reasons = [] } = application?.assessment ?? {}
  const weighed = [...reasons, ...counter_reasons]
  if (weighed.length === 0) return []
  return [
    '',
    ...titleLines('What speaks for fraud (+) and against it (−), in bits', terminal),
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
