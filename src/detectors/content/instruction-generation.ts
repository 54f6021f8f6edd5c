import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 4

export default defineDetector({
  id: 'instruction-generation',
  family: 'content',
  speaks: 'extraction',
  title: 'Has tasks and instructions generated',
  why: 'Producing many diverse instructions, with or without their answers, is how instruction data is made.',
  benign: [
    'Makers of quizzes and course material: narrow topics, modest volume.',
    "Synthetic data for a small model of one's own, within terms: one verified account, declared.",
  ],
  evasions: ['One instruction a request: the loop over slots remains.'],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{counted} of {exchanges} exchanges have tasks generated; peers: {peers_per_thousand} in a thousand.',
  settings: elicitationSettings(CLASS),
  sql: ELICITATION_EXCESS,
  cases: {
    fires: { 'three hundred of a thousand': elicitationCase(CLASS, 300, 1000) },
    quiet: {
      'three of a thousand': elicitationCase(CLASS, 3, 1000),
      'what peers of this volume send too': elicitationCase(CLASS, 25, 10_000),
    },
  },
})
