import type { ItemProposed } from '../../domain/attribution.js'
import { likelihoodText } from '../../domain/estimate.js'
import type { AssessmentSummary, AssessmentTold } from '../../service/people/attribution.js'
import { margined, paragraph, type TableColumn, tableLines } from '../page.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

/** What `stillwatch attribute` shows. What people wrote is made printable by the page that it stands on. */

export function listLines(
  all: readonly AssessmentSummary[],
  terminal: Terminal,
): readonly string[] {
  if (all.length === 0)
    return ['There is no assessment yet: `stillwatch attribute open` opens one.']
  return tableLines(
    [
      { head: 'Assessment' },
      { head: 'Of whom', yields: true },
      { head: 'Items', isNumber: true },
      { head: 'First' },
      { head: 'State' },
    ],
    all.map(({ assessment_id, campaign_id, question, items, least_inconsistent, state }) => [
      assessment_id,
      `${question} of ${campaign_id}`,
      String(items),
      least_inconsistent ?? '',
      state.replaceAll('_', ' '),
    ]),
    terminal,
  )
}

export function assessmentLines(one: AssessmentTold, terminal: Terminal): readonly string[] {
  const { ink } = terminal
  const of = one.slice === null ? '' : `, slice ${one.slice.kind} ${one.slice.name}`
  return [
    ...paragraph(
      `${one.question} of ${one.campaign_id}${of}, opened by ${one.opened_by}`,
      terminal,
    ),
    '',
    ...matrixLines(one, terminal),
    '',
    ink.strong('Hypotheses, what speaks against each'),
    ...one.hypotheses.flatMap(({ hypothesis, inconsistency, text = '' }) =>
      margined(`  ${hypothesis} ${inconsistency}`, text, terminal, 10),
    ),
    ...section('Facts', one, 'fact', terminal),
    ...section('Inferences', one, 'inference', terminal),
    ...notesOf(one, terminal),
    ...draftLines(one, terminal),
    ...one.versions.flatMap((version) => versionLines(version, terminal)),
  ]
}

/** Items by hypotheses. The last column says how far an item tells them apart; a star, that their order hangs on it. */
export function matrixLines(one: AssessmentTold, terminal: Terminal): readonly string[] {
  const names = one.hypotheses.map(({ hypothesis }) => hypothesis)
  const columns: readonly TableColumn[] = [
    { head: 'Item' },
    ...names.map((head) => ({ head })),
    { head: 'Tells' },
    { head: 'What', yields: true },
  ]
  const rows = one.items.map(({ item, ratings, diagnosticity = 0, is_sensitive, text }) => [
    item,
    ...names.map((name) => ratings[name] ?? '?'),
    `${diagnosticity}${is_sensitive ? ' *' : ''}`,
    text,
  ])
  const totals = one.hypotheses.map(({ inconsistency }) => String(inconsistency))
  return tableLines(columns, [...rows, ['', ...totals, '', 'speaks against it']], terminal)
}

function section(
  title: string,
  one: AssessmentTold,
  standing: 'fact' | 'inference',
  terminal: Terminal,
): readonly string[] {
  const items = one.items.filter((item) => item.standing === standing)
  if (items.length === 0) return []
  return [
    '',
    terminal.ink.strong(title),
    ...items.flatMap((item) =>
      margined(`  ${item.item}`, `${item.text} (${sourceOf(item)})`, terminal, 10),
    ),
  ]
}

function sourceOf({ source, rests_on, source_is_kept }: AssessmentTold['items'][number]): string {
  if (source === null) return `rests on ${rests_on.join(', ')}`
  if (!('evidence_id' in source)) return `file ${source.file_sha256}`
  return `evidence ${source.evidence_id}${source_is_kept ? '' : ', which the store no longer has'}`
}

function notesOf(one: AssessmentTold, terminal: Terminal): readonly string[] {
  const notes = [
    ...(one.counted_twice.length === 0
      ? []
      : [
          `Rated beside the facts that they rest on, so counted twice: ${one.counted_twice.join(', ')}.`,
        ]),
    ...(one.unrated.length === 0 ? [] : [`Not rated yet: ${one.unrated.length} of the matrix.`]),
  ]
  const dissents = one.dissents.flatMap(({ by, text }) =>
    margined('  Dissent', `${by}: ${text}`, terminal, 10),
  )
  return [...notes, ...dissents].length === 0
    ? []
    : ['', ...notes.flatMap((note) => paragraph(note, terminal)), ...dissents]
}

function draftLines({ draft }: AssessmentTold, terminal: Terminal): readonly string[] {
  if (draft === null) return []
  return [
    '',
    terminal.ink.strong(printable(`Draft by ${draft.author}`)),
    ...margined('  Claim', `${draft.hypothesis}: ${draft.claim}`, terminal),
    ...margined('  Likely', likelihoodText(draft.likelihood), terminal),
    ...margined(
      '  Grounds',
      `${draft.confidence} confidence: ${draft.confidence_grounds}`,
      terminal,
    ),
    ...margined('  Otherwise', draft.would_change, terminal),
    ...margined('  Ends', `${draft.expires_at}; looked at again ${draft.review_at}`, terminal),
    // On a line of its own, for it is to be copied.
    `  digest=${draft.digest}`,
  ]
}

function versionLines(version: AssessmentTold['versions'][number], terminal: Terminal) {
  const { judgement, digest, state, is_as_signed, is_review_due } = version
  const said = [
    `${judgement.hypothesis} is ${likelihoodText(judgement.likelihood)}, signed by ${judgement.signed_by.join(' and ')}`,
    ...(is_review_due && state === 'in_force' ? ['it is to be looked at again'] : []),
    ...(is_as_signed ? [] : ['a text of it was erased since: the export has it']),
  ]
  return [
    '',
    terminal.ink.strong(`Version ${judgement.version}, ${state.replaceAll('_', ' ')}`),
    ...paragraph(`${said.join('; ')}.`, terminal, 2),
    `  digest=${digest}`,
  ]
}

export function proposedLines(all: readonly ItemProposed[], terminal: Terminal): readonly string[] {
  if (all.length === 0) return ['The last run proposes nothing.']
  let before = ''
  return all.flatMap((item) => {
    const head = `${item.campaign_id}: ${aboutOf(item)}`
    const isNew = head !== before
    before = head
    const bits = item.weight_millibits === 0 ? '' : ` ${item.weight_millibits / 1000}`
    return [
      ...(isNew ? ['', terminal.ink.strong(printable(head))] : []),
      ...margined(
        `  ${item.standing}${bits}`,
        `${item.speaks === 'for' ? '' : 'Against: '}${item.statement}`,
        terminal,
        20,
      ),
    ]
  })
}

const aboutOf = ({ question, about_kind, about_name }: ItemProposed): string =>
  question === 'operator'
    ? `one hand with ${about_kind} ${about_name}`
    : `one purpose of ${about_kind} ${about_name}`
