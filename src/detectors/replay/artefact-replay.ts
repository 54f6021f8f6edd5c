import { defineDetector } from '../define.js'

/** A pool of four, some of whose members presented blocks that others were issued. */
const pool = (crossings: number, rests_on = '', uprooted = crossings) => ({
  cluster: [{ cluster_id: 'x', rests_on }],
  subject_member: ['a', 'b', 'c', 'd'].map((account_id) => ({
    subject_kind: 'cluster',
    subject_id: 'x',
    account_id,
  })),
  link_evidence: [
    { account_a: 'a', account_b: 'b', linker: 'artefact-crossing', facts: { crossings, uprooted } },
    { account_a: 'c', account_b: 'd', linker: 'artefact-crossing', facts: { crossings, uprooted } },
  ],
})

export default defineDetector({
  id: 'artefact-replay',
  family: 'replay',
  speaks: 'extraction',
  title: 'Collects signed reasoning blocks and has them expanded elsewhere',
  why: `A signed reasoning block holds what the provider withholds. Presented in another account's
    session it is asked to be written out: two published campaigns lived on it. No client does this by
    itself, since a block is of use only to the conversation that it came with.`,
  benign: [
    'A session that one customer carries over to another key of its own: one organisation, not counted.',
    'A published transcript: few present it, and once.',
    'Players at one table, or people who go on with each other’s sessions: blocks move with their conversation. Where work that is handed on is all that holds a group, only blocks that were taken out of theirs count.',
  ],
  evasions: [
    'Asking in prose for the reasoning: reasoning elicitation looks for that.',
    'Blocks that take their conversation along, in a pool that shares nothing else: how it asks has to speak.',
  ],
  needs: ['artefacts_issued', 'artefacts_presented'],
  bits_max: 8,
  statement:
    '{crossings} reasoning blocks were presented by accounts that they were not issued to.',
  settings: {
    crossings_full: {
      type: 'UInt32',
      value: 20,
      doc: 'Blocks that count in full; a published transcript holds a handful.',
    },
  },
  sql: `
    WITH
        -- One row a member of a cluster.
        member AS (
            SELECT subject_id, account_id
            FROM subject_member
            WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster'
        ),
        -- One row a pair.
        crossing AS (
            SELECT account_a, account_b, facts['crossings'] AS crossings, facts['uprooted'] AS uprooted
            FROM link_evidence
            WHERE run_id = {run_id:UUID} AND linker = 'artefact-crossing'
        ),
        -- One row a cluster: a conversation that is handed on makes its link, and is not its harvest as well.
        held AS (
            SELECT cluster_id AS subject_id, rests_on IN ('work handed on', 'tables') AS is_handed_on
            FROM cluster
            WHERE run_id = {run_id:UUID}
        )
    SELECT
        a.subject_id AS subject_id,
        sum(if(is_handed_on, uprooted, crossings)) AS blocks,
        least(1, blocks / {crossings_full:UInt32}) AS strength,
        map('crossings', blocks) AS facts
    FROM crossing
    INNER JOIN member AS a ON a.account_id = crossing.account_a
    INNER JOIN member AS b ON b.account_id = crossing.account_b AND b.subject_id = a.subject_id
    INNER JOIN held ON held.subject_id = a.subject_id
    GROUP BY a.subject_id
    HAVING blocks > 0
  `,
  cases: {
    fires: {
      'forty blocks in a pool': pool(20),
      'forty blocks that were taken out of their conversations, by who shares nothing else': pool(
        20,
        'work handed on',
      ),
    },
    quiet: {
      'two blocks of a published transcript': pool(1),
      'forty blocks in conversations that players of one table go on with': pool(
        20,
        'work handed on',
        0,
      ),
      'the same of players who met on a few evenings': pool(20, 'tables', 0),
    },
  },
})
