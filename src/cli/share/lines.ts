import { type Json, placeText } from '../../domain/sharing.js'
import { counted } from '../../feeds/format.js'
import { leavesOf } from '../../pipeline/release/leaves.js'
import { PEOPLE_FAULTS } from '../../service/people/faults.js'
import { margined, paragraph } from '../page.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import type { PreviewShown, ShareShown } from './shown.js'

type Ready = Extract<PreviewShown, { state: 'ready' }>

const FIELD_MARGIN = 28
/** Of what is said of an id. The id is to be copied, so it is whole, and the rest stands below it. */
const ID_MARGIN = 4
const STATES = {
  making: 'It is being made.',
  failed: 'It could not be made: the log of the service says why.',
  unknown: 'The service knows no such preview any more: ask for it again.',
} as const

/** A preview for whoever has to answer for it, whole: nothing is cut. */
export function linesOfPreview(shown: PreviewShown, terminal: Terminal): readonly string[] {
  if (shown.state === 'refused') {
    const { message = shown.why, hint = '' } = faultOf(shown.why)
    const places = shown.places.length === 0 ? '' : ` (${shown.places.join(', ')})`
    return paragraph(`It cannot be shared so: ${message}${places} ${hint}`, terminal)
  }
  if (shown.state !== 'ready') return paragraph(STATES[shown.state], terminal)
  return [
    ...headLines(shown, terminal),
    ...shown.objects.flatMap((object, index) => [
      '',
      ...objectLines(shown, index, object, terminal),
    ]),
    ...withheldLines(shown, terminal),
    ...leakLines(shown, terminal),
  ]
}

const faultOf = (why: string): { readonly message?: string; readonly hint?: string } =>
  (PEOPLE_FAULTS as Readonly<Record<string, { message: string; hint: string }>>)[why] ?? {}

function headLines(
  { terms, sha256, objects, judgement }: Ready,
  terminal: Terminal,
): readonly string[] {
  const { campaign_id, marking, to, form, expires_at, run_id } = terms
  const rows: readonly (readonly [string, string])[] = [
    ['campaign', campaign_id],
    ['marking', `TLP:${marking.toUpperCase()}`],
    ['to', to.join(', ')],
    ['until', expires_at],
    ['form', `${form}, ${counted(objects.length, 'object')}`],
    ['judgement', judgement],
    ['run', run_id],
    ['sha256', sha256],
  ]
  return rows.flatMap(([word, text]) => margined(word, text, terminal))
}

function objectLines(
  { fields }: Ready,
  index: number,
  object: Readonly<Record<string, Json>>,
  terminal: Terminal,
): readonly string[] {
  const from = new Map(
    fields.filter((one) => one.object === index).map((one) => [one.field, one.from]),
  )
  const type = typeof object.type === 'string' ? object.type : 'object'
  const margin = Math.min(FIELD_MARGIN, Math.floor(terminal.columns / 3))
  return [
    terminal.ink.strong(printable(`${index + 1}. ${type}`)),
    ...leavesOf(object).flatMap(({ place, value }) =>
      margined(
        place,
        // The ends of its lines show: they leave as well.
        `${printable(String(value))} [${from.get(place) ?? ''}]`,
        terminal,
        margin,
      ),
    ),
  ]
}

const WHY: Readonly<Record<string, string>> = {
  left_out: 'left out by whoever proposed it',
  text_not_released: 'a text, which nobody released',
  expired: 'its time is over',
  customers_carry: 'proven customers carry it here',
  marked_stricter: 'not so freely: mark it all as strictly, or do without',
  not_asked_for:
    'signed by people, in their words and those of its rivals: --judgement lets it leave',
}

function withheldLines({ withheld, kept_out }: Ready, terminal: Terminal): readonly string[] {
  const rows = withheld.flatMap(({ indicator_id, kind, why, marking }) =>
    margined(
      indicator_id,
      `${kind} TLP:${marking.toUpperCase()} ${WHY[why] ?? why}`,
      terminal,
      ID_MARGIN,
    ),
  )
  const others = Object.entries(kept_out).map(([why, count]) => `${why}: ${count}`)
  return [
    ...(rows.length === 0 ? [] : ['', terminal.ink.strong('What stays here'), ...rows]),
    ...(others.length === 0
      ? []
      : paragraph(`Patterns that were no indicators: ${others.join(', ')}.`, terminal, 2)),
  ]
}

/** The longest word for what is repeated, and two. */
const LEAK_MARGIN = 14

function leakLines({ leaks }: Ready, terminal: Terminal): readonly string[] {
  if (leaks.length === 0) {
    return ['', ...paragraph('Nothing of it repeats a text, a name or an address.', terminal)]
  }
  return [
    '',
    terminal.ink.strong('It cannot be released: it repeats'),
    ...leaks.flatMap(({ place, kind }) => margined(kind, placeText(place), terminal, LEAK_MARGIN)),
  ]
}

export function linesOfShares(
  shares: readonly ShareShown[],
  terminal: Terminal,
): readonly string[] {
  if (shares.length === 0) return ['Nothing was shared.']
  return shares.flatMap(({ share_id, campaign_id, state, marking, to, expires_at }) =>
    margined(
      share_id,
      `${state}, TLP:${marking.toUpperCase()}, until ${expires_at.slice(0, 10)}, to ${to.join(', ')}: ${campaign_id}`,
      terminal,
      ID_MARGIN,
    ),
  )
}
