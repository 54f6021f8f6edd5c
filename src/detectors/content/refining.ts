import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 11

export default defineDetector({
  id: 'refining',
  family: 'content',
  speaks: 'extraction',
  title: 'Has captured text cleaned and scored',
  why: 'What was captured elsewhere comes back to be cleaned, completed and scored before it is trained on.',
  benign: ['Editors and translators: their own texts, in prose.'],
  evasions: ['Refining with another provider: then only the capture is seen here.'],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{counted} of {exchanges} exchanges clean or score captured text; peers: {peers_per_thousand} in a thousand.',
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
