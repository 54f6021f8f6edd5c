import { type Command, Option } from 'commander'
import { makeSigningKey } from '../../config/signing.js'
import type { ItemProposed } from '../../domain/attribution.js'
import { StillwatchError } from '../../domain/errors.js'
import { CONFIDENCES, LIKELIHOOD_WORDS } from '../../domain/estimate.js'
import type { AssessmentSummary, AssessmentTold } from '../../service/people/attribution.js'
import { type AskFlags, asked, deedRequest, withAddress } from '../asking.js'
import { exported, fileHash, verified, verifiedText, versionOf } from '../attribute/exported.js'
import { assessmentLines, listLines, proposedLines } from '../attribute/views.js'
import type { CliCommand } from '../command.js'
import { paragraph, printResult } from '../page.js'

interface Flags extends AskFlags {
  readonly json?: boolean
}

const EXIT_UNVERIFIED = 1
const ASSESSMENT = ['<assessment>', 'its id, as `attribute list` shows it'] as const

const attributeCommand: CliCommand = (program) => {
  const attribute = program
    .command('attribute')
    .summary('whose a campaign is: hypotheses, what speaks against each, and signed judgements')
    .description(
      'Weighs competing hypotheses about who is behind a campaign, or whom a slice of it serves, through the service\nthat runs. The token stands in STILLWATCH_TOKEN. A run names nobody; people do, two of them, with a signature.',
    )
  addReading(attribute)
  addMatrix(attribute)
  addJudgement(attribute)
  addFiles(attribute)
}
export default attributeCommand

function addReading(attribute: Command): void {
  shown(attribute.command('proposed'))
    .summary('what the last run proposes')
    .argument('[campaign]', 'one campaign, by its id or the beginning of it; without it, all')
    .action(async (campaign: string | undefined, flags: Flags) => {
      const query = new URLSearchParams({ campaign_id: campaign ?? '' })
      const said = await read<{ items: readonly ItemProposed[] }>(flags, `/attribution?${query}`)
      printResult(said, (terminal) => proposedLines(said.items, terminal), flags)
    })
  shown(attribute.command('list'))
    .summary('all assessments')
    .action(async (flags: Flags) => {
      const said = await read<{ assessments: readonly AssessmentSummary[] }>(flags, '/assessments')
      printResult(said, (terminal) => listLines(said.assessments, terminal), flags)
    })
  shown(attribute.command('show'))
    .summary('one assessment as a matrix, with what it rests on')
    .argument(...ASSESSMENT)
    .action(show)
}

function addMatrix(attribute: Command): void {
  withAddress(attribute.command('open'))
    .summary('open an assessment')
    .argument('<campaign>', 'the campaign, by its id or the beginning of it')
    .addOption(
      new Option('--question <question>', 'who runs it, or whom it serves')
        .choices(['operator', 'beneficiary'])
        .default('operator'),
    )
    .option('--slice <kind=name>', 'a part of its traffic: a capability, a channel or a template')
    .action(async (campaign_id: string, flags: AskFlags & { question: string; slice?: string }) => {
      const [slice_kind, ...rest] = flags.slice?.split('=') ?? []
      const slice = flags.slice === undefined ? {} : { slice_kind, slice_name: rest.join('=') }
      const { id } = await act(flags, 'open_assessment', {
        ...{ campaign_id, question: flags.question },
        ...slice,
      })
      process.stdout.write(`${id}\n`)
    })
  withAddress(attribute.command('add'))
    .summary('add a hypothesis, a fact or an inference')
    .argument(...ASSESSMENT)
    .argument('<what>', 'hypothesis, fact or inference')
    .argument('<text>', 'what it says')
    .option('--evidence <id>', 'of a fact: evidence of the store')
    .option('--file <path>', 'of a fact: a file, which is named by its hash and stays where it is')
    .option('--rests-on <items...>', 'of an inference: the facts without which it falls')
    .action(async (assessment_id: string, what: string, text: string, flags: AddFlags) => {
      await act(flags, ...(await addition(assessment_id, what, text, flags)))
      await show(assessment_id, flags)
    })
  withAddress(attribute.command('rate'))
    .summary('say how an item sits with hypotheses')
    .argument(...ASSESSMENT)
    .argument('<item>', 'e1, e2, …')
    .argument('<ratings...>', 'each as h1=++, +, 0, - or --')
    .action(
      async (assessment_id: string, item: string, all: readonly string[], flags: AskFlags) => {
        for (const given of all) {
          const [hypothesis = '', rating = ''] = given.split('=')
          await act(flags, 'rate_item', { assessment_id, item, hypothesis, rating })
        }
        await show(assessment_id, flags)
      },
    )
  withAddress(attribute.command('drop'))
    .summary('take a hypothesis or an item out')
    .argument(...ASSESSMENT)
    .argument('<name>', 'h1, e1, …')
    .action(async (assessment_id: string, name: string, flags: AskFlags) => {
      const isItem = name.startsWith('e')
      const named = isItem ? { item: name } : { hypothesis: name }
      await act(flags, isItem ? 'drop_item' : 'drop_hypothesis', { assessment_id, ...named })
      await show(assessment_id, flags)
    })
}

