import { z } from 'zod'
import { excerpt, visibleLine } from '../visible.js'
import { hasCycle } from './cycle.js'
import { instantOf } from './instant.js'
import { NAME_CHARACTERS_MAX, readIndicator } from './read-indicator.js'
import { BUNDLE_LIMITS, type BundleLimits, readJson } from './read-json.js'
import { readJudgements } from './read-judgement.js'
import { type Framed, isObjectId, isRecord, leftAs, readFrames, textOf } from './read-objects.js'
import type {
  BundleRead,
  IndicatorTold,
  ObjectFault,
  ObjectRefused,
  SightingRead,
} from './received.js'

export interface ReadOptions {
  /** When it is read: what has expired by then, or begins after it, is not taken. */
  readonly now: string
  readonly limits?: BundleLimits
}

/**
 * What a partner's bundle tells us. Its bytes are hostile: whatever costs too much, or goes round, is refused whole, and an
 * object that says what cannot be is refused alone, each with a reason. Nothing is believed because it was read: how wide
 * a pattern is, and what it is worth, is for whoever takes it in.
 */
export function readBundle(bytes: Uint8Array, options: ReadOptions): BundleRead {
  const read = readJson(bytes, options.limits ?? BUNDLE_LIMITS)
  return 'fault' in read ? { refusal: read.fault } : bundleOf(read.value, options)
}

/** The same for what was parsed already. */
export function bundleOf(value: unknown, options: ReadOptions): BundleRead {
  if (!isRecord(value) || value.type !== 'bundle') return { refusal: 'not_a_bundle' }
  if (value.spec_version !== undefined) return { refusal: 'bundle_version' }
  const objects = value.objects ?? []
  return Array.isArray(objects) ? readObjects(objects, options) : { refusal: 'not_a_bundle' }
}

/** The same for objects that came otherwise than in a bundle: a page of TAXII, whose bytes its client bounded. */
export function readObjects(objects: readonly unknown[], options: ReadOptions): BundleRead {
  const { objectsMax } = options.limits ?? BUNDLE_LIMITS
  if (objects.length > objectsMax) return { refusal: 'too_many_objects' }
  const { framed, refused } = readFrames(objects)
  if (hasCycle(framed)) return { refusal: 'cycle' }
  const claims = claimsOf(framed)
  const { judgements, used } = readJudgements(framed)
  const rest = { indicators: [] as IndicatorTold[], sightings: [] as SightingRead[] }
  const faults: ObjectRefused[] = [...refused]
  const left = new Map<string, number>()
  for (const object of framed.values()) {
    if (used.has(object.id)) continue
    const fault = take(object, claims, Date.parse(options.now), rest)
    if (fault === 'left') left.set(leftAs(object.type), (left.get(leftAs(object.type)) ?? 0) + 1)
    else if (fault !== null) faults.push({ object_id: object.id, reason: fault })
    // One object may say many alternatives, each of which is a row.
    if (rest.indicators.length > objectsMax) return { refusal: 'too_many_objects' }
  }
  return {
    judgements,
    indicators: rest.indicators.toSorted(byKeys('object_id', 'indicator_id')),
    sightings: rest.sightings.toSorted(byKeys('object_id', 'sighting_of')),
    withdrawn: [...claims.withdrawn].toSorted(),
    refused: faults.toSorted(byKeys('object_id', 'reason')),
    left: Object.fromEntries([...left].toSorted()),
  }
}

/** Takes what an object says, where it is of use here; says why not, or that it is left. */
function take(
  object: Framed,
  claims: Claims,
  nowMs: number,
  taken: { readonly indicators: IndicatorTold[]; readonly sightings: SightingRead[] },
): ObjectFault | 'left' | null {
  if (object.type === 'indicator') {
    if (claims.withdrawn.has(object.id)) return null
    const campaignName = claims.campaignNames.get(object.id) ?? ''
    const read = readIndicator(object, { nowMs, campaignName })
    if (typeof read === 'string') return read
    taken.indicators.push(...read)
    return null
  }
  if (object.type !== 'sighting' || object.isRevoked)
    return claims.used.has(object.id) ? null : 'left'
  const read = readSighting(object)
  if (typeof read === 'string') return read
  taken.sightings.push(read)
  return null
}

interface Claims {
  /** By indicator: the name of the campaign that it is said to indicate. */
  readonly campaignNames: ReadonlyMap<string, string>
  readonly withdrawn: ReadonlySet<string>
  /** Objects of which something was read. */
  readonly used: ReadonlySet<string>
}

/** What relationships say of indicators. One whose every claim is revoked is withdrawn, as one that is revoked itself. */
function claimsOf(framed: ReadonlyMap<string, Framed>): Claims {
  const campaignNames = new Map<string, string>()
  const [held, revoked, used] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const { id, type, isRevoked, body } of framed.values()) {
    if (type === 'indicator' && isRevoked) revoked.add(id)
    if (type !== 'relationship' || body.relationship_type !== 'indicates') continue
    const [indicator, target] = [textOf(body.source_ref), textOf(body.target_ref)]
    if (!isObjectId(indicator) || !indicator.startsWith('indicator--')) continue
    used.add(id)
    if (isRevoked) revoked.add(indicator)
    else held.add(indicator)
    const campaign = framed.get(target)
    if (isRevoked || campaign?.type !== 'campaign') continue
    used.add(target)
    const [name, before] = [nameOf(campaign), campaignNames.get(indicator)]
    if (before === undefined || name < before) campaignNames.set(indicator, name)
  }
  const withdrawn = [...revoked].filter((id) => !held.has(id) || framed.get(id)?.isRevoked === true)
  return { campaignNames, withdrawn: new Set(withdrawn), used }
}

/** A partner's words for a campaign, bounded, and with nothing in them that does not show. */
const nameOf = ({ body }: Framed): string =>
  visibleLine(excerpt(textOf(body.name), NAME_CHARACTERS_MAX))

const COUNT_MAX = 999_999_999
const sightingFields = z.object({
  sighting_of_ref: z.string(),
  count: z.int().min(0).max(COUNT_MAX).optional(),
  first_seen: z.string(),
  last_seen: z.string(),
})

function readSighting({ id, body }: Framed): SightingRead | ObjectFault | 'left' {
  if (!textOf(body.sighting_of_ref).startsWith('indicator--')) return 'left'
  const read = sightingFields.safeParse(body)
  if (!read.success || !isObjectId(read.data.sighting_of_ref)) return 'field_invalid'
  const { sighting_of_ref, count = 1 } = read.data
  const [first, last] = [instantOf(read.data.first_seen), instantOf(read.data.last_seen)]
  if (first === null || last === null) return 'instant_out_of_range'
  if (last < first) return 'field_invalid'
  return {
    ...{ object_id: id, sighting_of: sighting_of_ref, count },
    ...{ first_seen_at: first, last_seen_at: last },
  }
}

const byKeys =
  <K extends string>(first: K, second: K) =>
  (a: Readonly<Record<K, unknown>>, b: Readonly<Record<K, unknown>>): number => {
    const [one, other] = [`${a[first]} ${a[second]}`, `${b[first]} ${b[second]}`]
    return one < other ? -1 : one > other ? 1 : 0
  }
