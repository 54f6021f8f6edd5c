import type { Linker } from '../../linkers/define.js'
import { type Params, type Statement, statement } from '../../store/sql.js'
import type { RunContext } from '../stage.js'

/** A kind of value that operators of a campaign may have in common with newcomers. `sql` as of a linker. */
export interface Trait {
  readonly id: string
  readonly family: string
  readonly bits_max: number
  readonly unseen_frequency: number
  readonly values: Statement
  readonly params: Params
}

/**
 * What links nobody, since thousands of strangers have it in common, and yet tells a newcomer of a pool from others
 * beside what does: the grammar of its sign-up, and what it asks for.
 */
const BESIDE = [
  {
    id: 'signup-grammar',
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
    family: 'asks',
    bits_max: 6,
    unseen_frequency: 3e-3,
    sql: `
      SELECT account_id, cityHash64('class', class) AS value_hash
      FROM exchange_fingerprint
      ARRAY JOIN bitPositionsToArray(elicitation) AS class
      GROUP BY account_id, class
      HAVING count() >= 2
    `,
  },
  {
    id: 'asks-once',
    family: 'asks',
    bits_max: 6,
    unseen_frequency: 3e-3,
    sql: `
      SELECT DISTINCT account_id, cityHash64('class', class) AS value_hash
      FROM exchange_fingerprint
      ARRAY JOIN bitPositionsToArray(elicitation) AS class
    `,
  },
  {
    id: 'works-on-text',
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
    id: 'opening',
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

/** The values that accounts share by the linkers, and those beside. Bursts of one moment compare nobody with a later one. */
export function traitsOf(context: RunContext): readonly Trait[] {
  const { linkers } = context
  const linked = linkers.flatMap((linker: Linker) =>
    linker.kind !== 'shared-value' || linker.weighs_itself
      ? []
      : [
          {
            id: linker.id,
            family: linker.family,
            bits_max: linker.bits_max,
            unseen_frequency: linker.unseen_frequency,
            values: statement(linker.id, linker.sql),
            params: context.settingsOf(linker),
          },
        ],
  )
  const beside = BESIDE.map(({ sql, ...trait }) => ({
    ...trait,
    values: statement(trait.id, sql),
    params: {},
  }))
  return [...linked, ...beside]
}

/** Only what newcomers carry. */
export const ofNewcomers = ({ id, values }: Trait): Statement =>
  statement(
    `${id} of newcomers`,
    `SELECT account_id, value_hash FROM (${values.text})
     WHERE account_id IN (SELECT account_id FROM newcomer)`,
  )
