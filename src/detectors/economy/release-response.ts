import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'release-response',
  family: 'economy',
  speaks: 'extraction',
  title: 'Turns to a new model within a day of its release',
  why: 'A harvester re-aims at once when a better model appears. A release is a natural experiment on every group of accounts.',
  benign: [
    'Enthusiasts on launch day: one account each, and it fades.',
    'Teams that pin "latest".',
  ],
  evasions: ['Waiting a week: a week of the better model lost.'],
  needs: ['model'],
  bits_max: 3,
  statement: '{on} of {after} exchanges in the day after a release went to the new model.',
  settings: { after_min: { type: 'UInt32', value: 20, doc: 'Fewer exchanges show no turn.' } },
  sql: `
    WITH
        -- One row: the peers.
        peers AS (
            SELECT sum(on_release) AS peer_on, sum(after_release) AS peer_after
            FROM subject_profile
            WHERE run_id = {run_id:UUID} AND subject_kind = 'population'
        )
    SELECT
        subject_id,
        greatest(0, least(1, (on_release / greatest(1, after_release) - peer_on / greatest(1, peer_after) - 0.1) / 0.3)) AS strength,
        map('on', toFloat64(on_release), 'after', toFloat64(after_release)) AS facts
    FROM subject_profile
    CROSS JOIN peers
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND after_release >= {after_min:UInt32}
  `,
  cases: {
    fires: {
      'half of it in a day': {
        subject_profile: [
          {
            subject_kind: 'population',
            subject_id: 'peers',
            after_release: 10000,
            on_release: 500,
          },
          { subject_kind: 'cluster', subject_id: 'x', after_release: 1000, on_release: 500 },
        ],
      },
    },
    quiet: {
      'as slow as its peers': {
        subject_profile: [
          {
            subject_kind: 'population',
            subject_id: 'peers',
            after_release: 10000,
            on_release: 500,
          },
          { subject_kind: 'cluster', subject_id: 'x', after_release: 1000, on_release: 60 },
        ],
      },
    },
  },
})
