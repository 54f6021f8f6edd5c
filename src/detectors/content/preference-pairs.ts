import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 3

export default defineDetector({
  id: 'preference-pairs',
  family: 'content',
  speaks: 'extraction',
  title: 'Has pairs of answers compared',
  why: 'Which of two answers is better, with the pair swapped and asked again, is a preference data set in the making.',
  benign: [
    'Evaluation teams that compare two versions of their product.',
    'Arena-like public apps.',
  ],
  evasions: ['Asking for scores apart: rubric grading sees that.'],
  needs: ['messages'],
  bits_max: 6,
  statement:
    '{counted} of {exchanges} exchanges compare two answers; peers: {peers_per_thousand} in a thousand.',
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
