import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 7

export default defineDetector({
  id: 'safe-rewriting',
  family: 'content',
  speaks: 'extraction',
  title: 'Has sensitive questions rewritten into safe ones',
  why: 'Pairs of a sensitive question and its safe rewrite or refusal teach a model what to avoid: published as one of the aims of a campaign.',
  benign: ['Moderation and policy teams: one organisation, own cases.'],
  evasions: ['Translation in between: the template remains.'],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{counted} of {exchanges} exchanges rewrite sensitive questions; peers: {peers_per_thousand} in a thousand.',
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
