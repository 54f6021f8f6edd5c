import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'constrained-outputs',
  family: 'innocence',
  speaks: 'innocence',
  title: 'Short answers to long questions',
  why: 'Labels, index entries and classifications are short. Nobody trains a general model on them.',
  benign: [
    'None: it speaks for the innocent. A reward-model farm also takes short answers, and is seen by its rubric.',
  ],
  evasions: ['Capping outputs: it caps the harvest too.'],
  needs: ['response'],
  bits_max: 6,
  statement: '{constrained} of {exchanges} answers are short and their questions longer.',
  settings: { exchanges_min: { type: 'UInt32', value: 50, doc: 'Fewer say nothing.' } },
  sql: `
    SELECT
        subject_id,
        greatest(0, least(1, (constrained / greatest(1, served) - 0.5) / 0.3))
            * (1 - least(1, 5 * elicited / greatest(1, exchanges))) AS strength,
        map('constrained', toFloat64(constrained), 'exchanges', toFloat64(exchanges)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND exchanges >= {exchanges_min:UInt32}
  `,
  cases: {
    fires: {
      'a labelling job': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            served: 1000,
            constrained: 990,
          },
        ],
      },
    },
    quiet: {
      'long answers': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            served: 1000,
            constrained: 100,
          },
        ],
      },
    },
  },
})
