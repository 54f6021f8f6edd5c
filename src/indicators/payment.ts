import { z } from 'zod'
import { defineIndicator } from './define.js'
import { groupHash } from './parts/group.js'
import { NEWEST, ofAccounts, said } from './parts/said.js'

const pattern = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{32}$/),
  key_id: said(64).min(1).describe('The group whose secret it is hashed under.'),
})

const CARD = { id: 'test', key: 'a secret of the cases' }

export default defineIndicator({
  id: 'payment',
  family: 'money',
  title: 'A payment instrument, under the secret of a group',
  why: `Somebody pays for a thousand accounts, and pays at every provider with the same cards. Two providers that hash
    the same fingerprint of a card under one secret see that it is the same, and nobody else sees anything.`,
  benign: [
    'An agency or a school that pays for others.',
    'A stolen card, whose owner is a customer elsewhere.',
    'Two processors that fingerprint different cards alike.',
  ],
  evasions: ['A virtual card for each account; another processor, whose fingerprints are others.'],
  does: 'pay with one instrument',
  pattern,
  expires_days: 365,
  marking: 'amber+strict',
  spares_quiet: false,
  samples: 1,
  isTooWide: () => '',
  sql: ofAccounts('payment_hash', `payment_hash != 0 AND payment_kind != 'voucher'`),
  raw: `
    SELECT value_hash, newest.payment_hash AS paid
    FROM ${NEWEST} AS newest
    INNER JOIN indicator_sample USING (account_id)
    ORDER BY value_hash
  `,
  patternOf: ([row], { group }) =>
    group === null || row === undefined
      ? undefined
      : { hash: groupHash(group, 'payment', String(row.paid)), key_id: group.id },
  probes: ({ hash, key_id }) => [[hash, key_id]],
  // HMAC by its definition, in the engine: no instrument of a customer's leaves it.
  hashed: `
    SELECT pattern_id, keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(paid)) AS value_hash
    FROM (
        SELECT pattern_id, probe[1] AS told, probe[2] AS key_id FROM indicator_probe WHERE kind = 'payment'
    ) AS asked
    INNER JOIN (
        SELECT
            paid, key_id,
            lower(hex(substring(SHA256(concat(unhex(pad_out), SHA256(
                concat(unhex(pad_in), 'payment\\n', paid)))), 1, 16))) AS told
        FROM (SELECT DISTINCT payment_hash AS paid FROM account WHERE payment_hash != '') AS instrument
        ARRAY JOIN
            {group_ids:Array(String)} AS key_id,
            {group_inner:Array(String)} AS pad_in,
            {group_outer:Array(String)} AS pad_out
    ) AS own USING (told, key_id)
  `,
  cases: {
    matches: {
      'an account that pays with it': {
        pattern: { hash: groupHash(CARD, 'payment', 'fp_4242'), key_id: CARD.id },
        given: { account: [{ account_id: 'a', payment_hash: 'fp_4242', payment_kind: 'card' }] },
      },
    },
    quiet: {
      'another instrument': {
        pattern: { hash: groupHash(CARD, 'payment', 'fp_4242'), key_id: CARD.id },
        given: { account: [{ account_id: 'a', payment_hash: 'fp_4243', payment_kind: 'card' }] },
      },
      'a hash under a secret that is not ours': {
        pattern: { hash: groupHash(CARD, 'payment', 'fp_4242'), key_id: 'another group' },
        given: { account: [{ account_id: 'a', payment_hash: 'fp_4242', payment_kind: 'card' }] },
      },
    },
  },
})
