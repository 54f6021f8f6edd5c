import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 6

export default defineDetector({
  id: 'trajectory-capture',
  family: 'content',
  speaks: 'extraction',
  title: 'Captures tool trajectories against simulated tools',
  why: "An agent's steps are worth capturing; a harvester has the tools simulated, so that the loop costs nothing and every step is new.",
  benign: ['Developers who test an agent against stubs: a few, in one organisation.'],
  evasions: ['Real tools: then the work is real too, and costs what real work costs.'],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{counted} of {exchanges} exchanges play tools for a trajectory; peers: {peers_per_thousand} in a thousand.',
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
