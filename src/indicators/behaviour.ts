import { z } from 'zod'
import { CAPABILITIES } from '../domain/findings.js'
import { defineIndicator } from './define.js'

const tenths = z.int().min(0).max(10)
const pattern = z.strictObject({
  capability: z.enum(CAPABILITIES).describe('What most of its exchanges are of.'),
  elicited: tenths.describe('Tenths of its exchanges that ask for a kind of output that trains.'),
  single_turn: tenths.describe('Tenths that are a conversation of one turn.'),
  output_log2: z.int().min(0).max(40).describe('Of its mean answer in tokens, the whole of log2.'),
})
/** Whoever asks for less that trains behaves as anybody does. */
const ELICITED_MIN = 5
const NAMES = CAPABILITIES.map((name) => `'${name}'`).join(', ')

/** Twelve exchanges of an account. */
const twelve = (changes: Readonly<Record<string, unknown>>) =>
  Array.from({ length: 12 }, (_, at) => ({
    exchange_id: `e${at}`,
    account_id: 'a',
    prompt: `Grade the response on a scale from 1 to 10 and explain the score. Response ${at}: a cat sat.`,
    status: 200,
    turns: 1,
    tokens_out: 300,
    ...changes,
  }))
const GRADER = { capability: 'reward_model', elicited: 10, single_turn: 10, output_log2: 8 }

export default defineIndicator({
  id: 'behaviour',
  family: 'extraction',
  title: 'What an account does, in a few coarse numbers',
  why: `Accounts that one loader feeds behave alike: they ask for one thing, in one turn, for answers of one length.
    Coarse as it is, few who are not of the campaign do the same, or it does not leave.`,
  benign: ['A judge pipeline, a batch of labels, whatever else asks for one thing alone.'],
  evasions: ['Cover traffic, which moves every number: texts, clients and networks remain.'],
  does: 'ask for the same in the same proportions',
  pattern,
  expires_days: 60,
  marking: 'green',
  spares_quiet: true,
  samples: 1,
  isTooWide: ({ elicited }) =>
    elicited < ELICITED_MIN ? 'less than half of it asks for anything that trains' : '',
  sql: `
    SELECT
        account_id,
        cityHash64(did) AS value_hash,
        since_at,
        until_at,
        did AS sample_id
    FROM (
        SELECT
            account_id,
            sum(account_profile.exchanges) AS sent,
            min(first_seen_at) AS since_at,
            max(last_seen_at) AS until_at,
            sumForEach(capability_counts) AS counts,
            arrayStringConcat([
                [${NAMES}][indexOf(counts, arrayMax(counts))],
                toString(toUInt8(round(10 * sum(elicited) / sent))),
                toString(toUInt8(round(10 * sum(single_turn) / sent))),
                toString(toUInt8(floor(log2(greatest(1, sum(tokens_out) / greatest(1, sum(served)))))))
            ], ' ') AS did
        FROM account_profile
        GROUP BY account_id
        HAVING sent >= 10
    )
  `,
  raw: 'SELECT value_hash, sample_id AS did FROM indicator_sample ORDER BY value_hash',
  patternOf([row]) {
    const [capability, elicited, single, output] = String(row?.did ?? '').split(' ')
    const read = pattern.safeParse({
      capability,
      elicited: Number(elicited),
      single_turn: Number(single),
      output_log2: Number(output),
    })
    return read.data
  },
  probes: ({ capability, elicited, single_turn, output_log2 }) => [
    [[capability, elicited, single_turn, output_log2].join(' ')],
  ],
  hashed: `
    SELECT pattern_id, cityHash64(probe[1]) AS value_hash
    FROM indicator_probe
    WHERE kind = 'behaviour'
  `,
  cases: {
    matches: {
      'an account that only has answers graded': {
        pattern: GRADER,
        given: { exchange: twelve({}) },
      },
    },
    quiet: {
      'longer answers': { pattern: GRADER, given: { exchange: twelve({ tokens_out: 900 }) } },
      'what anybody asks': {
        pattern: { capability: 'chat', elicited: 0, single_turn: 10, output_log2: 8 },
        given: { exchange: twelve({ prompt: 'What is the capital of Peru?' }) },
      },
    },
  },
})