interface AddFlags extends AskFlags {
  readonly evidence?: string
  readonly file?: string
  readonly restsOn?: readonly string[]
}

async function addition(
  assessment_id: string,
  what: string,
  text: string,
  { evidence, file, restsOn = [] }: AddFlags,
): Promise<readonly [deed: string, input: Readonly<Record<string, unknown>>]> {
  const input = { assessment_id, text }
  if (what === 'hypothesis') return ['add_hypothesis', input]
  if (what === 'inference') return ['add_inference', { ...input, rests_on: restsOn }]
  if (what !== 'fact') {
    const problem = `\`${what}\` is none of hypothesis, fact and inference.`
    throw new StillwatchError('USAGE', { what: problem, command: 'attribute add' })
  }
  const ofStore = evidence === undefined ? {} : { evidence_id: evidence }
  const ofFile = file === undefined ? {} : { file_sha256: await fileHash(file) }
  return ['add_fact', { ...input, ...ofStore, ...ofFile }]
}

interface DraftFlags extends AskFlags {
  readonly claim: string
  readonly hypothesis: string
  readonly likelihood: string
  readonly confidence: string
  readonly grounds: string
  readonly wouldChange: string
  readonly review: string
  readonly expires: string
}

function addJudgement(attribute: Command): void {
  withAddress(attribute.command('draft'))
    .summary('draft the judgement')
    .argument(...ASSESSMENT)
    .requiredOption('--claim <text>', 'what is claimed')
    .requiredOption('--hypothesis <name>', 'which of the hypotheses it is')
    .addOption(
      new Option('--likelihood <words>', 'how likely it is')
        .choices(LIKELIHOOD_WORDS)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--confidence <level>', 'how good the grounds are')
        .choices(CONFIDENCES)
        .makeOptionMandatory(),
    )
    .requiredOption('--grounds <text>', 'of the confidence')
    .requiredOption('--would-change <text>', 'what would change our mind')
    .requiredOption('--review <instant>', 'when it is looked at again')
    .requiredOption('--expires <instant>', 'when it ends')
    .action(async (assessment_id: string, flags: DraftFlags) => {
      const { claim, hypothesis, likelihood, confidence } = flags
      await act(flags, 'draft_judgement', {
        ...{ assessment_id, claim, hypothesis, likelihood, confidence },
        ...{ confidence_grounds: flags.grounds, would_change: flags.wouldChange },
        ...{ review_at: flags.review, expires_at: flags.expires },
      })
      await show(assessment_id, flags)
    })
  for (const [name, deed, summary] of BY_DIGEST) {
    withAddress(attribute.command(name))
      .summary(summary)
      .argument(...ASSESSMENT)
      .requiredOption('--digest <digest>', 'as `attribute show` has it')
      .requiredOption('--reason <text>', 'why')
      .action(
        async (assessment_id: string, flags: AskFlags & { digest: string; reason: string }) => {
          const { digest, reason } = flags
          const { state } = await act(flags, deed, { assessment_id, digest, reason })
          process.stdout.write(`${state}\n`)
        },
      )
  }
  withAddress(attribute.command('dissent'))
    .summary('write down that you see it otherwise')
    .argument(...ASSESSMENT)
    .argument('<text>', 'how you see it')
    .action(async (assessment_id: string, text: string, flags: AskFlags) => {
      await act(flags, 'dissent', { assessment_id, text })
      await show(assessment_id, flags)
    })
}

