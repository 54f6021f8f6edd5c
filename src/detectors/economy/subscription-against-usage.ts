import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'subscription-against-usage',
  family: 'economy',
  speaks: 'extraction',
  title: 'Uses many times what its plans cost',
  why: 'Flat plans are bought to be drained: what is used at list price lies far above what is paid.',
  benign: ['Heavy honest users of a flat plan: a few, each alone.'],
  evasions: ['Paying by use: then the harvest costs what it is worth.'],
  needs: ['tokens_out', 'account.price_month'],
  bits_max: 3,
  statement: 'Used at list price {used} dollars of what costs {paid}.',
  settings: {
    ratio_full: { type: 'Float64', value: 10, doc: 'Times the price that count in full.' },
  },
  sql: `
    SELECT
        subject_id,
        greatest(0, least(1, (value_used / value_paid - 2) / ({ratio_full:Float64} - 2))) AS strength,
        map('used', value_used, 'paid', value_paid) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND value_paid > 0 AND value_used > 50
  `,
  cases: {
    fires: {
      'twelve times its price': {
        subject_profile: [
          { subject_kind: 'cluster', subject_id: 'x', value_used: 2400, value_paid: 200 },
        ],
      },
    },
    quiet: {
      'about its price': {
        subject_profile: [
          { subject_kind: 'cluster', subject_id: 'x', value_used: 210, value_paid: 200 },
        ],
      },
    },
  },
})
