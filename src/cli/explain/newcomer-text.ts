import type { NewcomerTold } from '../../explain/newcomer.js'
import { bitsText, counted, minuteText } from '../../feeds/format.js'
import { paragraph, tableLines } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'

const COLUMNS = [
  { head: 'bits', isNumber: true },
  { head: 'what it has in common', yields: true },
] as const

const RULE =
  'Sixteen bits recognise, of two families of traits, one of which says what it is for or who pays; of each family the strongest counts, of the families the strongest whole and the others half.'

/** A comparison for a person: with what, how far, by which traits, and what would change it. */
export function newcomerLines(told: NewcomerTold, terminal: Terminal): readonly string[] {
  const isAlike = told.is_recognised || told.traits.some(({ weight_bits }) => weight_bits > 0)
  return [
    '',
    terminal.ink.strong('Does it look like a campaign that is known?'),
    ...paragraph(isAlike ? conclusion(told) : 'It has nothing in common with any.', terminal, 2),
    ...(isAlike ? tableLines(COLUMNS, told.traits.map(cells), terminal) : []),
    ...told.company.flatMap((text) => paragraph(`Of the newcomers with its ${text}.`, terminal, 2)),
    ...(told.is_recognised ? paragraph(CHANGE, terminal, 2) : []),
  ]
}

const cells = ({ title, weight_bits, tells }: NewcomerTold['traits'][number]) => [
  bitsText(weight_bits),
  tells ? `${title} *` : title,
]

const conclusion = (told: NewcomerTold) =>
  told.is_recognised
    ? `Recognised as one of ${told.campaign_id} at ${minuteText(`${told.recognised_at.replace(' ', 'T')}Z`)} UTC, when ${counted(told.exchanges, 'exchange')} of it ${told.exchanges === 1 ? 'was' : 'were'} known: ${bitsText(told.weight_bits)} bits. It stands at review; nobody has judged it. With *: says what it is for, or who pays.`
    : `Not recognised; it comes nearest to ${told.campaign_id}, by ${counted(told.exchanges, 'exchange')}. ${RULE} With *: says so.`

const CHANGE =
  'The next run judges it by what it sends. A person’s ruling of `benign` on the account frees it at once.'
