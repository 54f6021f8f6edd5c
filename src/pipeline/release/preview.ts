/** What would leave of a campaign, made of what is known of it and of what somebody wants to share. Pure. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical-json.js'
import { type Indicator, isAsStrict, type Marking } from '../../domain/indicator.js'
import type {
  Json,
  Producer,
  SharedAttribution,
  SharedCampaign,
  SharedObject,
  ShareFault,
  ShareForm,
  ShareTerms,
} from '../../domain/sharing.js'
import { MISP_TEXTS, mispEvent } from '../../feeds/misp/event.js'
import { inOrder } from './terms.js'

/** What a run knows of a campaign that could be shared. */
export interface Material {
  readonly campaign: SharedCampaign['campaign']
  readonly indicators: readonly Indicator[]
  /** How many patterns were no indicators, by the reason. */
  readonly kept_out: Readonly<Record<string, number>>
  readonly countermeasure: string | null
  readonly succeeds: readonly string[]
  readonly attribution: SharedAttribution | null
}

/** Whom something can be given to, and up to which marking they are trusted. */
export interface Destination {
  readonly id: string
  readonly strictest: Marking
  /** The only form that it takes; any where none is named. */
  readonly form?: string
}

export interface Ways {
  readonly producer: Producer | undefined
  readonly forms: readonly ShareForm[]
  readonly destinations: readonly Destination[]
}

/** The destination that is a feed of MISP. */
export const MISP = 'misp'

export type WhyWithheld =
  | 'left_out'
  | 'text_not_released'
  | 'expired'
  | 'customers_carry'
  | 'marked_stricter'
  | 'not_asked_for'

export interface Withheld {
  /** Or the id of a dissent or of an assessment, of the kinds `dissent` and `judgement`. */
  readonly indicator_id: string
  readonly kind: string
  readonly why: WhyWithheld
  /** What it must be marked with at the least. */
  readonly marking: Marking
}

export interface Preview {
  readonly kind: 'ready'
  readonly sha256: string
  readonly text: string
  readonly shared: SharedCampaign
  /** All that leaves: the objects of the form, and the event of MISP where it goes there. */
  readonly objects: readonly SharedObject[]
  readonly withheld: readonly Withheld[]
  /** Whether the judgement that was signed on it leaves too, if there is one. */
  readonly judgement: 'in it' | 'left out' | 'none'
  /** Texts of exchanges that these two people release. */
  readonly released: readonly string[]
  /** Those of the form. */
  readonly ownTexts: readonly string[]
}

export interface Refused {
  readonly kind: 'refused'
  readonly why: ShareFault
  readonly places: readonly string[]
}

/** Kinds whose pattern is a text that somebody sent: it leaves only as it was released. */
export const TEXT_KINDS: ReadonlySet<string> = new Set(['wrapper'])
const DAY_MS = 86_400_000
/** So far the clock of whoever asks may go before ours. */
const CLOCK_MS = 60_000
/** What is known of a campaign is of somebody else by then. */
export const SHARE_DAYS_MAX = 366
/** Each string of it is looked for in all texts of the store. */
export const DOCUMENT_CHARACTERS_MAX = 2_000_000

const refused = (why: ShareFault, places: readonly string[] = []): Refused => ({
  kind: 'refused',
  why,
  places,
})

/** The same material, terms and settings give the same bytes. `nowMs` decides what has expired, and nothing else. */
export function makePreview(
  material: Material | undefined,
  given: ShareTerms,
  { producer, forms, destinations }: Ways,
  nowMs: number,
): Preview | Refused {
  const terms = inOrder(given)
  if (material === undefined) return refused('NOT_THERE', ['campaign_id'])
  if (producer === undefined) return refused('NO_PRODUCER')
  const form = forms.find((one) => one.form === terms.form)
  if (form === undefined) return refused('FORM_UNKNOWN', ['form'])
  const problem = destinationFault(terms, destinations) ?? termFault(material, terms, nowMs)
  if (problem !== undefined) return problem
  const withheld = withheldOf(material, terms, nowMs)
  const indicators = leavingOf(material.indicators, terms, nowMs)
  const { campaign, countermeasure, succeeds } = material
  const attribution = releasedOf(material.attribution, terms)
  const { marking, expires_at } = terms
  const known = { campaign, countermeasure, succeeds: [...succeeds].sort(), attribution }
  const shared = { ...known, indicators, marking, expires_at, producer }
  const written = form.write(shared, terms.as_of)
  const misp = terms.to.includes(MISP) ? shared : undefined
  const event = misp === undefined ? [] : [{ type: 'misp-event', ...mispEvent(misp).event }]
  const document = {
    schema: 'stillwatch.share/1',
    form: form.form,
    marking,
    expires_at,
    objects: written,
  }
  const text = canonicalJson({
    ...{ document, terms: { ...terms } },
    ...(misp === undefined ? {} : { misp }),
  } as unknown as Json)
  if (text.length > DOCUMENT_CHARACTERS_MAX) return refused('TOO_LONG')
  const released = indicators
    .filter(({ indicator_id }) => terms.texts.includes(indicator_id))
    .flatMap(textsIn)
  const objects = [...written, ...event]
  const ownTexts = [
    ...form.ownTexts,
    ...(misp === undefined ? [] : MISP_TEXTS),
    // Who tells it, when, and under which ids: somebody's end user is called `2026-03`, and another's `report`.
    ...[producer.name, producer.identity_id, producer.identity_id.replace('identity--', '')],
    ...new Set(madeIn(objects as unknown as Json)),
  ]
  const made = { sha256: sha256(text), text, shared, objects, withheld, released, ownTexts }
  return { kind: 'ready', ...made, judgement: judgementIn(material, attribution) }
}

