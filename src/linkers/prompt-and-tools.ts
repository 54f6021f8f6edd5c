import { defineLinker } from './define.js'

export default defineLinker({
  id: 'prompt-and-tools',
  kind: 'shared-value',
  family: 'content',
  speaks: 'circumstance',
  title: 'The same system prompt, tool set or unusual parameters',
  why: `A relay has one way to ask: its own system prompt, its set of tools, its exact sampling
    parameters. Each is worth what the reference population says it is worth.`,
  benign: [
    'Users of one coding agent: identical system prompt and tools.',
    'Everybody who copied the parameters of a tutorial.',
  ],
  evasions: ['Randomised parameters and a system prompt for each account.'],
  needs: ['system|tools|tools_hash|temperature'],
  m: 0.3,
  bits_max: 10,
  half_life_days: 60,
  unseen_frequency: 3e-3,
  hub_accounts: 100,
  statement:
    '{accounts} accounts under {entities} names use one system prompt, tool set or parameters.',
  settings: {
    exchanges_min: { type: 'UInt32', value: 3, doc: 'Fewer may be a trial of a copied example.' },
  },
  sql: `
    SELECT account_id, value_hash, min(received_at) AS first_at, max(received_at) AS last_at
    FROM exchange_fingerprint
    ARRAY JOIN arrayFilter(v -> v != 0, [
        system_hash, tools_hash, if(parameters_hash = 0, 0, cityHash64(parameters_hash))
    ]) AS value_hash
    GROUP BY account_id, value_hash
    HAVING count() >= {exchanges_min:UInt32}
  `,
  cases: {
    links: {
      'two strangers with one tool set': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_fingerprint: ['a', 'a', 'a', 'b', 'b', 'b'].map((account_id, i) => ({
          account_id,
          exchange_id: `${i}`,
          tools_hash: 5,
        })),
      },
    },
    quiet: {
      'two tool sets': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_fingerprint: ['a', 'a', 'a', 'b', 'b', 'b'].map((account_id, i) => ({
          account_id,
          exchange_id: `${i}`,
          tools_hash: i < 3 ? 5 : 6,
        })),
      },
    },
  },
})
