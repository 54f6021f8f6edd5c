import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 0

export default defineDetector({
  id: 'reasoning-elicitation',
  family: 'content',
  speaks: 'extraction',
  title: 'Asks for the reasoning behind finished answers',
  why: 'A student model learns most from reasoning, and the provider withholds it; so a harvester asks for it to be written out, again and again, for answers that are already there.',
  benign: [
    'Researchers of faithfulness and interpretability: few accounts, small volume, a verified programme.',
    'Teachers who want a worked solution explained: not thousands of them.',
  ],
  evasions: [
    'Asking in the words of a tutor: the excess over peers remains, and the template behind it.',
  ],
  needs: ['messages'],
  bits_max: 10,
  statement:
    '{counted} of {exchanges} exchanges ask for reasoning behind finished answers; peers: {peers_per_thousand} in a thousand.',
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
