import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'shared-slots',
  family: 'innocence',
  speaks: 'innocence',
  title: 'Its accounts do the same work',
  why: 'A loader shares work out; a class, a benchmark or a workshop does the same work many times. Slots that several accounts send are the mark of it.',
  benign: [
    'None: it speaks for the innocent. A harvester who has items asked again to compare answers gains something by it.',
  ],
  evasions: ['Repeating slots on purpose: the repeats are calls that bring nothing.'],
  needs: ['messages'],
  bits_max: 8,
  statement:
    '{repeated} of {slots} slots were sent by several of its accounts, {foreign} by others too; of peers’ slots others send {ordinary_percent} in a hundred.',
  settings: {
    slots_min: { type: 'UInt32', value: 20, doc: 'Fewer repeat by chance.' },
    ordinary_max: {
      type: 'Float64',
      value: 0.3,
      doc: 'Share of the slots of peers that others send too; more is not believed to be ordinary.',
    },
  },
  // "Continue" and "thanks" are slots that everybody has in common: of what outsiders send too, only what is
  // beyond the peers speaks.
  sql: `
    WITH
        (
            SELECT least({ordinary_max:Float64}, sum(slots_foreign) / greatest(1, sum(slots)))
            FROM subject_profile
            WHERE run_id = {run_id:UUID} AND subject_kind = 'population'
        ) AS ordinary
    SELECT
        subject_id,
        greatest(0, least(1, ((slots_repeated + greatest(0, slots_foreign - ordinary * slots)) / greatest(1, slots) - 0.1) / 0.18))
            * least(1, templated / greatest(1, exchanges) * 2) AS strength,
        map('repeated', toFloat64(slots_repeated), 'foreign', toFloat64(slots_foreign), 'slots', toFloat64(slots),
            'ordinary_percent', round(100 * ordinary, 1)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND slots >= {slots_min:UInt32}
  `,
  cases: {
    fires: {
      'a class of forty': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            templated: 900,
            slots: 120,
            slots_repeated: 60,
          },
        ],
      },
    },
    quiet: {
      'slots that others send as well, as often as those of peers': {
        subject_profile: [
          { subject_kind: 'population', subject_id: 'peers', slots: 1000, slots_foreign: 200 },
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            templated: 900,
            slots: 500,
            slots_foreign: 110,
          },
        ],
      },
      'slots shared out': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            exchanges: 1000,
            templated: 900,
            slots: 890,
            slots_repeated: 4,
          },
        ],
      },
    },
  },
})
