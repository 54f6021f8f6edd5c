import { restsOnText } from '../../domain/rests-on.js'
import type { AccountExplained, LinkTold } from '../../explain/account.js'
import { accountWouldChange } from '../../explain/account-change.js'
import type { CarriedTold } from '../../explain/newcomer.js'
import { bitsText, counted, countText, minuteText, probabilityText } from '../../feeds/format.js'
import { margined, paragraph, tableLines } from '../page.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { evidenceLines, signalTable } from './campaign-text.js'
import { newcomerLines } from './newcomer-text.js'

/** An account for a person: verdict, who it is, what ties it to whom, what it did, what would change it. */
export function accountLines(told: AccountExplained, terminal: Terminal): readonly string[] {
  const { ink } = terminal
  return [
    ink.strong(printable(`Account ${told.account_id}`)),
    ...verdictLines(told, terminal),
    ...standingLines(told, terminal),
    ...(told.newcomer === null ? [] : newcomerLines(told.newcomer, terminal)),
    ...(isUnseen(told) ? [] : judgedLines(told, terminal)),
  ]
}

function verdictLines(told: AccountExplained, terminal: Terminal) {
  const { verdict, run_id, signal_bits } = told
  const { confidence, reasons } = verdict
  const said = isUnseen(told)
    ? 'none: the run has not seen it'
    : verdict.verdict === 'clear'
      ? 'clear: the run concluded nothing of it'
      : `${verdict.verdict}, confidence ${confidence} of 100${ofClusterText(verdict)}`
  return [
    ...margined('Verdict', said, terminal),
    ...reasons
      .filter((one) => !isRole(one))
      .flatMap((one, place) => margined(place === 0 ? 'Because' : '', one, terminal)),
    ...verdict.campaigns.flatMap(({ campaign_id, role, membership }) =>
      margined(
        'Campaign',
        `${campaign_id} as ${role}, membership ${membership.toFixed(2)}`,
        terminal,
      ),
    ),
    ...verdict.clusters.flatMap((one) => [
      ...margined(
        'Itself',
        `${heldText(one)}; ${bitsText(signal_bits)} bits of a harvest`,
        terminal,
      ),
      ...margined('Cluster', clusterText(one), terminal),
    ]),
    ...told.carried.flatMap((one) => margined('Proposed', proposedText(one), terminal)),
    ...margined('Run', run_id, terminal),
  ]
}

const proposedText = ({ level, policy_id, restricted_id }: CarriedTold) =>
  `${level} under ${policy_id}, as campaign ${restricted_id} has it; nothing is done by it until people rule on the account`

/** What the run has of it. */
const judgedLines = (told: AccountExplained, terminal: Terminal) => [
  ...linkLines(told, terminal),
  ...valueLines(told, terminal),
  ...extractionLines(told, terminal),
  '',
  terminal.ink.strong('What would change it'),
  ...accountWouldChange(told).flatMap((text) => paragraph(text, terminal, 2)),
]

/** Came after the run, and is known by a comparison alone. */
const isUnseen = ({ standing }: AccountExplained) => Number(standing.days_seen) === 0

const isRole = (word: string) => ['operator', 'customer', 'victim'].includes(word)

/** Whose the confidence is that stands beside an account. */
function ofClusterText({ clusters, campaigns }: AccountExplained['verdict']): string {
  if (clusters.length === 0) return ''
  return campaigns.some(({ role }) => role !== 'operator')
    ? ': its cluster’s, held below even odds, since it is not to be acted on'
    : ': its cluster’s, and not of the account alone'
}

type Cluster = AccountExplained['verdict']['clusters'][number]

/** By what an account is in its cluster: its own bits. */
function heldText({ is_core, is_seed, links, weight_bits }: Cluster): string {
  if (links === 0) {
    return 'no link holds it: it asks for the same as the pool, in the same words and at the same pace'
  }
  if (!is_seed) {
    return `attached, by circumstance, through ${counted(links, 'family', 'families')} of evidence, ${bitsText(weight_bits)} bits together`
  }
  const best = links === 1 ? '' : 'the two best of them '
  return `${is_core ? 'held by' : 'held, by circumstance, by'} ${counted(links, 'link')}, ${best}${bitsText(weight_bits)} bits${links === 1 ? '' : ' on average'}`
}

/** What is so of the whole cluster and of none of its accounts by itself. */
function clusterText(one: Cluster): string {
  const size = `${one.cluster_id} of ${counted(one.accounts, 'account')}`
  const links =
    one.cluster_links === 0
      ? ''
      : `, ${counted(one.cluster_links, 'link')} of ${bitsText(one.cluster_weight_bits)} bits on average`
  const judged =
    one.cluster_verdict === ''
      ? '; judged to be no campaign'
      : `, ${bitsText(one.cluster_extraction_bits)} bits of a harvest; one hand ${probabilityText(one.cluster_linkage)}, harvest ${probabilityText(one.cluster_extraction)}`
  return `${size}${links}${judged}. ${restsOnText(one.rests_on)}`
}

