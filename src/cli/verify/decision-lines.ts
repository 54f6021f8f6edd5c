import { counted, countText } from '../../feeds/format.js'
import { margined, paragraph } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Became, Decision, PreviewTold } from './decision.js'
import { titleLines, words } from './told.js'

const UNKNOWN_SHOWN = 10

/** What would become of how many, before it does. */
export function previewLines(
  preview: PreviewTold,
  { verb, deed }: Decision,
  terminal: Terminal,
): readonly string[] {
  const { enrolments, states, programs, tiers, granted_now, appealed, honest_expected, unknown } =
    preview
  const rows: readonly (readonly [string, string])[] = [
    ['states', countsText(states)],
    ['programmes', countsText(programs)],
    ['tiers', countsText(tiers)],
    ['granted', grantedText(granted_now, deed)],
    ['honest', honestText(honest_expected, enrolments)],
    [
      'campaigns',
      preview.of_campaigns === 0
        ? ''
        : `${countText(preview.of_campaigns)} were found in a campaign by a run.`,
    ],
    ['appeals', appealed === 0 ? '' : appealsText(appealed)],
    ['unknown', unknown.length === 0 ? '' : unknownText(unknown)],
  ]
  return [
    ...titleLines(`To ${verb}: ${counted(enrolments, 'application')}`, terminal),
    ...rows.flatMap(([word, text]) =>
      text === '' ? [] : margined(`  ${word}`, text, terminal, 14),
    ),
  ]
}

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([word, count]) => `${words(word)} ${countText(count)}`)
    .join(', ')

function grantedText(granted: number, deed: string): string {
  if (deed === 'suspend_enrolments')
    return granted === 0
      ? 'Nobody loses what they have.'
      : `${countText(granted)} have something granted, and lose it.`
  return granted === 0 ? '' : `${countText(granted)} have something granted now.`
}

const honestText = (honest: number, of: number): string =>
  of === 0 ? '' : `About ${honest} of ${countText(of)} are honest, if risks are what they say.`

export const appealsText = (appealed: number): string =>
  `${countText(appealed)} of them ${appealed === 1 ? 'has' : 'have'} an appeal open, which is decided first: \`stillwatch verify queue --state appealed\`. Leave ${appealed === 1 ? 'it' : 'them'} out.`

export function unknownText(unknown: readonly string[]): string {
  const more = unknown.length - UNKNOWN_SHOWN
  const shown = unknown.slice(0, UNKNOWN_SHOWN).map((id) => `\`${id}\``)
  return `Nobody knows ${shown.join(', ')}${more > 0 ? ` and ${countText(more)} more` : ''}. Leave ${unknown.length === 1 ? 'it' : 'them'} out: \`stillwatch verify queue\` has those that there are.`
}

/** What became of a portion, and what is next; its number, where there are several. */
export function becameLines(
  { state, enrolment_ids, problem, hint }: Became,
  { place, of }: { readonly place: number; readonly of: number },
  terminal: Terminal,
): readonly string[] {
  const portion = of === 1 ? '' : `Portion ${place + 1} of ${of}, `
  const head = `${portion}${counted(enrolment_ids.length, 'application')}`
  const next = WHAT_NEXT[state]
  return paragraph(
    next === undefined ? `${head}. ${problem} ${hint}` : `${head}: ${words(state)}. ${next}`,
    terminal,
  )
}

const WHAT_NEXT: Readonly<Partial<Record<Became['state'], string>>> = {
  done: '',
  proposed: 'A second reviewer types the same, with the same ids.',
  not_tried: 'Type the same again, for the service was gone.',
}
