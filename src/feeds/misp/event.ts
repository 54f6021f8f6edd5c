import { canonicalJson } from '../../domain/canonical-json.js'
import { uuidOf } from '../../domain/identifier.js'
import { type Indicator, indicatorId, MARKINGS } from '../../domain/indicator.js'
import type { Json, SharedCampaign, SharedObject } from '../../domain/sharing.js'
import { earlierOf, endsOf } from '../stix/instant.js'
import { stricterOf } from '../stix/marking.js'
import { TECHNIQUES } from '../stix/technique.js'

/** A campaign as MISP has it: an event with an attribute for each indicator. */
export interface MispEvent {
  readonly uuid: string
  /** As the manifest of a feed tells it. */
  readonly listed: SharedObject
  readonly event: SharedObject
  /** What a reader looks up before it fetches the event. */
  readonly values: readonly string[]
}

/** The same campaign of the same producer is the same event, in whatever order its indicators are. */
export function mispEvent(shared: SharedCampaign): MispEvent {
  const { campaign, producer } = shared
  const uuid = uuidOf(
    canonicalJson({
      type: 'misp-event',
      producer: producer.identity_id,
      campaign: campaign.campaign_id,
    }),
  )
  const attributes = [...shared.indicators]
    .map((indicator) => attributeOf(indicator, uuid, shared))
    .toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1))
  const listed = {
    Orgc: { name: producer.name, uuid: producer.identity_id.replace(/^identity--/, '') },
    Tag: tagsOf(shared),
    info: `Illicit distillation: campaign ${campaign.campaign_id}`,
    date: dayOf(campaign.first_seen_at),
    analysis: COMPLETED,
    threat_level_id: UNDEFINED,
    timestamp: secondsOf(campaign.last_seen_at),
  }
  const rest = { uuid, published: true, publish_timestamp: listed.timestamp, Attribute: attributes }
  return {
    uuid,
    listed,
    event: { Event: { ...listed, ...rest } },
    values: attributes.map(({ value }) => value),
  }
}

/** MISP's colours for the levels of TLP 2.0. */
const COLOURS = {
  clear: '#ffffff',
  green: '#339900',
  amber: '#FFC000',
  'amber+strict': '#FFC000',
  red: '#CC0033',
} as const

function techniqueTag({ name }: { readonly name: string }) {
  return { name: `misp-galaxy:mitre-atlas-attack-pattern="${name}"`, colour: '#0088cc' }
}

/** Its own texts, which stand in what it writes whatever that is about. */
export const MISP_TEXTS: readonly string[] = Object.freeze([
  ...['misp-event', 'Illicit distillation: campaign', 'Until , as corroboration only.'],
  ...['ip-src', 'domain', 'other', 'Network activity', 'Other'],
  ...MARKINGS.flatMap((marking) => [`tlp:${marking}`, COLOURS[marking]]),
  ...TECHNIQUES.map(techniqueTag).flatMap(({ name, colour }) => [name, colour]),
])

const COMPLETED = 2
/** How bad it is, the tags and the counts say; MISP's levels are of other things. */
const UNDEFINED = 4

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000)
const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10)

/** An event can be passed on no further than the strictest in it. */
function tagsOf({ marking, indicators }: SharedCampaign): readonly Json[] {
  const strictest = indicators.map((one) => one.marking).reduce(stricterOf, marking)
  return [{ name: `tlp:${strictest}`, colour: COLOURS[strictest] }, ...TECHNIQUES.map(techniqueTag)]
}

/**
 * `to_ids` is never set: it would have firewalls block an address, without its day and for good, whoever has it by then.
 */
function attributeOf(indicator: Indicator, event: string, shared: SharedCampaign) {
  const { kind, pattern, statement, first_seen_at, last_seen_at, expires_at } = indicator
  const id = indicatorId(kind, pattern)
  const expiry = earlierOf(expires_at, shared.expires_at)
  // A network is its own for a day, whoever had it before and after.
  const day = kind === 'network-day' ? endsOf(`${pattern.date}`) : null
  const [first, last] = day ?? [first_seen_at, last_seen_at]
  const marking = stricterOf(indicator.marking, shared.marking)
  return {
    uuid: uuidOf(canonicalJson({ type: 'misp-attribute', event, indicator: id })),
    ...typed(kind, pattern),
    comment: `${kind}: ${statement} Until ${expiry}, as corroboration only.`,
    to_ids: false,
    disable_correlation: false,
    timestamp: secondsOf(last_seen_at),
    first_seen: mispInstant(first),
    last_seen: mispInstant(last),
    Tag: [{ name: `tlp:${marking}`, colour: COLOURS[marking] }],
  }
}

const mispInstant = (instant: string): string =>
  new Date(instant).toISOString().replace('Z', '000+00:00')

/** MISP's word for the value, where it has one; else kind and pattern whole, which correlate as one text. */
function typed(kind: string, pattern: Indicator['pattern']) {
  const { network, date, domain } = pattern
  if (kind === 'network-day' && typeof network === 'string' && typeof date === 'string') {
    const value = network.replace(/\/(32|128)$/, (length) =>
      (length === '/128') === network.includes(':') ? '' : length,
    )
    return { type: 'ip-src', category: 'Network activity', value }
  }
  if (kind === 'mail-domain' && typeof domain === 'string') {
    return { type: 'domain', category: 'Network activity', value: domain }
  }
  return { type: 'other', category: 'Other', value: canonicalJson({ kind, pattern }) }
}
