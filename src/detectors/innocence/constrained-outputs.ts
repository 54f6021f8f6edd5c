import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'constrained-outputs',
  family: 'innocence',
  speaks: 'innocence',
  title: 'Short answers to long questions',
  why: 'Labels, index entries and classifications are short. Nobody trains a general model on them. They explain themselves alone: a loop whose answers are long, among them, remains one.',
  benign: [
    'None: it speaks for the innocent. A reward-model farm also takes short answers, and is seen by its rubric.',
  ],
  evasions: [
    'Capping outputs: it caps the harvest too.',
    'Fillers answered by a word: a loop that is answered at length beside them takes its word from it.',
  ],
  needs: ['response'],
  bits_max: 6,
  statement: '{constrained} of {exchanges} answers are short and their questions longer.',
  settings: {
    exchanges_min: { type: 'UInt32', value: 50, doc: 'Fewer say nothing.' },
    slots_min: {
      type: 'UInt32',
      value: 20,
      doc: 'Fewer slots that were answered at length make no loop.',
    },
    share_full: {
      type: 'Float64',
      value: 0.15,
      doc: 'Share of the loop in what was answered at length from which short answers explain nothing.',
    },
  },
  sql: `
    SELECT
        subject_id,
        greatest(0, least(1, (constrained / greatest(1, served) - 0.5) / 0.3))
            * (1 - least(1, 5 * elicited / greatest(1, exchanges)))
            * (1 - least(1, lengthy_loop(loop_slots_lengthy, {slots_min:UInt32}, loop_lengthy, lengthy)
                / {share_full:Float64})) AS strength,
        map('constrained', toFloat64(constrained), 'exchanges', toFloat64(exchanges)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND exchanges >= {exchanges_min:UInt32}
  `,
  cases: {
    fires: {
      'a labelling job, and a few longer answers in its loop': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            served: 1000,
            constrained: 990,
            lengthy: 10,
            loop_lengthy: 10,
            loop_slots_lengthy: 10,
          },
        ],
      },
    },
    quiet: {
      'fillers around a loop that is answered at length': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            served: 1000,
            constrained: 850,
            lengthy: 150,
            loop_lengthy: 100,
            loop_slots_lengthy: 100,
          },
        ],
      },
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
