/**
 * The one question that all elicitation detectors ask, each of its own class: does this subject send
 * more of it than its peers explain? An excess count, since a share drowns in cover traffic.
 */
export const ELICITATION_EXCESS = `
    WITH
        -- One row: the peers.
        peers AS (
            SELECT sum(elicitation_counts[{class:UInt8}]) AS peer_counted, sum(exchanges) AS peer_exchanges
            FROM subject_profile
            WHERE run_id = {run_id:UUID} AND subject_kind = 'population'
        )
    SELECT
        subject_id,
        excess_strength(elicitation_counts[{class:UInt8}], exchanges, peer_counted, peer_exchanges, {z_full:Float64}) AS strength,
        map('counted', toFloat64(elicitation_counts[{class:UInt8}]), 'exchanges', toFloat64(exchanges),
            'peers_per_thousand', round(1000 * peer_counted / greatest(1, peer_exchanges), 2)) AS facts
    FROM subject_profile
    CROSS JOIN peers
    WHERE run_id = {run_id:UUID}
      AND subject_kind != 'population'
      AND elicitation_counts[{class:UInt8}] >= {counted_min:UInt32}
`

/** The settings that go with it; `index` is the class's place in ELICITATION_CLASSES, from 0. */
export const elicitationSettings = (index: number) =>
  ({
    class: { type: 'UInt8', value: index + 1, doc: 'Which class of elicitation; do not change.' },
    counted_min: { type: 'UInt32', value: 5, doc: 'Fewer may be one curious afternoon.' },
    z_full: {
      type: 'Float64',
      value: 15,
      doc: 'Standard deviations above the peers that count in full.',
    },
  }) as const

/** Rows for the cases: a peer population, and one subject with a count of the class. */
export function elicitationCase(index: number, counted: number, exchanges: number) {
  const counts = (value: number) => Array.from({ length: 16 }, (_, i) => (i === index ? value : 0))
  return {
    subject_profile: [
      {
        subject_kind: 'population',
        subject_id: 'peers',
        exchanges: 100_000,
        elicitation_counts: counts(200),
      },
      { subject_kind: 'account', subject_id: 'x', exchanges, elicitation_counts: counts(counted) },
    ],
  }
}
