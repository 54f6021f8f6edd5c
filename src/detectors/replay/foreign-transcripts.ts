import { defineDetector } from '../define.js'

/** A peer population without foreign answers, and one subject with some. */
const subject = (foreign_turns: number, exchanges: number) => ({
  subject_profile: [
    { subject_kind: 'population', subject_id: 'peers', exchanges: 100_000, foreign_turns: 200 },
    { subject_kind: 'cluster', subject_id: 'x', exchanges, foreign_turns },
  ],
})

export default defineDetector({
  id: 'foreign-transcripts',
  family: 'replay',
  speaks: 'extraction',
  title: 'Carries on conversations that were never held here',
  why: `The API keeps no state, so a request brings its history along, and the answers in it are ours. A
    stored conversation from elsewhere that is replayed to be continued brings answers that nobody was
    served: a published campaign replayed more than 400,000 of them.`,
  benign: [
    'Failover from another provider in the middle of a conversation: now and then, in one organisation.',
    'Examples written into a prompt: the same ones each time, and counted once.',
    'Conversations that began before the log: its first day is left out.',
  ],
  evasions: ['The history told as text in one question: refining looks for that.'],
  needs: ['messages', 'response'],
  bits_max: 8,
  statement:
    '{counted} answers that were never served here came back in {exchanges} exchanges; peers: {peers_per_thousand} in a thousand.',
  settings: {
    counted_min: {
      type: 'UInt32',
      value: 10,
      doc: 'Fewer may be edited answers or a lost piece of the log.',
    },
    z_full: {
      type: 'Float64',
      value: 15,
      doc: 'Standard deviations above the peers that count in full.',
    },
  },
  sql: `
    WITH
        -- One row: the peers.
        peers AS (
            SELECT sum(foreign_turns) AS peer_counted, sum(exchanges) AS peer_exchanges
            FROM subject_profile
            WHERE run_id = {run_id:UUID} AND subject_kind = 'population'
        )
    SELECT
        subject_id,
        excess_strength(foreign_turns, exchanges, peer_counted, peer_exchanges, {z_full:Float64}) AS strength,
        map('counted', toFloat64(foreign_turns), 'exchanges', toFloat64(exchanges),
            'peers_per_thousand', round(1000 * peer_counted / greatest(1, peer_exchanges), 2)) AS facts
    FROM subject_profile
    CROSS JOIN peers
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population' AND foreign_turns >= {counted_min:UInt32}
  `,
  cases: {
    fires: { 'a pool that replays four hundred stored conversations': subject(400, 1200) },
    quiet: { 'an application that failed over six times': subject(6, 1200) },
  },
})
