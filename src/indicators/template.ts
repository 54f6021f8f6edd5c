import { z } from 'zod'
import { defineIndicator } from './define.js'
import {
  FAMILY_RAW,
  FAMILY_SQL,
  familiesOf,
  holdersOf,
  PARTS,
  partNumber,
  partOf,
  TEXT_CARRIERS_MIN,
  TEXT_SAMPLES,
} from './parts/family.js'
import { said } from './parts/said.js'
import { ofTwoWordings, sending, WRAPPER, WRAPPER_SKETCH } from './parts/wrapped.js'

/** Fewer shingles are a phrase that somebody else may write. */
const SHINGLES_MIN = 8

/** Of a row of `indicator_probe`. */
const TOLD_SHINGLES = 'arrayMap(hash -> toUInt64(hash), arraySlice(probe, 2))'

const pattern = z.strictObject({
  part: z.enum(PARTS),
  sketch: z
    .array(z.string().regex(/^(0|[1-9]\d{0,19})$/))
    .min(1)
    .max(64)
    .describe('64-bit hashes of runs of three words, in decimals, in order.'),
  key_id: said(64).describe(
    'The group whose secret it is under; empty where it is under the published constant.',
  ),
})

export default defineIndicator({
  id: 'template',
  family: 'content',
  title: 'A sketch of a fixed text',
  why: `What wrapper tells as text this tells as hashes of runs of three words: a partner who sees the text knows it
    again, and who does not learns nothing, where the hashes are under the secret of the group.`,
  benign: [
    'Customers of a framework or an app, with its stock text.',
    'A course or a benchmark that hands out its prompts.',
  ],
  evasions: [
    'Paraphrase: the kind of task, its outputs and its slots remain.',
    'Under no secret the sketch can be tried against guesses: whoever has the text learns that it was noticed.',
  ],
  does: 'send one fixed text',
  pattern,
  expires_days: 90,
  marking: 'amber',
  spares_quiet: true,
  samples: TEXT_SAMPLES,
  isTooWide: ({ sketch }) =>
    new Set(sketch).size < SHINGLES_MIN ? 'a phrase of fewer than eight runs of words' : '',
  sql: FAMILY_SQL,
  raw: FAMILY_RAW,
  async patternOf(rows, { fixedText, sketch, group }) {
    const pieces = fixedText(
      rows.map(({ sent }) => String(sent)),
      TEXT_CARRIERS_MIN,
    )
    if (pieces.length === 0) return undefined
    const told = { part: partOf(rows[0]), sketch: await sketch(pieces, group) }
    return pattern.safeParse({ ...told, key_id: group?.id ?? '' }).data
  },
  probes: ({ part, sketch }) => [[partNumber(part), ...new Set(sketch)]],
  hashed: familiesOf('template', TOLD_SHINGLES),
  holders: holdersOf('template', TOLD_SHINGLES),
  cases: {
    matches: {
      'the text around questions of five accounts': {
        pattern: { part: 'user', sketch: WRAPPER_SKETCH, key_id: '' },
        given: { exchange: sending(WRAPPER) },
      },
      'that text, where others send another wording with a sentence in common': {
        pattern: { part: 'user', sketch: WRAPPER_SKETCH, key_id: '' },
        given: { exchange: ofTwoWordings(WRAPPER) },
      },
    },
    quiet: {
      'another wording with a sentence in common': {
        pattern: { part: 'user', sketch: WRAPPER_SKETCH, key_id: '' },
        given: { exchange: ofTwoWordings([]) },
      },
      'a sketch of another text': {
        pattern: {
          part: 'user',
          sketch: Array.from({ length: 12 }, (_, at) => String(1000 + at)),
          key_id: '',
        },
        given: { exchange: sending(WRAPPER) },
      },
    },
  },
})
