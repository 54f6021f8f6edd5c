import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 12

export default defineDetector({
  id: 'injected-wrapper',
  family: 'content',
  speaks: 'extraction',
  title: 'A fixed wrapper that forces reasoning into tags',
  why: 'One wrapper injected everywhere that forces reasoning into inline tags marked a campaign of 151 million exchanges.',
  benign: ['Prompt engineers who ask for scratch-pad tags in their own app.'],
  evasions: ['Another wrapper for each account: the demand inside it remains.'],
  needs: ['messages'],
  bits_max: 9,
  statement:
    '{counted} of {exchanges} exchanges carry a wrapper that forces reasoning into tags; peers: {peers_per_thousand} in a thousand.',
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
