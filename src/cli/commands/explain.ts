import { InvalidArgumentError, Option } from 'commander'
import { readSettings } from '../../config/settings.js'
import { loadDetectors } from '../../detectors/index.js'
import { StillwatchError } from '../../domain/errors.js'
import { type AccountExplained, explainAccount } from '../../explain/account.js'
import { accountWouldChange } from '../../explain/account-change.js'
import { type CampaignExplained, explainCampaign, findingsOf } from '../../explain/campaign.js'
import {
  type DefinitionExplained,
  type ExplainOptions,
  explainDetector,
  explainLinker,
  explainStage,
  type Seen,
} from '../../explain/definition.js'
import { loadLinkers } from '../../linkers/index.js'
import { linkersOf } from '../../pipeline/partners/linkers.js'
import { STAGES } from '../../pipeline/pipeline.js'
import { wholeCampaignId } from '../campaign-named.js'
import type { CliCommand } from '../command.js'
import { accountLines } from '../explain/account-text.js'
import { campaignLines } from '../explain/campaign-text.js'
import { definitionLines } from '../explain/definition-text.js'
import { namedStore, withFinishedRun } from '../kept-store.js'
import { printResult } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'

type Kind = 'stage' | 'linker' | 'detector' | 'campaign' | 'account'

interface ExplainFlags {
  readonly store?: string
  readonly config?: string
  readonly as?: Kind
  readonly limit: number
  readonly json?: boolean
}

type Explained = DefinitionExplained | CampaignExplained | AccountExplained

const KINDS: readonly Kind[] = ['stage', 'linker', 'detector', 'campaign', 'account']
const LIMIT_DEFAULT = 5
const LIMIT_MAX = 1000

const explainCommand: CliCommand = (program) => {
  program
    .command('explain')
    .summary('say why: a campaign, an account, a stage, a linker or a detector')
    .description(
      'Says what a verdict rests on, in bits, from the stored rows of the last finished run, or what a\nstage, linker or detector asks and runs. A campaign may be named by the beginning of its id.\nCampaigns and accounts need the store that a scan was kept in: `scan --store <folder>`.',
    )
    .argument('<subject>', 'campaign, account, stage, linker or detector')
    .option('--store <folder>', 'the store that a scan was kept in')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .addOption(
      new Option('--as <kind>', 'what the subject is, where its name is several').choices(KINDS),
    )
    .option('--limit <rows>', 'partners, values and first rows shown', limitOf, LIMIT_DEFAULT)
    .option('--json', 'print JSON, and nothing else')
    .action(async (subject: string, flags: ExplainFlags) => {
      const told = await explain(subject, flags)
      const result =
        told.kind === 'account' ? { ...told, would_change: accountWouldChange(told) } : told
      printResult(result, (terminal) => linesOf(told, terminal), flags)
    })
}
export default explainCommand

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit
  throw new InvalidArgumentError(`It is a whole number from 1 to ${LIMIT_MAX}.`)
}

function linesOf(told: Explained, terminal: Terminal): readonly string[] {
  if (told.kind === 'campaign') return campaignLines(told, terminal)
  if (told.kind === 'account') return accountLines(told, terminal)
  return definitionLines(told, terminal)
}

/** The catalogue comes first: it needs no store, and its names are few and known. */
async function explain(subject: string, flags: ExplainFlags): Promise<Explained> {
  const named = namedStore(flags)
  const definition = await findDefinition(subject, flags)
  if (definition !== undefined) {
    return named === undefined
      ? definition(undefined)
      : withFinishedRun('explain', named, (store, run) => definition({ store, run }))
  }
  if (named === undefined) {
    throw new StillwatchError('USAGE', {
      what: `\`${subject}\` is no stage, linker or detector; for a campaign or an account name the store with --store.`,
      command: 'explain',
    })
  }
  return withFinishedRun('explain', named, async (store, run) => {
    const told = await explainSubject(subject, { store, run }, flags)
    if (told !== undefined) return told
    throw new StillwatchError('SUBJECT_UNKNOWN', { subject })
  })
}

async function findDefinition(subject: string, flags: ExplainFlags) {
  const is = (kind: Kind) => flags.as === undefined || flags.as === kind
  const options = (seen: Seen | undefined): ExplainOptions => ({
    seen,
    rowsMax: flags.limit,
    overrides: readSettings(flags.config).definitions,
  })
  const stage = is('stage') ? STAGES.find((one) => one.name === subject) : undefined
  if (stage) return (seen: Seen | undefined) => explainStage(stage, options(seen))
  const linker = is('linker') ? (await loadLinkers()).find((one) => one.id === subject) : undefined
  if (linker) return (seen: Seen | undefined) => explainLinker(linker, options(seen))
  const detector = is('detector')
    ? (await loadDetectors()).find((one) => one.id === subject)
    : undefined
  if (detector) return (seen: Seen | undefined) => explainDetector(detector, options(seen))
  return undefined
}

async function explainSubject(subject: string, seen: Seen, { as, limit }: ExplainFlags) {
  const detectors = await loadDetectors()
  if (as === undefined || as === 'account') {
    const linkers = await linkersOf(
      { store: seen.store, linkers: await loadLinkers() },
      seen.run.run_id,
    )
    const account = await explainAccount(subject, { seen, linkers, detectors, rowsMax: limit })
    if (account !== undefined) return account
  }
  if (as !== undefined && as !== 'campaign') return undefined
  const campaigns = (await findingsOf(seen))?.campaigns ?? []
  const named = await wholeCampaignId(seen.store, subject, 'explain')
  const campaign = campaigns.find(({ campaign_id }) => campaign_id === named)
  return campaign === undefined ? undefined : explainCampaign(campaign, seen, detectors)
}