const BY_DIGEST = [
  ['sign', 'sign_judgement', 'sign the draft as you read it; a second reviewer does the same'],
  ['withdraw', 'withdraw_judgement', 'take a signed judgement back'],
] as const

function addFiles(attribute: Command): void {
  withAddress(attribute.command('export'))
    .summary('print a signed judgement')
    .argument(...ASSESSMENT)
    .option('--digest <digest>', 'which version (default: the newest)')
    .addOption(
      new Option('--as <form>', 'what to print').choices(['json', 'markdown']).default('json'),
    )
    .action(
      async (
        assessment_id: string,
        flags: AskFlags & { digest?: string; as: 'json' | 'markdown' },
      ) => {
        const one = await assessmentOf(assessment_id, flags)
        process.stdout.write(exported(one, versionOf(one, flags.digest), flags.as))
      },
    )
  attribute
    .command('verify')
    .summary('check the signature of an exported judgement, without the service')
    .description('Ends with status 1 where the key did not sign just this.')
    .argument('<file>', 'the JSON that `attribute export` printed')
    .requiredOption(
      '--key <file>',
      'the public key of the installation, from whoever you trust for it',
    )
    .option('--json', 'print JSON, and nothing else')
    .action((file: string, flags: { key: string; json?: boolean }) => {
      const { verification, signed, is_expired } = verified(file, flags.key, Date.now())
      const { judgement, digest } = signed
      const { signed_by, signed_at, key_id, version, expires_at } = judgement
      const said = {
        verification,
        digest,
        key_id,
        version,
        signed_by,
        signed_at,
        expires_at,
        is_expired,
      }
      printResult(said, (terminal) => paragraph(verifiedText(said), terminal), flags)
      if (verification !== 'VALID') process.exitCode = EXIT_UNVERIFIED
    })
  attribute
    .command('key')
    .summary('make the key that judgements are signed with')
    .description(
      'Writes the private key for the service, which nobody else may read, and the public key beside it.',
    )
    .argument('<file>', 'where the private key goes; the public one gets `.pub` behind it')
    .action((file: string) => {
      const made = makeSigningKey(file)
      process.stdout.write(`${made.key_id}\n${made.public}\n`)
    })
}

const shown = (command: Command): Command =>
  withAddress(command).option('--json', 'print JSON, and nothing else')

const read = async <Said>(flags: AskFlags, path: string): Promise<Said> =>
  (await asked(flags, { method: 'GET', path })) as Said

const act = async (flags: AskFlags, deed: string, input: Readonly<Record<string, unknown>>) =>
  (await asked(flags, deedRequest(deed, input, 'attribute'))) as { state: string; id: string }

async function assessmentOf(assessment_id: string, flags: AskFlags): Promise<AssessmentTold> {
  const query = new URLSearchParams({ assessment_id })
  const { assessment } = await read<{ assessment: AssessmentTold | null }>(
    flags,
    `/assessments/one?${query}`,
  )
  if (assessment !== null) return assessment
  const what = 'There is no such assessment: `stillwatch attribute list` has them.'
  throw new StillwatchError('USAGE', { what, command: 'attribute show' })
}

async function show(assessment_id: string, flags: Flags): Promise<void> {
  const one = await assessmentOf(assessment_id, flags)
  printResult(one, (terminal) => assessmentLines(one, terminal), flags)
}
