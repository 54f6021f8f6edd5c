import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { tokenGiven } from '../../config/environment.js'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import { StillwatchError, systemProblem } from '../../domain/errors.js'
import { MARKINGS, type Marking } from '../../domain/indicator.js'
import { shareTerms } from '../../domain/sharing.js'
import { USUAL_FORM } from '../../pipeline/release/forms.js'
import { seePreview } from '../../pipeline/release/make.js'
import { stateIn } from '../../records/catch-up.js'
import { sourcesOf } from '../../service/sharing/sources.js'
import { waysOf } from '../../service/sharing/ways.js'
import { type AskFlags, asked, withAddress } from '../asking.js'
import { wholeCampaignId } from '../campaign-named.js'
import type { CliCommand } from '../command.js'
import { namedStore, type StoreFlags, withFinishedRun } from '../kept-store.js'
import { printResult } from '../page.js'
import { linesOfPreview, linesOfShares } from '../share/lines.js'
import { canLeave, previewMaking, previewShown, sharesShown } from '../share/shown.js'
import { jsonText } from '../terminal/json-text.js'

interface PreviewFlags extends StoreFlags, AskFlags {
  readonly to: readonly string[]
  readonly leaveOut: readonly string[]
  readonly text: readonly string[]
  readonly judgement?: boolean
  readonly marking?: Marking
  readonly form: string
  readonly until?: string
  readonly run?: string
  readonly proposal?: string
  readonly reason?: string
  readonly out?: string
  readonly json?: boolean
}

interface ReasonFlags extends AskFlags {
  readonly reason: string
}

const DAY_MS = 86_400_000
const POLL_MS = 500
const EXIT_UNRELEASABLE = 1
const gathered = (one: string, before: readonly string[]) => [...before, one]

const shareCommand: CliCommand = (program) => {
  const share = program
    .command('share')
    .summary('let something of a campaign leave, by two people')
    .description(
      'Nothing leaves without a preview of every object, a marking and a second person: docs/how-to/share.md. The token\nstands in STILLWATCH_TOKEN.',
    )
  addPreview(share)
  withAddress(share.command('release'))
    .alias('propose')
    .summary('want what a preview shows to leave; the second person who does lets it')
    .argument('<file>', 'what `share preview --out` wrote')
    .requiredOption('--reason <text>', 'why')
    .action(async (file: string, { reason, ...flags }: ReasonFlags) => {
      const { terms, sha256 } = readPreview(file)
      const body = { ...terms, sha256, reason }
      print(await asked(flags, { method: 'POST', path: '/shares', body }))
    })
  withAddress(share.command('list'))
    .summary('what was let leave, and what became of it')
    .option('--json', 'print JSON, and nothing else')
    .action(async (flags: AskFlags & { readonly json?: boolean }) => {
      const said = await asked(flags, { method: 'GET', path: '/shares' })
      const { shares } = sharesShown.parse(said)
      printResult(said, (terminal) => linesOfShares(shares, terminal), flags)
    })
  withAddress(share.command('withdraw'))
    .summary('take back what was let leave, at once')
    .argument('<share>', 'its id')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason, ...flags }: ReasonFlags) => {
      const path = `/shares/${encodeURIComponent(id)}/withdraw`
      print(await asked(flags, { method: 'POST', path, body: { reason } }))
    })
}
export default shareCommand

const print = (said: unknown) => process.stdout.write(`${JSON.stringify(said, null, 2)}\n`)

function addPreview(share: Command): void {
  withAddress(share.command('preview'))
    .summary('every object that would leave, and where each field comes from')
    .description(
      'With a token it is made by the service, and can be released; without one, or with --store, of the store of a\nscan, to be looked at. It reads every text of the store once, which may take minutes.\nEnds with status 1, and writes no file, where it cannot be released; what it shows says why.',
    )
    .argument(
      '[campaign]',
      'the campaign, by its id or the beginning of it; left out with --proposal',
    )
    .option('--proposal <id>', 'the terms that somebody proposed')
    .option('--to <partner>', 'to whom; may be given again', gathered, [])
    .addOption(new Option('--marking <tlp>', 'how it is marked').choices(MARKINGS))
    .option('--form <form>', 'in which form: stix or plain', USUAL_FORM)
    .option('--leave-out <indicator>', 'what stays here; may be given again', gathered, [])
    .option(
      '--text <indicator>',
      'a text or dissent that is released; may be given again',
      gathered,
      [],
    )
    .option('--judgement', 'let the judgement that was signed on it leave too, with its rivals')
    .option('--until <instant>', 'when it ends', instantOf)
    .option('--run <id>', 'the run that it is taken from (default: the newest)')
    .option('--reason <text>', 'why you look at it, for the trail; not with --store')
    .option('--store <folder>', 'the store that a scan was kept in')
    .option('--out <file>', 'write it there, for `share release`')
    .option('--json', 'print JSON, and nothing else')
    .action(async (campaign: string | undefined, flags: PreviewFlags) => {
      const isServed = flags.store === undefined && tokenGiven() !== undefined
      const shown = isServed ? await served(campaign, flags) : await ofStore(campaign, flags)
      printResult(shown, (terminal) => linesOfPreview(shown, terminal), flags)
      // A file is for `share release`: of what cannot be released there is none.
      if (!canLeave(shown)) process.exitCode = EXIT_UNRELEASABLE
      else if (flags.out !== undefined)
        writeFileSync(flags.out, `${jsonText(shown)}\n`, { mode: 0o600 })
    })
}

