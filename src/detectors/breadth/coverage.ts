import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'coverage',
  family: 'breadth',
  speaks: 'extraction',
  title: 'Covers ever new ground, without a return',
  why: 'People come back to their subjects, so the new things they say grow ever more slowly. A loader works through a list: every request is as new as the first.',
  benign: [
    "Batch jobs over a customer's own records: constrained answers speak for them.",
    'A public benchmark: finite, and the same for all.',
  ],
  evasions: ['Repeats among the slots: they cost the harvester what they cost.'],
  needs: ['messages'],
  bits_max: 3,
  statement:
    '{single} of {exchanges} exchanges are single questions and {slots} of {templated} slots are new.',
  settings: { exchanges_min: { type: 'UInt32', value: 100, doc: 'Below this everything is new.' } },
  sql: `
    SELECT
        subject_id,
        least(1, loop_slots / greatest(1, looped)) * least(1, single_turn / greatest(1, exchanges))
            * greatest(
                least(1, looped / greatest(1, exchanges) * 1.5)
                    * (1 - least(1, 2 * constrained / greatest(1, exchanges))),
                least(1, 1.5 * lengthy_loop(loop_slots_lengthy, {exchanges_min:UInt32}, loop_lengthy, lengthy)))
                AS strength,
        map('single', toFloat64(single_turn), 'exchanges', toFloat64(exchanges),
            'slots', toFloat64(loop_slots), 'templated', toFloat64(looped)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND exchanges >= {exchanges_min:UInt32}
  `,
  cases: {
    fires: {
      'a list worked through behind fillers of a word each': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            looped: 200,
            loop_slots: 200,
            single_turn: 1000,
            constrained: 800,
            lengthy: 200,
            loop_lengthy: 200,
            loop_slots_lengthy: 200,
          },
        ],
      },
      'a list worked through': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            looped: 950,
            loop_slots: 950,
            single_turn: 1000,
          },
        ],
      },
    },
    quiet: {
      conversations: {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            looped: 100,
            loop_slots: 60,
            single_turn: 200,
          },
        ],
      },
      'labels for own records': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            looped: 950,
            loop_slots: 950,
            single_turn: 1000,
            constrained: 980,
          },
        ],
      },
    },
  },
})
