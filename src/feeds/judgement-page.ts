import { weigh } from '../domain/competing.js'
import { likelihoodText } from '../domain/estimate.js'
import type { Judgement, SignedJudgement } from '../domain/judgement.js'
import { visibleLine, visibleText } from './visible.js'

/** What became of a judgement since it was signed, which it cannot say itself. */
export interface Since {
  readonly state: string
  readonly withdrawn: { readonly by: string; readonly at: string; readonly reason: string } | null
  /** Written after it was signed. */
  readonly dissents: Judgement['dissents']
}

/**
 * A signed judgement as a page of Markdown: what is claimed, on which facts, with which inferences, against which rivals,
 * and who does not agree. What people wrote stands in quotations, and can be neither markup nor an order to a terminal.
 */
export function judgementPage(
  { judgement, digest, signature }: SignedJudgement,
  since: Since,
): string {
  const { slice, version, claim, likelihood, confidence, confidence_grounds, would_change } =
    judgement
  const facts = judgement.items.filter(({ standing }) => standing === 'fact')
  const inferences = judgement.items.filter(({ standing }) => standing === 'inference')
  const dissents = [...judgement.dissents, ...since.dissents]
  return [
    `# Judgement on ${code(judgement.campaign_id)}, version ${version}`,
    ...(slice === null ? [] : [`Of a slice of its traffic: ${slice.kind} ${code(slice.name)}.`]),
    ...stateOf(since),
    '## Claim',
    quotation(claim),
    `**How likely:** ${likelihoodText(likelihood)}.`,
    `**Confidence:** ${confidence}. Its grounds:`,
    quotation(confidence_grounds),
    '## Facts',
    ...said(facts, itemOf),
    '## Inferences',
    ...said(inferences, itemOf),
    '## Hypotheses',
    'What speaks against each is counted: one for an item that is inconsistent with it, two for one that is very much so. The claim is marked.',
    hypotheses(judgement),
    matrix(judgement),
    ...countedTwice(judgement),
    '## Dissent',
    ...said(dissents, ({ by, at, text }) => `${escaped(by)}, ${at}:\n\n${quotation(text)}`),
    '## What would change our mind',
    quotation(would_change),
    '## Who, when, and how to check it',
    table([
      ['', ''],
      ['Author', escaped(judgement.author)],
      ['Signed by', judgement.signed_by.map(escaped).join(', ')],
      ['Signed at', judgement.signed_at],
      ['To be looked at again', judgement.review_at],
      ['Ends', judgement.expires_at],
      ['Assessment', code(judgement.assessment_id)],
      ['SHA-256 of its canonical JSON', code(digest)],
      [
        'Of the version before',
        judgement.supersedes === null ? 'none' : code(judgement.supersedes),
      ],
      ['SHA-256 of the public key', code(judgement.key_id)],
      ['Signature, Ed25519, base64', code(signature)],
    ]),
    'This page is drawn from the JSON, which alone is signed: `stillwatch attribute verify` checks that.',
    '',
  ].join('\n\n')
}

function stateOf({ state, withdrawn }: Since): readonly string[] {
  if (withdrawn === null) return state === 'in_force' ? [] : [`**It is ${state}.**`]
  const { by, at, reason } = withdrawn
  return [`**It was withdrawn** by ${escaped(by)}, ${at}:`, quotation(reason)]
}

const said = <One>(all: readonly One[], draw: (one: One) => string): readonly string[] =>
  all.length === 0 ? ['None.'] : all.map(draw)

function itemOf({
  item,
  text,
  source,
  rests_on,
  by,
  diagnosticity,
  is_sensitive,
}: Judgement['items'][number]) {
  const from =
    source === null
      ? `Rests on ${rests_on.join(', ')}.`
      : 'evidence_id' in source
        ? `Source: evidence ${code(source.evidence_id)}.`
        : `Source: file with SHA-256 ${code(source.file_sha256)}.`
  const weight =
    diagnosticity === 0
      ? 'It fits all hypotheses alike and tells them apart by nothing.'
      : `It tells hypotheses apart by ${diagnosticity} of 4${is_sensitive ? '; without it their order is another' : ''}.`
  return `**${item}**, by ${escaped(by)}. ${from} ${weight}\n\n${quotation(text)}`
}

/** What was signed has the ratings, and what rests on what: who reads the page should not have to reckon it. */
function countedTwice({ hypotheses: all, items }: Judgement): readonly string[] {
  const { counted_twice } = weigh(
    all.map(({ hypothesis }) => hypothesis),
    items.map(({ item, rests_on, ratings }) => ({
      ...{ item, rests_on, ratings: new Map(Object.entries(ratings)) },
    })),
  )
  if (counted_twice.length === 0) return []
  return [`**Counted twice**, beside the facts that they rest on: ${counted_twice.join(', ')}.`]
}

const hypotheses = ({ hypotheses: all, hypothesis: claimed }: Judgement): string =>
  table([
    ['Place', 'Hypothesis', 'Says', 'Against it'],
    ...all.map(({ hypothesis, text, inconsistency, place }) => [
      String(place),
      hypothesis === claimed ? `**${hypothesis}**` : hypothesis,
      escaped(text),
      String(inconsistency),
    ]),
  ])

const matrix = ({ hypotheses: all, items }: Judgement): string =>
  table([
    ['Item', ...all.map(({ hypothesis }) => hypothesis)],
    ...items.map(({ item, ratings }) => [
      item,
      ...all.map(({ hypothesis }) => `\`${ratings[hypothesis] ?? ' '}\``),
    ]),
  ])

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const quotation = (text: string): string =>
  visibleText(text)
    .split('\n')
    .map((one) => `> ${withoutMarkup(one.replaceAll('\t', ' '))}`.trimEnd())
    .join('\n')

const escaped = (text: string): string => withoutMarkup(visibleLine(text))

/** No sign of it is read by Markdown, not as a list or a heading at its beginning either. */
const withoutMarkup = (text: string): string =>
  text
    .replaceAll(/[\\`*_{}[\]<>#|~&!:@]/g, '\\$&')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')

/** A name of ours or of the provider between marks of code, where nothing is read. */
const code = (text: string): string => `\`${visibleLine(text).replaceAll(/[`|]/g, '?')}\``
