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
import { ofTwoWordings, sending, WRAPPER, wordsIn } from './parts/wrapped.js'

/** Fewer words are a stock phrase. */
const WORDS_MIN = 12

/** Of a row of `indicator_probe`. */
const TOLD_SHINGLES = `arrayFlatten(arrayMap(
        piece -> arrayMap(
            one -> sipHash64Keyed({sketch_keys:Array(Tuple(UInt64, UInt64))}[1], one),
            text_shingles(arrayMap(word -> cityHash64(word), text_tokens(piece)))),
        arraySlice(probe, 2)))`

const pattern = z.strictObject({
  part: z.enum(PARTS),
  text: z.array(z.string().min(1).max(4000)).min(1).max(8).describe('The pieces that stay.'),
})

export default defineIndicator({
  id: 'wrapper',
  family: 'content',
  title: 'The fixed text that is put around every question',
  why: `A harvest of millions is sent by a program, in one wording with many slots. The wording is the same at every
    provider until somebody rewrites it.`,
  benign: [
    'Customers of a framework or an app, with its stock text.',
    'A course or a benchmark that hands out its prompts.',
    'Whoever reads the text once it has been told, and tries it.',
  ],
  evasions: ['Paraphrase: the kind of task, its outputs and its slots remain.'],
  does: 'send one fixed text',
  pattern,
  expires_days: 90,
  marking: 'amber',
  spares_quiet: true,
  samples: TEXT_SAMPLES,
  isTooWide: ({ text }) => (wordsIn(text) < WORDS_MIN ? 'a phrase of fewer than twelve words' : ''),
  sql: FAMILY_SQL,
  raw: FAMILY_RAW,
  patternOf(rows, { fixedText }) {
    const text = fixedText(
      rows.map(({ sent }) => String(sent)),
      TEXT_CARRIERS_MIN,
    )
    return pattern.safeParse({ part: partOf(rows[0]), text }).data
  },
  probes: ({ part, text }) => [[partNumber(part), ...text]],
  hashed: familiesOf('wrapper', TOLD_SHINGLES),
  holders: holdersOf('wrapper', TOLD_SHINGLES),
  cases: {
    matches: {
      'its text around questions of five accounts': {
        pattern: { part: 'user', text: WRAPPER },
        given: { exchange: sending(WRAPPER) },
      },
      'its text, where others send another wording with a sentence in common': {
        pattern: { part: 'user', text: WRAPPER },
        given: { exchange: ofTwoWordings(WRAPPER) },
      },
    },
    quiet: {
      'another wording with a sentence in common': {
        pattern: { part: 'user', text: WRAPPER },
        given: { exchange: ofTwoWordings([]) },
      },
      'another wording of the same wish': {
        pattern: { part: 'user', text: WRAPPER },
        given: {
          exchange: sending([
            'Kindly answer what follows at length and show your work before you commit to a result:',
            'When you are done add one line that holds nothing but the final value as plain digits',
          ]),
        },
      },
      'a stock phrase': {
        pattern: { part: 'user', text: ['Please answer the question'] },
        given: { exchange: sending(['Please answer the question:', 'Please be brief today.']) },
      },
    },
  },
})
