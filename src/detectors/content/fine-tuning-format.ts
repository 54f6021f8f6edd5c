import { defineDetector } from '../define.js'
import { ELICITATION_EXCESS, elicitationCase, elicitationSettings } from '../excess.js'

const CLASS = 5

export default defineDetector({
  id: 'fine-tuning-format',
  family: 'content',
  speaks: 'extraction',
  title: 'Asks for output in a training format',
  why: 'Instruction, input and output as JSON lines, or chat mark-up, is the shape that a trainer reads.',
  benign: ['Developers who document or convert such files.', 'Fine-tuning within terms, declared.'],
  evasions: ["Formatting on one's own side: nothing of this remains, other evidence does."],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{counted} of {exchanges} exchanges ask for a training format; peers: {peers_per_thousand} in a thousand.',
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
