import { defineDetector } from '../define.js'

/** Six of a pool with ten answers each, and a peer with sixty; of each of the first `by`, so many open with a tag. */
const answers = (tagged: number, by = 6) => ({
  subject_member: [
    ...MEMBERS.map((account_id) => ({ subject_kind: 'cluster', subject_id: 'x', account_id })),
    { subject_kind: 'population', subject_id: 'peers', account_id: 'p' },
  ],
  exchange_fingerprint: Array.from({ length: 120 }, (_, i) => ({
    exchange_id: `${i}`,
    account_id: MEMBERS[Math.floor(i / 10)] ?? 'p',
    response_bytes: 100,
    opening_hash: i < 10 * by && i % 10 < tagged ? 7 : 0,
  })),
})
const MEMBERS = ['a', 'b', 'c', 'd', 'e', 'f']

export default defineDetector({
  id: 'forced-opening',
  family: 'content',
  speaks: 'extraction',
  title: 'Answers that all open with one tag',
  why: `A wrapper that is injected everywhere forces the model to write its reasoning between tags before it
    answers, so that a program can cut it out. Whatever words the wrapper has, and in whatever language,
    the answers of the whole pool open with one tag that hardly anybody else's do.`,
  benign: [
    'An application that has its own tags: one organisation, not a pool of strangers.',
    'Headings, lists, code and JSON, which everybody gets: only an opening mark with a word counts, and only where peers hardly have it.',
  ],
  evasions: [
    'Another tag for each account: the demand inside the wrapper remains.',
    'Tags after a sentence of prose: it must be cut out by other means.',
  ],
  needs: ['response'],
  bits_max: 8,
  statement:
    '{opened} of {answers} answers open with one tag, at {habits} of {accounts} accounts three or more; of the peers’ answers {peers_per_thousand} in a thousand.',
  settings: {
    answers_min: { type: 'UInt32', value: 50, doc: 'Fewer answers open alike by chance.' },
    times_min: {
      type: 'UInt32',
      value: 3,
      doc: 'An account has the habit where so many of its answers open with the tag,',
    },
    habit_min: { type: 'Float64', value: 0.1, doc: 'and this share of them.' },
    share_min: { type: 'Float64', value: 0.2, doc: 'Below this it is one of many tasks.' },
    share_full: {
      type: 'Float64',
      value: 0.5,
      doc: 'Share of answers, or of accounts with the habit: cover traffic may be the rest.',
    },
    peers_max: { type: 'Float64', value: 0.01, doc: 'What peers get is a habit of the model.' },
  },
  sql: `
    WITH
        -- One row a member of a cluster or of the peers.
        member AS (
            SELECT subject_kind, subject_id, account_id
            FROM subject_member
            WHERE run_id = {run_id:UUID} AND subject_kind IN ('cluster', 'population')
        ),
        -- One row an account and opening; 0 where an answer opens with none.
        opened AS (
            SELECT
                account_id, opening_hash, count() AS times,
                sum(times) OVER (PARTITION BY account_id) AS answers
            FROM exchange_fingerprint
            WHERE response_bytes > 0
            GROUP BY account_id, opening_hash
        ),
        -- One row a subject and opening; its accounts are those that have answers enough for a habit.
        pooled AS (
            SELECT
                subject_kind, subject_id, opening_hash, sum(times) AS opening_times,
                countIf(times >= greatest({times_min:UInt32}, {habit_min:Float64} * answers)) AS habits, any(accounts) AS accounts_all,
                sum(opening_times) OVER (PARTITION BY subject_kind, subject_id) AS all_times
            FROM opened
            INNER JOIN member USING (account_id)
            INNER JOIN (
                SELECT subject_id, countIf(answers >= {times_min:UInt32}) AS accounts
                FROM (SELECT DISTINCT account_id, answers FROM opened) AS answered
                INNER JOIN member USING (account_id)
                GROUP BY subject_id
            ) AS size USING (subject_id)
            GROUP BY subject_kind, subject_id, opening_hash
        ),
        peers AS (
            SELECT opening_hash, opening_times / all_times AS peer_share
            FROM pooled
            WHERE subject_kind = 'population'
        )
    -- Of all tags the strongest: what is told is of that one alone.
    SELECT
        subject_id,
        max(tag_strength) AS strength,
        argMax(
            map('opened', toFloat64(opening_times), 'answers', toFloat64(all_times),
                'habits', toFloat64(habits), 'accounts', toFloat64(accounts_all),
                'peers_per_thousand', round(1000 * peer_share, 2)),
            (tag_strength, opening_times, habits, opening_hash)) AS facts
    FROM (
        SELECT
            *,
            greatest(0, least(1, (greatest(opening_times / all_times, habits / greatest(1, accounts_all)) - {share_min:Float64})
                / ({share_full:Float64} - {share_min:Float64}))) AS tag_strength
        FROM pooled
        LEFT JOIN peers USING (opening_hash)
        WHERE subject_kind = 'cluster' AND opening_hash != 0
          AND all_times >= {answers_min:UInt32} AND peer_share <= {peers_max:Float64}
    )
    GROUP BY subject_id
    HAVING strength > 0
  `,
  cases: {
    fires: {
      'a pool most of whose answers open with one tag': answers(8),
      'a pool of which every account has the habit, under cover': answers(3),
    },
    quiet: {
      'a pool of which a few answers do': answers(2),
      'a pool of which one account has the habit': answers(10, 1),
    },
  },
})
