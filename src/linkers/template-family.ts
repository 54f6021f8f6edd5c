import { defineLinker } from './define.js'

/** Two strangers, each with the families of what it sends, and with so many requests in all. */
function texts(ofA: readonly number[], ofB: readonly number[], requests?: number) {
  const accounts = [
    { account_id: 'a', families: ofA },
    { account_id: 'b', families: ofB },
  ]
  const profiles = accounts.map(({ account_id }) => ({ account_id, exchanges: requests }))
  return {
    account_identity: accounts.map(({ account_id }) => ({ account_id, entity_id: account_id })),
    ...(requests === undefined ? {} : { account_profile: profiles }),
    exchange_template: accounts.flatMap(({ account_id, families }) =>
      families.map((family_id, i) => ({
        account_id,
        exchange_id: `${account_id}${i}`,
        part: 2,
        family_id,
      })),
    ),
  }
}

export default defineLinker({
  id: 'template-family',
  kind: 'shared-value',
  family: 'content',
  speaks: 'circumstance',
  title: 'Prompts cut from the same fixed text',
  why: `A harvest fills one text with many slots, under many names. Frameworks, courses and public
    apps do too: how often the reference population carries the text decides what it is worth.`,
  benign: [
    'Customers of one framework, with its stock text.',
    'A course or a benchmark that hands out its prompts.',
    'A public app that sends its own text with every user.',
  ],
  evasions: ['Paraphrase: what is left is the structure of the task, its slots and its outputs.'],
  needs: ['messages'],
  m: 0.3,
  bits_max: 12,
  half_life_days: 60,
  unseen_frequency: 1e-3,
  hub_accounts: 100_000,
  statement:
    '{accounts} accounts under {entities} names send one fixed text that {reference} of {population} reference customers send.',
  settings: {
    exchanges_min: { type: 'UInt32', value: 2, doc: 'One exchange may be a copied prompt.' },
    share_min: {
      type: 'Float64',
      value: 0.2,
      doc: 'Unless it is so much of all that the account sends: a pool may give each account four requests.',
    },
  },
  sql: `
    SELECT
        account_id,
        family_id         AS value_hash,
        min(received_at)  AS first_at,
        max(received_at)  AS last_at
    FROM exchange_template
    LEFT JOIN (SELECT account_id, sum(exchanges) AS sent FROM account_profile GROUP BY account_id) AS whole USING (account_id)
    WHERE run_id = {run_id:UUID} AND part = 2
    GROUP BY account_id, family_id
    HAVING count() >= {exchanges_min:UInt32} OR (any(sent) > 0 AND count() >= {share_min:Float64} * any(sent))
  `,
  cases: {
    links: {
      'two strangers with one text': texts([5, 5], [5, 5]),
      'two strangers of four requests each, one of them the text': texts([5], [5], 4),
    },
    quiet: {
      'a text sent once among forty': texts([5], [5], 40),
      'two texts': texts([5, 5], [6, 6]),
    },
  },
})
