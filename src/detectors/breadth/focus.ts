import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'focus',
  family: 'breadth',
  speaks: 'extraction',
  title: 'All its work is one capability that is worth taking',
  why: 'A harvest wants one skill at a time: reasoning, code, tools, grading. Customers with an app do too, so this weighs little by itself.',
  benign: ['Every single-purpose app.', 'A coding team.'],
  evasions: ['Cover traffic of other kinds.'],
  needs: ['messages'],
  bits_max: 2,
  statement: '{top} of {exchanges} exchanges are of one capability.',
  settings: { exchanges_min: { type: 'UInt32', value: 50, doc: 'Fewer have a focus by chance.' } },
  sql: `
    SELECT
        subject_id,
        greatest(0, (arrayMax(arraySlice(capability_counts, 1, 10)) / greatest(1, exchanges) - 0.6) / 0.4) AS strength,
        map('top', toFloat64(arrayMax(arraySlice(capability_counts, 1, 10))), 'exchanges', toFloat64(exchanges)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND exchanges >= {exchanges_min:UInt32}
  `,
  cases: {
    fires: {
      'nothing but code': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            capability_counts: [0, 0, 990, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          },
        ],
      },
    },
    quiet: {
      'a bit of everything': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            capability_counts: [100, 0, 200, 100, 0, 0, 100, 100, 0, 0, 100, 200, 100],
          },
        ],
      },
    },
  },
})
