import type { Linker } from '../../linkers/define.js'
import { type Params, type Statement, statement } from '../../store/sql.js'
import { isPerPartner, linkersOf } from '../partners/linkers.js'
import type { RunContext } from '../stage.js'
import { NEWCOMER_EXCHANGES_MAX } from './newcomers.js'

/** A kind of value that operators of a campaign may have in common with newcomers. `sql` as of a linker. */
export interface Trait {
  readonly id: string
  readonly family: string
  /** Whether it says what an account is for, or who pays for it. Programs, settings and sign-ups are anybody's. */
  readonly tells: boolean
  readonly bits_max: number
  readonly unseen_frequency: number
  readonly values: Statement
  readonly params: Params
}

/**
 * What links nobody, since thousands of strangers have it in common, and yet tells a newcomer of a pool from others
 * beside what does: the grammar of its sign-up, and what it asks for.
 */
/** What a newcomer is compared by is what the others sent when they were as new: counts over a long life say more. */
const FIRST = (table: string) => `(
          SELECT *
          FROM ${table}
          ORDER BY account_id, received_at, exchange_id
          LIMIT ${NEWCOMER_EXCHANGES_MAX} BY account_id
      )`

export const BESIDE = [
  {
    id: 'signup-grammar',
    title: 'Signed up by the same grammar',
    tells: false,
    family: 'identity',
    bits_max: 6,
    unseen_frequency: 3e-3,
    sql: `
      SELECT account_id, arrayJoin([
          cityHash64('address', email_shape_hash, email_domain_hash),
          cityHash64('client', email_shape_hash, signup_client_hash, referrer_hash, plan)
      ]) AS value_hash
      FROM account_identity
      WHERE is_known AND email_shape_hash != 0
    `,
  },
  {
    id: 'asks',
    title: 'Asks for the same kind of output, twice and more',
    tells: true,
    family: 'asks',
    bits_max: 6,
    unseen_frequency: 3e-3,
    sql: `
      SELECT account_id, cityHash64('class', class) AS value_hash
      FROM ${FIRST('exchange_fingerprint')}
      ARRAY JOIN bitPositionsToArray(elicitation) AS class
      GROUP BY account_id, class
      HAVING count() >= 2
    `,
  },
  {
    id: 'asks-once',
    title: 'Asks for the same kind of output',
    tells: true,
    family: 'asks',
    bits_max: 6,
    unseen_frequency: 3e-3,
    sql: `
      SELECT DISTINCT account_id, cityHash64('class', class) AS value_hash
      FROM ${FIRST('exchange_fingerprint')}
      ARRAY JOIN bitPositionsToArray(elicitation) AS class
    `,
  },
  {
    id: 'brought-along',
    title: 'Brings along answers or reasoning blocks that it was never served',
    tells: true,
    family: 'operations',
    bits_max: 8,
    unseen_frequency: 1e-3,
    sql: `
      SELECT account_id, arrayJoin(arrayFilter(v -> v != 0, [
          if(arrayExists(h -> NOT has(served, h), returned), cityHash64('answer'), 0),
          if(arrayExists(h -> NOT has(issued, h), presented), cityHash64('block'), 0)
      ])) AS value_hash
      FROM (
          SELECT
              account_id,
              groupUniqArrayArray(arraySlice(received_turn_hashes, 1, 1)) AS returned,
              groupUniqArrayArray(artefacts_presented) AS presented
          FROM (
              SELECT account_id, received_turn_hashes, artefacts_presented
              FROM exchange
              WHERE received_at >= (SELECT min(received_at) + INTERVAL 1 DAY FROM exchange)
              ORDER BY account_id, received_at, exchange_id
              LIMIT ${NEWCOMER_EXCHANGES_MAX} BY account_id
          )
          GROUP BY account_id
          HAVING notEmpty(returned) OR notEmpty(presented)
      ) AS early
      INNER JOIN (
          SELECT account_id, groupUniqArray(response_hash) AS served, groupUniqArrayArray(artefacts_issued) AS issued
          FROM exchange
          GROUP BY account_id
      ) AS own USING (account_id)
    `,
  },
  {
    id: 'works-on-text',
    title: 'Works through one text with ever new contents',
    tells: true,
    family: 'content',
    bits_max: 12,
    unseen_frequency: 1e-3,
    sql: `
      SELECT account_id, family_id AS value_hash
      FROM (
          SELECT account_id, family_id, uniqExact(slot_hash) AS slots
          FROM exchange_template
          WHERE run_id = {run_id:UUID} AND part = 2
          GROUP BY account_id, family_id
      ) AS carried
      INNER JOIN (SELECT account_id, count() AS sent FROM exchange_fingerprint GROUP BY account_id) AS whole
          USING (account_id)
      WHERE slots >= 3 AND slots * 2 >= sent
    `,
  },
  {
    id: 'program-and-settings',
    title: 'Uses the same program with the same settings',
    tells: false,
    family: 'settings',
    bits_max: 12,
    unseen_frequency: 1e-3,
    sql: `
      SELECT account_id, cityHash64(program, settings) AS value_hash
      FROM (
          SELECT exchange_id, account_id, received_at, cityHash64(client_hash, header_hash, ja4_hash) AS program
          FROM exchange_origin
          WHERE ja4_hash != 0 OR header_hash != 0
      ) AS origin
      INNER JOIN (
          SELECT exchange_id, account_id, received_at, cityHash64(parameters_hash, tools_hash) AS settings
          FROM exchange_fingerprint
          WHERE parameters_hash != 0
      ) AS print USING (account_id, received_at, exchange_id)
      GROUP BY account_id, value_hash
      HAVING count() >= 2
    `,
  },
  {
    id: 'shingle',
    title: 'Sends a run of words that the pool sends',
    tells: true,
    family: 'content',
    bits_max: 12,
    unseen_frequency: 1e-3,
    sql: `
      SELECT account_id, bitXor(shingle, part) AS value_hash
      FROM exchange_fingerprint
      ARRAY JOIN
          arrayConcat(head_sketch, tail_sketch) AS shingle,
          arrayConcat(arrayMap(s -> 2, head_sketch), arrayMap(s -> 3, tail_sketch)) AS part
      GROUP BY account_id, value_hash
      HAVING uniqExact(prompt_hash) >= 3
    `,
  },
  {
    id: 'opening',
    title: 'Makes answers open with the same tag',
    tells: true,
    family: 'asks',
    bits_max: 6,
    unseen_frequency: 3e-3,
    sql: `
      SELECT account_id, opening_hash AS value_hash
      FROM exchange_fingerprint
      WHERE opening_hash != 0
      GROUP BY account_id, opening_hash
      HAVING count() >= 2
    `,
  },
] as const

