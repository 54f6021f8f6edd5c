import { z } from 'zod'
import { defineIndicator } from './define.js'
import { NEWEST, ofAccounts, said } from './parts/said.js'

const pattern = z.strictObject({ shape: said(128).min(1) })
/** Shorter, or of letters alone, it is a name. */
const LENGTH_MIN = 6

export default defineIndicator({
  id: 'mail-shape',
  family: 'identity',
  title: 'The shape of a made-up mail address',
  why: `A program that makes up addresses makes them of one shape: so many letters, a mark, so many digits. People's
    are as varied as their names.`,
  benign: [
    'A school or firm that names its people by a rule.',
    'A common name with a year of birth.',
  ],
  evasions: ['Names from a list, with digits by lot: the domain and the burst of sign-ups remain.'],
  does: 'signed up with a mail address of one shape',
  pattern,
  expires_days: 180,
  marking: 'green',
  spares_quiet: true,
  samples: 1,
  isTooWide: ({ shape }) =>
    shape.length < LENGTH_MIN || !/[^a]/.test(shape) || !/[^9]/.test(shape)
      ? 'a shape that any name has'
      : '',
  sql: ofAccounts('email_shape_hash', 'email_shape_hash != 0'),
  raw: `
    SELECT value_hash, email_shape
    FROM ${NEWEST} AS newest
    INNER JOIN indicator_sample USING (account_id)
    ORDER BY value_hash
  `,
  patternOf: ([row]) => pattern.safeParse({ shape: row?.email_shape }).data,
  probes: ({ shape }) => [[shape]],
  hashed: `
    SELECT pattern_id, keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[1]) AS value_hash
    FROM indicator_probe
    WHERE kind = 'mail-shape'
  `,
  cases: {
    matches: {
      'an address of the shape': {
        pattern: { shape: 'aaaaaa.999999aa' },
        given: { account: [{ account_id: 'a', email_shape: 'aaaaaa.999999aa' }] },
      },
    },
    quiet: {
      'one digit fewer': {
        pattern: { shape: 'aaaaaa.999999aa' },
        given: { account: [{ account_id: 'a', email_shape: 'aaaaaa.99999aa' }] },
      },
      'letters alone, which is a name': {
        pattern: { shape: 'aaaaaaaa' },
        given: { account: [{ account_id: 'a', email_shape: 'aaaaaaaa' }] },
      },
    },
  },
})
