import { existsSync, readFileSync, statSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { tokenGiven } from '../../config/environment.js'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import type { SharedAttribution } from '../../domain/sharing.js'
import { PARTNER_ID } from '../../domain/told.js'
import { counted, countText } from '../../feeds/format.js'
import { BUNDLE_LIMITS, readTold } from '../../feeds/told.js'
import { type TakenIn, takeIn, type WouldTakeIn } from '../../pipeline/partners/receive.js'
import { type AskFlags, asked, withAddress } from '../asking.js'
import type { CliCommand } from '../command.js'
import { namedStore, type StoreFlags } from '../kept-store.js'
import { paragraph, printResult, tableLines } from '../page.js'
import { withStore } from '../session.js'
import type { Terminal } from '../terminal/terminal.js'

interface ReceiveFlags extends StoreFlags, AskFlags {
  readonly partner: string
  readonly json?: boolean
}

const receiveCommand: CliCommand = (program) => {
  withAddress(program.command('receive'))
    .summary('take in what a partner tells')
    .description(
      'Takes indicators of a file into the store that a scan was kept in; with a token in\nSTILLWATCH_TOKEN, and without --store, by the service that runs, for whom two people bring the\nsame file. What cannot be matched, is too wide or is over its time is refused, with a reason. It\ntouches nobody: the next scan matches what was taken in and weighs it by its own history.',
    )
    .argument('<file>', 'a bundle of STIX 2.1, or campaigns as they are shared in plain JSON')
    .requiredOption('--partner <id>', 'who tells it: a name of yours for them', partnerOf)
    .option('--store <folder>', 'the store that a scan was kept in')
    .option('--json', 'print JSON, and nothing else')
    .action(async (file: string, flags: ReceiveFlags) => {
      const taken = await received(file, flags)
      printResult(taken, (terminal) => linesOf(taken, terminal), flags)
    })
}
export default receiveCommand

function partnerOf(text: string): string {
  if (PARTNER_ID.test(text)) return text
  throw new InvalidArgumentError('It is one to 32 of a to z, 0 to 9 and -.')
}

/** What a second person must bring as well before any of it is taken in. */
interface ToldProposed {
  readonly state: 'proposed'
  readonly id: string
  readonly would_take: WouldTakeIn
}

/** What was taken in, and what the partner's people judge: for whoever brings it to read, and kept nowhere. */
type Received = (TakenIn | ToldProposed) & { readonly judgements: readonly SharedAttribution[] }

async function received(file: string, flags: ReceiveFlags): Promise<Received> {
  const taken = await takenIn(file, flags)
  const { judgements = [] } = readTold(bytesOf(file), new Date(Date.now()).toISOString())
  return { ...taken, judgements }
}

async function takenIn(file: string, flags: ReceiveFlags): Promise<TakenIn | ToldProposed> {
  if (flags.store === undefined && tokenGiven() !== undefined) return receivedByService(file, flags)
  const named = namedStore(flags)
  if (named === undefined) {
    const what = 'No store is named: `--store <folder>` names the one that a scan was kept in.'
    throw new StillwatchError('USAGE', { what, command: 'receive' })
  }
  for (const path of [file, ...(named.url === undefined ? [named.path ?? ''] : [])]) {
    if (!existsSync(path)) throw new StillwatchError('INPUT_MISSING', { path })
  }
  const { secrets } = readSettings(flags.config)
  const now = Date.now()
  const told = readTold(bytesOf(file), new Date(now).toISOString())
  const { path: store, url } = named
  return withStore({ store, url, hashKey: hashKeyOf(secrets) }, (opened) =>
    takeIn(opened, { partner_id: flags.partner, told, at_ms: now }),
  )
}

const counts = z.object({
  ...{ taken: z.int(), unchanged: z.int(), withdrawn: z.int() },
  refused: z.array(z.object({ reason: z.string(), objects: z.int() })),
})
const answer = z.discriminatedUnion('state', [
  z.object({
    ...{ state: z.literal('proposed'), id: z.string() },
    would_take: counts.extend({ is_first: z.boolean() }),
  }),
  z.object({ state: z.literal('done'), taken: counts }),
])

async function receivedByService(
  file: string,
  flags: ReceiveFlags,
): Promise<TakenIn | ToldProposed> {
  if (!existsSync(file)) throw new StillwatchError('INPUT_MISSING', { path: file })
  const path = `/partners/${flags.partner}/told`
  const body = new TextDecoder().decode(bytesOf(file))
  const said = answer.parse(await asked(flags, { method: 'POST', path, body }))
  return said.state === 'proposed' ? said : said.taken
}

/** The whole file; of one that is too large a byte more than is read, so that it is refused like any other bundle. */
const bytesOf = (file: string): Uint8Array =>
  statSync(file).size > BUNDLE_LIMITS.bytesMax
    ? new Uint8Array(BUNDLE_LIMITS.bytesMax + 1)
    : readFileSync(file)

const linesOf = (received: Received, terminal: Terminal): readonly string[] => [
  ...('state' in received ? proposedLines(received, terminal) : takenLines(received, terminal)),
  ...received.judgements.flatMap((one) => judgementLines(one, terminal)),
]

const proposedLines = ({ id, would_take }: ToldProposed, terminal: Terminal): readonly string[] => [
  ...paragraph(
    `Proposed as ${id}: nothing of it is taken in yet. A second person must bring the same file, byte for byte, by the same name of the partner. What it would do then:`,
    terminal,
  ),
  ...takenLines(would_take, terminal),
  ...(would_take.is_first
    ? paragraph(
        'Nothing was ever taken in under this name: see that it is the one you mean.',
        terminal,
      )
    : []),
]

function takenLines(
  { taken, unchanged, withdrawn, refused }: TakenIn,
  terminal: Terminal,
): readonly string[] {
  const none = refused.reduce((sum, { objects }) => sum + objects, 0)
  return [
    `${counted(taken, 'indicator')} taken in, ${countText(unchanged)} known already, ${countText(withdrawn)} withdrawn, ${countText(none)} refused.`,
    ...(refused.length === 0
      ? []
      : tableLines(
          [
            { head: 'Refused', yields: true },
            { head: 'Objects', isNumber: true },
          ],
          refused.map(({ reason, objects }) => [reason, countText(objects)]),
          terminal,
        )),
  ]
}

function judgementLines({ hypotheses, dissents }: SharedAttribution, terminal: Terminal) {
  return [
    '',
    ...paragraph(
      `They judge whose it is, or whom it serves; ${counted(dissents, 'dissent')} of theirs. It weighs nothing here.`,
      terminal,
    ),
    ...tableLines(
      [
        { head: 'Hypothesis', yields: true },
        { head: 'Against it', isNumber: true },
        { head: 'Judged' },
      ],
      hypotheses.map(({ statement, against, likelihood, confidence }) => [
        statement,
        countText(against),
        likelihood === null ? '' : `${likelihood}, ${confidence} confidence`,
      ]),
      terminal,
    ),
  ]
}
