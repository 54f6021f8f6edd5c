import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 1

export default defineDetector({
  id: 'hidden-reasoning',
  family: 'content',
  speaks: 'extraction',
  title: 'Demands the hidden reasoning itself',
  why: "Words that ask for the model's hidden or internal reasoning, verbatim or in tags, have little use but to capture it.",
  benign: [
    'Curious people who try once or twice.',
    'Red teams under contract: a verified organisation, ruled on.',
  ],
  evasions: ['Wrapping the demand in a role play: pooled over accounts the wrapper is a template.'],
  needs: ['messages'],
  bits_max: 10,
  statement:
    '{counted} of {exchanges} exchanges demand hidden reasoning; peers: {peers_per_thousand} in a thousand.',
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