const INSTANT = /\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?Z)?/g
const ID = /^[a-z][a-z0-9-]{1,40}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Ids that we make, and instants, wherever they stand. */
function madeIn(value: Json): readonly string[] {
  if (typeof value === 'string') return ID.test(value) ? [value] : (value.match(INSTANT) ?? [])
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(madeIn) : []
}

const judgementIn = (
  { attribution }: Material,
  leaving: SharedAttribution | null,
): Preview['judgement'] => {
  if (attribution === null) return 'none'
  return leaving === null ? 'left out' : 'in it'
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const byId = (a: Indicator, b: Indicator): number => (a.indicator_id < b.indicator_id ? -1 : 1)

function destinationFault(
  { to, marking, form, as_of }: ShareTerms,
  destinations: readonly Destination[],
): Refused | undefined {
  const known = new Map(destinations.map((one) => [one.id, one]))
  const unknown = to.filter((id) => !known.has(id))
  if (unknown.length > 0) return refused('DESTINATION_UNKNOWN', unknown)
  const untrusted = to.filter((id) => !isAsStrict(marking, known.get(id)?.strictest ?? 'clear'))
  if (untrusted.length > 0) return refused('MARKING_STRICT', untrusted)
  const other = to.filter((id) => (known.get(id)?.form ?? form) !== form)
  if (other.length > 0) return refused('FORM_UNKNOWN', other)
  // What is kept there by versions has one of its own.
  const isVersioned = to.some((id) => known.get(id)?.form !== undefined)
  return isVersioned && as_of === undefined ? refused('ENDS_WRONG', ['as_of']) : undefined
}

function termFault(
  { campaign, indicators, attribution }: Material,
  { left_out, texts, expires_at, as_of }: ShareTerms,
  nowMs: number,
): Refused | undefined {
  const ends = Date.parse(expires_at)
  if (ends <= nowMs || ends > nowMs + SHARE_DAYS_MAX * DAY_MS) {
    return refused('ENDS_WRONG', ['expires_at'])
  }
  const asOf = as_of === undefined ? undefined : Date.parse(as_of)
  if (
    asOf !== undefined &&
    (asOf > nowMs + CLOCK_MS || asOf < Date.parse(campaign.first_seen_at))
  ) {
    return refused('ENDS_WRONG', ['as_of'])
  }
  const ids = new Set(indicators.map(({ indicator_id }) => indicator_id))
  const dissents = new Set(attribution?.dissent_texts.map(({ dissent_id }) => dissent_id))
  const unknown = [
    ...left_out.filter((id) => !ids.has(id)),
    ...texts.filter((id) => !ids.has(id) && !dissents.has(id)),
  ]
  return unknown.length > 0 ? refused('NOT_THERE', unknown) : undefined
}

/**
 * A judgement leaves where somebody asked for it: it is in the words of people, its rivals' too. Dissent is counted always; its text leaves
 * only as it was released, for it may name whom no other text does.
 */
const releasedOf = (
  attribution: SharedAttribution | null,
  { texts, judgement }: ShareTerms,
): SharedAttribution | null =>
  attribution === null || !judgement
    ? null
    : {
        ...attribution,
        dissent_texts: attribution.dissent_texts.filter(({ dissent_id }) =>
          texts.includes(dissent_id),
        ),
      }

interface Choice {
  readonly left_out: readonly string[]
  readonly texts: readonly string[]
  readonly marking: Marking
}

/** The indicators that leave on such terms. Whatever measures sharing measures these. */
export const leavingOf = (
  indicators: readonly Indicator[],
  choice: Choice,
  nowMs: number,
): Indicator[] =>
  indicators.filter((one) => whyStays(one, choice, nowMs) === undefined).toSorted(byId)

/**
 * Why an indicator stays here. What a pattern must be worth the run decided, of those who are known among its carriers; that no
 * proven customer carries it is looked at once more.
 */
function whyStays(
  one: Indicator,
  { left_out, texts, marking }: Choice,
  nowMs: number,
): WhyWithheld | undefined {
  if (left_out.includes(one.indicator_id)) return 'left_out'
  if (TEXT_KINDS.has(one.kind) && !texts.includes(one.indicator_id)) return 'text_not_released'
  if (Date.parse(one.expires_at) <= nowMs) return 'expired'
  if (one.reference_carriers > 0) return 'customers_carry'
  return isAsStrict(one.marking, marking) ? undefined : 'marked_stricter'
}

function withheldOf(
  { indicators, attribution }: Material,
  terms: ShareTerms,
  nowMs: number,
): readonly Withheld[] {
  const { texts, marking, judgement } = terms
  const kept = indicators.toSorted(byId).flatMap((one): readonly Withheld[] => {
    const why = whyStays(one, terms, nowMs)
    const { indicator_id, kind, marking: strictest } = one
    return why === undefined ? [] : [{ indicator_id, kind, why, marking: strictest }]
  })
  if (attribution !== null && !judgement) {
    const { assessment_id: indicator_id } = attribution
    return [...kept, { indicator_id, kind: 'judgement', why: 'not_asked_for', marking }]
  }
  const unsaid = (attribution?.dissent_texts ?? [])
    .filter(({ dissent_id }) => !texts.includes(dissent_id))
    .map(({ dissent_id }) => ({
      ...{ indicator_id: dissent_id, kind: 'dissent', why: 'text_not_released' as const, marking },
    }))
  return [...kept, ...unsaid]
}

/** A form may write the pieces of a text one behind the other: where a number stood between them, somebody sent them so. */
const textsIn = ({ pattern }: Indicator): readonly string[] =>
  Object.values(pattern).flatMap((value) => {
    if (typeof value === 'number') return []
    return typeof value === 'string' ? [value] : [...value, value.join(' ')]
  })
