import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { PROOFS, type Proof } from '../../domain/application.js'
import { operational } from '../../domain/errors.js'
import { withAddress } from '../asking.js'
import { printResult } from '../page.js'
import { type Decision, decided, named, type PreviewTold, previewed } from './decision.js'
import { appealsText, becameLines, previewLines, unknownText } from './decision-lines.js'
import { type DeskFlags, usage, wordList } from './told.js'

interface DecideFlags extends DeskFlags {
  readonly grant?: boolean
  readonly watch?: boolean
  readonly ask?: readonly Proof[]
  readonly suspend?: boolean
  readonly campaign?: boolean
  readonly undo?: boolean
  readonly from?: string
  readonly reason: string
  readonly yes?: boolean
}

const EXIT_REFUSED = 2

export function addDecide(verify: Command): void {
  withAddress(verify.command('decide'))
    .summary('grant, watch, ask, suspend or undo, of one or of many')
    .description(
      'Says what would become of whom; with --yes it does. Ids are of applications or of their states. More than 100 go in portions of 100, in their order, so that a second person who names the same agrees to the same. Suspending takes two people. Ends with status 2 where any portion was refused.',
    )
    .argument('[ids...]', 'whom')
    .option('--from <file>', 'whom, an id a line; `-` is standard input')
    .option('--grant', 'grant what was applied for, or give it back')
    .option('--watch', 'the same, and look after it')
    .option('--ask <proofs>', 'ask for proofs, behind commas', proofsOf)
    .option('--suspend', 'refuse, or take away; two people')
    .option('--campaign', 'with --suspend: each account is ruled to be of a campaign')
    .option('--undo', 'go back to the state before')
    .requiredOption('--reason <text>', 'why')
    .option('--yes', 'do it, and not only say what it would do')
    .option('--json', 'print JSON, and nothing else')
    .action(decide)
}

async function decide(typed: readonly string[], flags: DecideFlags): Promise<void> {
  const decision = decisionOf(flags)
  const ids = [...typed, ...(flags.from === undefined ? [] : idsIn(flags.from))]
  if (ids.length === 0 || ids.includes(''))
    throw usage('Nobody is named: give ids, or a file of them with --from.', 'decide')
  const those = await named(flags, ids)
  const preview = await previewed(flags, those)
  const isDone = flags.yes === true
  if (isDone) standsInTheWay(preview)
  const { json } = flags
  if (!json) {
    const end = isDone ? [] : ['Nothing was done. With --yes it is.']
    printResult({}, (terminal) => [...previewLines(preview, decision, terminal), ...end], {})
  }
  const of = those.portions.length
  const portions = isDone
    ? await decided(flags, those.portions, decision, flags.reason, (became, place) => {
        if (!json) printResult({}, (terminal) => becameLines(became, { place, of }, terminal), {})
      })
    : []
  if (json) printResult({ is_trial: !isDone, preview, portions }, () => [], flags)
  if (portions.some(({ state }) => state !== 'done' && state !== 'proposed'))
    process.exitCode = EXIT_REFUSED
}

/** All or nobody: whoever decides on many, and whoever agrees, must know on whom. */
function standsInTheWay({ unknown, appealed }: PreviewTold): void {
  if (unknown.length > 0) throw usage(unknownText(unknown), 'decide')
  if (appealed > 0) throw usage(appealsText(appealed), 'decide')
}

export function decisionOf(flags: Omit<DecideFlags, 'reason'>): Decision {
  const { grant, watch, ask, suspend, undo, campaign } = flags
  const conclusion = campaign ? 'campaign' : 'undecided'
  const all: readonly (Decision | false)[] = [
    grant === true && { deed: 'grant_enrolments', verb: 'grant', input: { watch: false } },
    watch === true && { deed: 'grant_enrolments', verb: 'watch', input: { watch: true } },
    ask !== undefined && {
      ...{ deed: 'ask_enrolments', verb: `ask for ${wordList(ask)}`, input: { proofs: ask } },
    },
    suspend === true && { deed: 'suspend_enrolments', verb: 'suspend', input: { conclusion } },
    undo === true && { deed: 'undo_enrolments', verb: 'undo', input: {} },
  ]
  const [decision, ...others] = all.filter((one) => one !== false)
  if (decision === undefined || others.length > 0)
    throw usage('Say one of --grant, --watch, --ask, --suspend and --undo.', 'decide')
  if (campaign && !suspend) throw usage('--campaign is said with --suspend.', 'decide')
  return decision
}

export function proofsOf(text: string): readonly Proof[] {
  const all = text.split(',').map((one) => one.trim().replaceAll(' ', '_'))
  const proofs = PROOFS.filter((proof) => all.includes(proof))
  if (proofs.length === new Set(all).size) return proofs
  throw new InvalidArgumentError(`Proofs are ${PROOFS.join(', ')}.`)
}

const STANDARD_INPUT = 0

function idsIn(file: string): readonly string[] {
  try {
    const text = readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8')
    return text.split(/\r?\n/).filter((line) => line !== '')
  } catch (error) {
    throw operational(error)
  }
}