/**
 * How old an account was when it first asked, whether its organisation was verified, and whether it ever paid. Speaks
 * against a campaign alone. {@link STANDINGS} values.
 */
export const STANDING = {
  id: 'standing',
  title: 'Has an age, a proof or a payment that operators lack',
  family: 'standing',
  tells: false,
  values: statement(
    'standing',
    `
      SELECT account_id, cityHash64('standing', created_at < first_at - INTERVAL 180 DAY,
          is_organization_verified, has_paid) AS value_hash
      FROM account_identity
      INNER JOIN (SELECT account_id, min(received_at) AS first_at FROM exchange GROUP BY account_id) AS seen
          USING (account_id)
      WHERE is_known
    `,
  ),
} as const
export const STANDINGS = 8

/** What says through which program an account works, and when it signed up, and no more. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'client-fingerprint',
  'prompt-and-tools',
  'signup-day',
])

/**
 * The values that accounts share by the linkers, and those beside. Bursts of one moment compare nobody with a later one.
 * `runId` is that of the campaigns: what partners told counts as in it.
 */
export async function traitsOf(context: RunContext, runId: string): Promise<readonly Trait[]> {
  const linked = (await linkersOf(context, runId)).flatMap((linker: Linker) =>
    linker.kind !== 'shared-value' || linker.weighs_itself
      ? []
      : [
          {
            id: linker.id,
            family: linker.family,
            tells: !PROGRAMS.has(linker.id) && !isPerPartner(linker),
            bits_max: linker.bits_max,
            unseen_frequency: linker.unseen_frequency,
            values: statement(linker.id, linker.sql),
            params: context.settingsOf(linker),
          },
        ],
  )
  const beside = BESIDE.map(({ sql, title: _title, ...trait }) => ({
    ...trait,
    values: statement(trait.id, sql),
    params: {},
  }))
  return [...linked, ...beside]
}

/** Only what newcomers carry. */
export const ofNewcomers = ({ id, values }: Pick<Trait, 'id' | 'values'>): Statement =>
  statement(
    `${id} of newcomers`,
    `SELECT account_id, value_hash FROM (${values.text})
     WHERE account_id IN (SELECT account_id FROM newcomer)`,
  )
