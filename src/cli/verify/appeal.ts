import { type Command, Option } from 'commander'
import { GRANTED } from '../../records/enrolment.js'
import { withAddress } from '../asking.js'
import { paragraph, printResult } from '../page.js'
import { act, type DeskFlags, type EnrolmentTold, readEnrolment, usage, words } from './told.js'

interface AppealFlags extends DeskFlags {
  readonly statement?: string
  readonly decide?: 'upheld' | 'overturned'
  readonly answer?: string
}

export function addAppeal(verify: Command): void {
  withAddress(verify.command('appeal'))
    .summary('take down what a customer says against a refusal, or decide on it')
    .description(
      'Nothing ends while an appeal is open. It is decided by a reviewer who had no part in the refusal.',
    )
    .argument('<id>', 'of the application, or of its state')
    .option('--statement <text>', 'what the customer says')
    .addOption(new Option('--decide <outcome>', 'decide it').choices(['upheld', 'overturned']))
    .option('--answer <text>', 'with --decide: what the customer is answered')
    .option('--json', 'print JSON, and nothing else')
    .action(async (id: string, flags: AppealFlags) => {
      const { deed, input } = appealOf(flags)
      const known = await readEnrolment(flags, id, 'appeal')
      fits(known, flags)
      const { enrolment_id } = known
      const said = await act(flags, deed, { enrolment_id, ...input })
      const text = NEXT[flags.decide ?? 'statement']
      printResult({ ...said, enrolment_id }, (terminal) => paragraph(text, terminal), flags)
    })
}

const NEXT = {
  statement: 'The appeal is open. A reviewer who had no part in the refusal decides it.',
  upheld: 'It is upheld: what was refused stays refused.',
  overturned: 'It is overturned: it is granted, and the account is ruled benign.',
} as const

export function appealOf({ statement, decide, answer }: AppealFlags) {
  if (statement !== undefined && decide === undefined && answer === undefined)
    return { deed: 'appeal_enrolment', input: { statement } }
  if (statement === undefined && decide !== undefined && answer !== undefined)
    return { deed: 'decide_enrolment_appeal', input: { outcome: decide, answer } }
  throw usage('Say --statement, or --decide with --answer.', 'appeal')
}

/** What the service would refuse without a word on why. */
function fits({ state }: EnrolmentTold, { decide }: AppealFlags): void {
  if (decide !== undefined && state !== 'appealed')
    throw usage(`No appeal is open, it is ${words(state)}: \`--statement\` opens one.`, 'appeal')
  if (decide === undefined && GRANTED.some((one) => one === state))
    throw usage(`Nothing is refused that could be appealed: it is ${words(state)}.`, 'appeal')
}
