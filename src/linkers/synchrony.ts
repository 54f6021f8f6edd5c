import { defineLinker } from './define.js'

/** Forty half hours of work for each of two accounts, in the same or in other half hours of a week. */
function inStep(same: boolean) {
  const start = Date.UTC(2026, 2, 1)
  const at = (bin: number, second: number) =>
    new Date(start + bin * 1_800_000 + second * 1000)
      .toISOString()
      .replace('T', ' ')
      .replace('Z', '')
  const bins = Array.from({ length: 40 }, (_, i) => (i * 37) % 330)
  const work = (account_id: string, shift: number) =>
    bins.flatMap((bin) =>
      [60, 600].map((second) => ({ account_id, received_at: at((bin + shift) % 330, second) })),
    )
  const others = Array.from({ length: 660 }, (_, i) => ({
    account_id: `o${i % 30}`,
    received_at: at(i % 330, 30),
  }))
  return {
    link_evidence: [
      { account_a: 'a', account_b: 'b', family: 'network', weight_millibits: 7000 },
      { account_a: 'a', account_b: 'b', family: 'content', weight_millibits: 9000 },
      { account_a: 'a', account_b: 'b', family: 'client', weight_millibits: 4000 },
    ],
    exchange: [...work('a', 0), ...work('b', same ? 0 : 5), ...others].map((row, i) => ({
      ...row,
      exchange_id: `${i}`,
    })),
  }
}

export default defineLinker({
  id: 'synchrony',
  kind: 'pair',
  runs: 'adding',
  family: 'time',
  speaks: 'time',
  title: 'Active in step, beyond what the hour explains',
  why: `A job queue wakes and idles its whole pool. Raw curves say nothing, since everybody follows the
    day; so each account's bins are compared with its own volume times the profile of all, and only
    what is left over is correlated.`,
  benign: [
    'Colleagues in one office, a class in one hour.',
    'Customers who all wait for the same outage to end: the profile of all holds it.',
  ],
  evasions: ['Jitter: the residual remains at coarser bins, hence bins of half an hour.'],
  needs: ['received_at'],
  bits_max: 10,
  statement:
    'Their activity correlates at {correlation} beyond the common daily course, over {bins|half hour}.',
  settings: {
    exchanges_min: {
      type: 'UInt32',
      value: 30,
      doc: 'Fewer exchanges leave no course to compare.',
    },
    bin_seconds: { type: 'UInt32', value: 1800, doc: 'Coarse enough to see through jitter.' },
    bits_given_min: {
      type: 'Float64',
      value: 12,
      doc: 'Bits from three families that a pair must have before its activity is compared.',
    },
    z_min: { type: 'Float64', value: 4, doc: 'Below this, chance makes it among the many pairs.' },
  },
  // z = correlation × √bins; its tail probability, times the pairs that are tried, is u.
  sql: `
    WITH
        -- One row a pair with enough bits: hardly any have, and by one number they are told in half the time.
        enough AS (
            SELECT cityHash64(account_a, account_b) AS pair
            FROM link_evidence
            WHERE run_id = {run_id:UUID}
            GROUP BY pair
            HAVING sum(weight_millibits) >= {bits_given_min:Float64} * 1000
        ),
        -- The pairs that time could still tip: something more than one circumstance speaks for them.
        given AS (
            SELECT account_a, account_b, count() OVER () AS pairs
            FROM link_evidence
            WHERE run_id = {run_id:UUID} AND cityHash64(account_a, account_b) IN (SELECT pair FROM enough)
            GROUP BY account_a, account_b
            HAVING sum(weight_millibits) >= {bits_given_min:Float64} * 1000 AND uniqExact(family) >= 3
        ),
        wanted AS (SELECT DISTINCT arrayJoin([account_a, account_b]) AS account_id FROM given),
        -- One row an account and bin.
        active AS (
            SELECT
                account_id,
                toUInt32(intDiv(toUnixTimestamp(received_at), {bin_seconds:UInt32})
                    - intDiv(toUnixTimestamp({window_start:DateTime64(3)}), {bin_seconds:UInt32})) AS bin,
                count() AS exchanges
            FROM exchange
            GROUP BY account_id, bin
        ),
        -- The course of all: the activity of each bin, each account counted three times at most.
        (
            SELECT groupArrayInsertAt(capped, bin)
            FROM (SELECT bin, sum(least(exchanges, 3)) AS capped FROM active GROUP BY bin)
        ) AS course_bins,
        -- One row an account: its bins.
        own AS (
            SELECT account_id, groupArrayInsertAt(exchanges, bin) AS own_bins, sum(exchanges) AS own_total
            FROM active
            WHERE account_id GLOBAL IN (SELECT account_id FROM wanted)
            GROUP BY account_id
            HAVING own_total >= {exchanges_min:UInt32}
        ),
        -- One row an account: its residuals, centred and of length one.
        residual AS (
            SELECT
                account_id,
                arraySum(course_bins) AS course_total,
                -- Bins in which nobody at all was active say nothing of anybody.
                arrayFilter((x, c) -> c > 0,
                    arrayMap((x, c) -> (x - own_total * c / course_total) / sqrt(own_total * c / course_total + 0.5),
                        arrayResize(own_bins, length(course_bins)), course_bins),
                    course_bins) AS raw,
                arrayAvg(raw) AS centre,
                sqrt(arraySum(x -> (x - centre) * (x - centre), raw)) AS norm,
                arrayMap(x -> toFloat32((x - centre) / greatest(norm, 1e-9)), raw) AS unit
            FROM own
        )
    SELECT
        candidate.account_a AS account_a,
        candidate.account_b AS account_b,
        toInt32(round(1000 * least(10, log2(0.3) + 0.72 * z * z - log2(greatest(1, pairs) / 1000 + 1)))) AS weight_millibits,
        map('correlation', round(correlation, 2), 'bins', toFloat64(length(a.unit))) AS facts
    FROM (
        SELECT account_a, account_b, pairs, arrayDotProduct(a.unit, b.unit) AS correlation,
               correlation * sqrt(length(a.unit)) AS z, a.unit
        FROM given
        INNER JOIN residual AS a ON a.account_id = given.account_a
        INNER JOIN residual AS b ON b.account_id = given.account_b
    ) AS candidate
    WHERE z >= {z_min:Float64}
  `,
  cases: {
    links: { 'two that wake in the same half hours, among many': inStep(true) },
    quiet: { 'two that wake each at their own times': inStep(false) },
  },
})
