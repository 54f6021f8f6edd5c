import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 2

export default defineDetector({
  id: 'reward-model-grading',
  family: 'content',
  speaks: 'extraction',
  title: 'Uses the model as a reward model',
  why: 'Rubric grades for single answers, by the thousand, are the labels that reinforcement learning wants.',
  benign: [
    'Vendors of evaluation and quality teams who grade their own product: one organisation, a steady schedule, no hidden identity.',
    'Teachers who grade a class.',
  ],
  evasions: ['Grading by pairs or in prose: other classes see those.'],
  needs: ['messages'],
  bits_max: 7,
  statement:
    '{counted} of {exchanges} exchanges grade an answer against a rubric; peers: {peers_per_thousand} in a thousand.',
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