function instantOf(text: string): string {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new InvalidArgumentError('It is an instant such as 2027-01-31.')
  return new Date(ms).toISOString()
}

const usage = (what: string) => new StillwatchError('USAGE', { what, command: 'share' })

/** What somebody wants to share, of the flags and the settings. */
function termsOf(campaign: string | undefined, flags: PreviewFlags) {
  if (campaign === undefined) throw usage('A campaign must be named, or `--proposal`.')
  if (flags.to.length === 0) throw usage('`--to` must say to whom.')
  const { sharing } = readSettings(flags.config).serve
  const ends = new Date(Date.now() + sharing.share_days * DAY_MS).toISOString()
  return {
    campaign_id: campaign,
    form: flags.form,
    marking: flags.marking ?? sharing.marking,
    to: [...flags.to],
    left_out: [...flags.leaveOut],
    texts: [...flags.text],
    judgement: flags.judgement === true,
    expires_at: flags.until ?? ends,
    as_of: new Date().toISOString(),
    ...(flags.run === undefined ? {} : { run_id: flags.run }),
  }
}

const proposals = z.object({
  proposals: z.array(z.object({ proposal_id: z.string(), deed: z.string(), input: z.unknown() })),
})

async function proposed(id: string, flags: AskFlags) {
  const all = proposals.parse(await asked(flags, { method: 'GET', path: '/proposals' })).proposals
  const found = all.find((one) => one.proposal_id === id && one.deed === 'release_share')
  if (found === undefined) throw usage(`Nobody proposes a share by the id ${id}, or no more.`)
  return z.object(shareTerms.shape).parse(found.input)
}

async function served(campaign: string | undefined, flags: PreviewFlags) {
  const { reason } = flags
  if (reason === undefined) throw usage('`--reason` must say why you look at it.')
  const terms =
    flags.proposal === undefined ? termsOf(campaign, flags) : await proposed(flags.proposal, flags)
  const body = { ...terms, reason }
  const said = await asked(flags, { method: 'POST', path: '/shares/preview', body })
  const { id } = z.object({ id: z.string() }).parse(said)
  for (;;) {
    const path = `/shares/preview?preview_id=${encodeURIComponent(id)}`
    const seen = previewMaking.parse(await asked(flags, { method: 'GET', path }))
    if (seen.state === 'ready') break
    if (seen.state !== 'making') return seen
    await sleep(POLL_MS)
  }
  const path = `/shares/preview/${encodeURIComponent(id)}/read`
  const read = await asked(flags, { method: 'POST', path, body: { reason } })
  return z.object({ preview: previewShown }).parse(read).preview
}

async function ofStore(campaign: string | undefined, flags: PreviewFlags) {
  const named = namedStore(flags)
  if (named === undefined) throw usage('No store is named, and no token is set.')
  const { serve, secrets } = readSettings(flags.config)
  const ways = waysOf(serve.sharing)
  return withFinishedRun('share preview', named, async (store, run) => {
    const wanted = termsOf(campaign, flags)
    const campaign_id = await wholeCampaignId(store, wanted.campaign_id, 'share')
    const terms = shareTerms.parse({ run_id: run.run_id, ...wanted, campaign_id })
    const nowMs = Date.now()
    const sources = sourcesOf({
      sharing: () => serve.sharing,
      hashKey: () => hashKeyOf(secrets),
      state: () => stateIn(store),
      now: () => nowMs,
    })
    const seen = await seePreview(store, terms, { ways, sources, nowMs })
    return previewShown.parse({ ...seen, terms, state: seen.kind })
  })
}

const file = z.object({ terms: shareTerms, sha256: z.string() })

function readPreview(path: string) {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw usage(`${path}: ${systemProblem(error) ?? 'it could not be read'}.`)
  }
  const { data } = file.safeParse(jsonOf(text))
  if (data === undefined) throw usage(`${path} is no preview that could be released.`)
  return data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