function standingLines(told: AccountExplained, terminal: Terminal) {
  const { standing, account_id } = told
  const said = (name: string) => String(standing[name] ?? '')
  const is = (name: string) => standing[name] === 1
  const identity = [
    is('is_known') ? `made ${minuteText(utc(said('created')))} UTC` : 'not in the account file',
    ...(said('entity_id') === account_id ? [] : [`of ${said('entity_id')}`]),
    ...(said('plan') === '' ? [] : [`plan ${said('plan')}`]),
    is('has_paid') ? `has paid (${said('payment_kind')})` : 'no payment that counts',
    is('is_organization_verified')
      ? 'verified organisation'
      : is('is_verified')
        ? 'verified beyond e-mail'
        : 'unverified',
    ...(said('email_kind') === '' ? [] : [`${said('email_kind')} mail`]),
    ...(said('status') === '' ? [] : [said('status')]),
    is('is_reference') ? 'in the reference population' : 'not in the reference population',
  ]
  const use = isUnseen(told)
    ? 'nothing that the run has seen'
    : `${counted(Number(standing.exchanges_all), 'exchange')} on ${counted(Number(standing.days_seen), 'day')}, ${countText(Number(standing.tokens_out_all))} tokens out, ${countText(Number(standing.elicited_all))} of a kind that trains; ${minuteText(utc(said('first_seen')))} to ${minuteText(utc(said('last_seen')))} UTC`
  return [...margined('Who', identity.join(', '), terminal), ...margined('Use', use, terminal)]
}

const utc = (text: string) => `${text.replace(' ', 'T')}Z`

function linkLines(told: AccountExplained, terminal: Terminal): readonly string[] {
  const { links, links_all, links_controlled } = told
  const looked = `${counted(told.pairs_looked_at, 'pair')} looked at, evidence on ${countText(told.pairs_with_evidence)}, ${counted(links_all, 'link')}, ${countText(links_controlled)} of them controlled.`
  const rest = links_all - links.length
  return [
    '',
    terminal.ink.strong('Is it one hand with others?'),
    ...paragraph(looked, terminal, 2),
    ...links.flatMap((link) => linkBlock(link, terminal)),
    ...(rest > 0 ? [`  and ${counted(rest, 'weaker link')}: --limit shows more`] : []),
    ...(links.length > 0
      ? paragraph(
          'In brackets: not added, since a stronger one of its family is. Accounts are counted over all logs, whether or not they are in a campaign.',
          terminal,
          2,
        )
      : []),
  ]
}

function linkBlock(link: LinkTold, terminal: Terminal): readonly string[] {
  const { weighed } = link
  const again = weighed.weight_millibits / 1000
  const differs =
    Math.abs(again - link.weight_bits) < 0.002 ? '' : `; its evidence adds up to ${bitsText(again)}`
  const kind = link.is_controlled ? 'controlled' : 'circumstance'
  return [
    terminal.ink.strong(
      printable(`  ${link.partner}  ${bitsText(link.weight_bits)} bits, ${kind}${differs}`),
    ),
    ...weighed.items.flatMap((one) =>
      evidenceLines(
        {
          weight_bits: one.weight_millibits / 1000,
          is_counted: one.is_counted,
          kind: one.linker,
          statement: one.statement,
        },
        terminal,
        4,
      ),
    ),
  ]
}

function valueLines({ values, values_all }: AccountExplained, terminal: Terminal) {
  if (values.length === 0) return []
  const rest = values_all - values.length
  return [
    '',
    terminal.ink.strong('Values that it shares'),
    ...tableLines(
      [
        { head: 'Linker', yields: true },
        { head: 'Value (keyed hash)' },
        { head: 'Accounts', isNumber: true },
        { head: 'Reference', isNumber: true },
        { head: 'Bits', isNumber: true },
        { head: '' },
      ],
      values.map((value) => [
        value.linker,
        value.value,
        countText(value.accounts),
        `${countText(value.reference_carriers)} of ${countText(value.reference_entities)}`,
        bitsText(value.weight_bits),
        value.is_new_hub ? 'new hub' : '',
      ]),
      terminal,
    ),
    ...(rest > 0 ? [`  and ${counted(rest, 'other value')}: --limit shows more`] : []),
  ]
}

function extractionLines(told: AccountExplained, terminal: Terminal): readonly string[] {
  const { signals, signal_bits, verdict } = told
  const stored =
    verdict.verdict === 'clear'
      ? ''
      : Math.abs(verdict.extraction_bits - signal_bits) < 0.002
        ? ', as the judge stored it'
        : `, but the judge stored ${bitsText(verdict.extraction_bits)}`
  const text =
    signals.length === 0
      ? 'No detector says anything of it.'
      : `Of each family the strongest, ${bitsText(signal_bits)} bits${stored}.`
  return [
    '',
    terminal.ink.strong('Is its own traffic a harvest?'),
    ...paragraph(text, terminal, 2),
    ...(signals.length === 0 ? [] : signalTable(signals, terminal)),
    ...signals
      .filter((signal) => signal.is_counted)
      .flatMap((signal) => paragraph(`${signal.detector}: ${signal.statement}`, terminal, 2)),
  ]
}
