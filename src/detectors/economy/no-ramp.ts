import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'no-ramp',
  family: 'economy',
  speaks: 'extraction',
  title: 'At full rate from the first day',
  why: 'People try a thing, then use it more. Accounts that are made for a purpose run at full rate from their first day.',
  benign: ['A workload moved to a new key: one organisation, old.', 'CI runners.'],
  evasions: ['A slow start: days of each account lost.'],
  needs: ['account.created_at'],
  bits_max: 3,
  statement:
    '{unramped} of {born} accounts made for the window ran at full rate from their first day.',
  settings: {
    born_min: { type: 'UInt32', value: 3, doc: 'One account that starts fast is anybody.' },
  },
  sql: `
    SELECT
        subject_id,
        least(1, 1.5 * unramped / born) AS strength,
        map('unramped', toFloat64(unramped), 'born', toFloat64(born)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster' AND born >= {born_min:UInt32}
  `,
  cases: {
    fires: {
      'all of forty at once': {
        subject_profile: [{ subject_kind: 'cluster', subject_id: 'x', born: 40, unramped: 38 }],
      },
    },
    quiet: {
      'a few of forty': {
        subject_profile: [{ subject_kind: 'cluster', subject_id: 'x', born: 40, unramped: 4 }],
      },
    },
  },
})
