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
    '{looped} of {exchanges} exchanges fill fixed texts that hardly anybody else sends, with {slots} different slots, of which {repeated} occur at two of its accounts.',
  settings: {
    slots_min: { type: 'UInt32', value: 20, doc: 'Fewer slots make no loop.' },
    share_full: {
      type: 'Float64',
      value: 0.15,
      doc: 'Share of looped exchanges that counts in full: cover traffic may be the rest.',
    },
  },
  sql: `
    SELECT
        subject_id,
        least(1, greatest(looped / greatest(1, served),
                lengthy_loop(loop_slots_lengthy, {slots_min:UInt32}, loop_lengthy, lengthy)) / {share_full:Float64})
            * least(1, 1.5 * loop_slots / greatest(1, looped))
            * (1 - least(1, 4 * loop_repeated / greatest(1, loop_slots))) AS strength,
        map('looped', toFloat64(looped), 'exchanges', toFloat64(exchanges),
            'slots', toFloat64(loop_slots), 'repeated', toFloat64(loop_repeated)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND loop_slots >= {slots_min:UInt32}
  `,
  cases: {
    fires: {
      'a loop behind fillers of a word each': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            served: 10_000,
            exchanges: 10_000,
            looped: 300,
            loop_slots: 300,
            lengthy: 500,
            loop_lengthy: 300,
            loop_slots_lengthy: 300,
          },
        ],
      },
      'a loop over nine hundred slots': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            served: 1000,
            exchanges: 1000,
            looped: 900,
            loop_slots: 890,
            loop_repeated: 3,
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
            served: 1000,
            exchanges: 1000,
            templated: 900,
            slots: 120,
            slots_repeated: 100,
            looped: 100,
            loop_slots: 60,
            loop_repeated: 40,
          },
        ],
      },
      'a framework that the reference knows': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            served: 1000,
            exchanges: 1000,
            templated: 0,
            slots: 0,
          },
        ],
      },
    },
  },
})
