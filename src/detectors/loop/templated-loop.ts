import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'templated-loop',
  family: 'loop',
  speaks: 'extraction',
  title: 'One text, ever new slots',
  why: 'Few templates with a new slot every time is a generation loop: people retry and loaders do not. Pooled over accounts the slots are shared out, so hardly any occurs twice.',
  benign: [
    "A consumer app that wraps each user's words: one text, personal slots, but its accounts are not one hand.",
    'Batch labelling: short constrained answers, which speak for innocence.',
  ],
  evasions: ['Paraphrased templates: the structure of the task remains.'],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{templated} of {exchanges} exchanges fill fixed texts, with {slots} different slots of which {repeated} occur at two of its accounts.',
  settings: {
    templated_min: { type: 'UInt32', value: 20, doc: 'Fewer texts make no loop.' },
    share_full: {
      type: 'Float64',
      value: 0.4,
      doc: 'Share of templated exchanges that counts in full.',
    },
  },
  sql: `
    SELECT
        subject_id,
        least(1, templated / greatest(1, exchanges) / {share_full:Float64})
            * pow(slots / greatest(1, templated), 2)
            * (1 - least(1, 4 * slots_repeated / greatest(1, slots)))
            * (1 - least(1, 4 * slots_foreign / greatest(1, slots)))
            * if(family_reference >= 3, 0.2, 1) AS strength,
        map('templated', toFloat64(templated), 'exchanges', toFloat64(exchanges),
            'slots', toFloat64(slots), 'repeated', toFloat64(slots_repeated)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND templated >= {templated_min:UInt32}
  `,
  cases: {
    fires: {
      'a loop over nine hundred slots': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            templated: 900,
            slots: 890,
            slots_repeated: 3,
          },
        ],
      },
    },
    quiet: {
      'a class: everybody sends the same items': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            templated: 900,
            slots: 120,
            slots_repeated: 100,
          },
        ],
      },
      'a framework that the reference knows': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            templated: 900,
            slots: 890,
            family_reference: 40,
          },
        ],
      },
    },
  },
})
