import { z } from 'zod'
import { indicatorId } from '../../domain/indicator.js'
import { EXTENSION_ID, indicatorExtension } from './extension.js'
import { DAY_MS, instantOf } from './instant.js'
import { markingOf } from './marking.js'
import { PATTERN_CHARACTERS_MAX } from './pattern-tokens.js'
import { type KindPattern, readPattern, writePattern } from './pattern-words.js'
import { type Framed, isRecord } from './read-objects.js'
import type { IndicatorTold, ObjectFault } from './received.js'
import { indicatorObjectId } from './write-indicator.js'

const fields = z.object({
  pattern: z.string().min(1),
  pattern_type: z.string(),
  valid_from: z.string(),
  valid_until: z.string().optional(),
  confidence: z.int().min(0).max(100).optional(),
  object_marking_refs: z.array(z.string()).optional(),
})
type Fields = z.infer<typeof fields>

/** Whoever is told of a campaign may be told its name in so many characters. */
export const NAME_CHARACTERS_MAX = 256

/** Longer than this from now nobody can say who carries a pattern. */
const LASTS_DAYS_MAX = 366

/** What an indicator says, in our kinds: one row for each alternative of its pattern, or why it is not taken. */
export function readIndicator(
  { id, body }: Framed,
  { nowMs, campaignName }: { readonly nowMs: number; readonly campaignName: string },
): readonly IndicatorTold[] | ObjectFault {
  const read = fields.safeParse(body)
  if (!read.success) return 'field_invalid'
  const span = spanOf(read.data, nowMs)
  if (typeof span === 'string') return span
  const patterns = patternsOf(id, read.data, body.extensions)
  if (typeof patterns === 'string') return patterns
  return patterns.map(({ kind, pattern }) => ({
    object_id: id,
    indicator_id: indicatorId(kind, pattern),
    kind,
    pattern,
    ...span,
    marking: markingOf(read.data.object_marking_refs ?? []),
    confidence: read.data.confidence ?? 0,
    campaign_name: campaignName,
  }))
}

type Span = Pick<IndicatorTold, 'valid_from' | 'valid_until'>

function spanOf(read: Fields, nowMs: number): Span | ObjectFault {
  if (read.valid_until === undefined) return 'no_expiry'
  const [valid_from, valid_until] = [instantOf(read.valid_from), instantOf(read.valid_until)]
  if (valid_from === null || valid_until === null) return 'instant_out_of_range'
  const [fromMs, untilMs] = [Date.parse(valid_from), Date.parse(valid_until)]
  if (fromMs > nowMs + DAY_MS) return 'instant_out_of_range'
  if (untilMs <= fromMs) return 'field_invalid'
  if (untilMs <= nowMs) return 'expired'
  return untilMs > nowMs + LASTS_DAYS_MAX * DAY_MS ? 'lasts_too_long' : { valid_from, valid_until }
}

function patternsOf(
  id: string,
  read: Fields,
  extensions: unknown,
): readonly KindPattern[] | ObjectFault {
  if (isRecord(extensions) && Object.hasOwn(extensions, EXTENSION_ID)) {
    const told = extensionOf(extensions[EXTENSION_ID])
    if (typeof told === 'string') return told
    if (indicatorObjectId(told) !== id) return 'id_does_not_fit'
    const { pattern, pattern_type } = writePattern(told)
    const agrees = pattern === read.pattern && pattern_type === read.pattern_type
    return agrees ? [told] : 'pattern_disagrees'
  }
  if (read.pattern_type !== 'stix') return 'pattern_language'
  if (read.pattern.length > PATTERN_CHARACTERS_MAX) return 'pattern_too_long'
  const patterns = readPattern(read.pattern)
  return typeof patterns === 'string' || patterns.every(isWhole) ? patterns : 'text_malformed'
}

const KIND = /^[a-z][a-z0-9-]{0,63}$/
const KEYS_MAX = 16
const KEY = /^[a-z][a-z0-9_]{0,63}$/
/** A released wrapper is the longest text that a pattern has. */
const TEXT_CHARACTERS_MAX = 16_384
const LIST_MAX = 512

function extensionOf(given: unknown): KindPattern | ObjectFault {
  const read = indicatorExtension.safeParse(given)
  if (!read.success || !KIND.test(read.data.kind)) return 'extension_invalid'
  const { kind, pattern } = read.data
  const entries = Object.entries(pattern)
  if (entries.length === 0 || entries.length > KEYS_MAX) return 'extension_invalid'
  if (!entries.every(([key, value]) => KEY.test(key) && isBounded(value)))
    return 'extension_invalid'
  return isWhole({ kind, pattern }) ? { kind, pattern } : 'text_malformed'
}

function isBounded(value: KindPattern['pattern'][string]): boolean {
  if (typeof value === 'number') return true
  if (typeof value === 'string') return value.length <= TEXT_CHARACTERS_MAX
  const isList = value.length > 0 && value.length <= LIST_MAX
  return isList && value.every((one) => one.length <= TEXT_CHARACTERS_MAX)
}

const LONE_SURROGATE = /\p{Surrogate}/u

/** Half of a character has no canonical form, so that what follows from it would not either. */
const isWhole = ({ pattern }: KindPattern): boolean =>
  Object.values(pattern)
    .flat()
    .every((value) => typeof value === 'number' || !LONE_SURROGATE.test(value))
