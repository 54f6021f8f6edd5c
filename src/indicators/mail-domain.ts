import { z } from 'zod'
import { defineIndicator } from './define.js'
import { NEWEST, ofAccounts } from './parts/said.js'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const pattern = z.strictObject({
  domain: z
    .string()
    .max(253)
    .regex(new RegExp(`^${LABEL}(?:\\.${LABEL})*$`)),
})

export default defineIndicator({
  id: 'mail-domain',
  family: 'identity',
  title: 'A mail domain that was bought for the purpose',
  why: `Names are cheap by the domain: one that nobody's mail comes from gives as many addresses as there are
    accounts. Domains where anybody can have an address are left out, by the lists that are shipped.`,
  benign: [
    'A firm or a school whose people signed up one by one.',
    'A free or disposable provider that no list has yet.',
  ],
  evasions: ['Free mail: its shape and the sign-up around it remain.'],
  does: 'signed up with an address at one private domain',
  pattern,
  expires_days: 365,
  marking: 'amber',
  spares_quiet: false,
  samples: 1,
  isTooWide: ({ domain }) => (domain.includes('.') ? '' : 'a whole top-level domain'),
  sql: ofAccounts('email_domain_hash', `email_kind = 'private' AND email_domain_hash != 0`),
  raw: `
    SELECT value_hash, email_domain
    FROM ${NEWEST} AS newest
    INNER JOIN indicator_sample USING (account_id)
    ORDER BY value_hash
  `,
  patternOf: ([row]) => pattern.safeParse({ domain: row?.email_domain }).data,
  probes: ({ domain }) => [[domain]],
  hashed: `
    SELECT pattern_id, keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[1]) AS value_hash
    FROM indicator_probe
    WHERE kind = 'mail-domain'
  `,
  cases: {
    matches: {
      'an address at the domain': {
        pattern: { domain: 'mail.harvest-pool.example' },
        given: { account: [{ account_id: 'a', email_domain: 'mail.harvest-pool.example' }] },
      },
    },
    quiet: {
      'a free provider, where anybody is': {
        pattern: { domain: 'gmail.com' },
        given: { account: [{ account_id: 'a', email_domain: 'gmail.com' }] },
      },
      'a domain above it': {
        pattern: { domain: 'harvest-pool.example' },
        given: { account: [{ account_id: 'a', email_domain: 'mail.harvest-pool.example' }] },
      },
    },
  },
})
