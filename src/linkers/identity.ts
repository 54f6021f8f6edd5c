import { defineLinker } from './define.js'

export default defineLinker({
  id: 'identity',
  kind: 'shared-value',
  family: 'identity',
  speaks: 'circumstance',
  title: 'The same phone, document, mail address or private mail domain',
  why: `Proofs of identity are made in batches: one phone range, one document, one mail domain bought
    for the purpose. Domains where anybody can have an address say nothing and are left out.`,
  benign: [
    'A company whose staff signed up one by one with their work addresses.',
    'A university: its domain is private to it and carried by thousands.',
    'A hosting family domain.',
  ],
  evasions: ['Free mail for every account: the batch in which they signed up remains.'],
  needs: ['account.email_domain|account.email_hash|account.phone_hash|account.document_hash'],
  m: 0.15,
  bits_max: 10,
  half_life_days: 365,
  unseen_frequency: 2e-4,
  hub_accounts: 50,
  statement:
    '{accounts} accounts under {entities} names share one phone, document, address or private mail domain.',
  settings: {},
  sql: `
    SELECT
        account_id,
        arrayJoin(arrayFilter(v -> v != 0, [
            phone_hash, document_hash, email_hash, if(email_kind = 'private', email_domain_hash, 0)
        ]))                           AS value_hash,
        created_at                    AS first_at,
        {window_end:DateTime64(3)}    AS last_at
    FROM account_identity
  `,
  cases: {
    links: {
      'a domain that two strangers share': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', email_kind: 'private', email_domain_hash: 9 },
          { account_id: 'b', entity_id: 'b', email_kind: 'private', email_domain_hash: 9 },
        ],
      },
    },
    quiet: {
      'a free mail domain': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', email_kind: 'free', email_domain_hash: 9 },
          { account_id: 'b', entity_id: 'b', email_kind: 'free', email_domain_hash: 9 },
        ],
      },
    },
  },
})
