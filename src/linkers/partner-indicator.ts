import { defineLinker } from './define.js'

const strangers = {
  account_identity: [
    { account_id: 'a', entity_id: 'a' },
    { account_id: 'b', entity_id: 'b' },
  ],
}
const matches = (ofA: object, ofB: object) => ({
  ...strangers,
  indicator_match: [
    { account_id: 'a', partner_number: 0, weight_millibits: 8000, ...ofA },
    { account_id: 'b', partner_number: 0, weight_millibits: 8000, ...ofB },
  ],
})

export default defineLinker({
  id: 'partner-indicator',
  kind: 'shared-value',
  per_partner: true,
  family: 'partner',
  speaks: 'circumstance',
  title: 'Told by a partner as one campaign',
  why: `Another provider found a campaign and told what its accounts carry. Whoever carries some of it here may be of the same
    hand, and two who do have that in common, whichever part of it each carries. How rare it is, is asked of our own reference
    population; what people said of the partner, and what it was wrong about, say how much of that counts. It stands beside what is found without it:
    it is none of the families that must speak, makes no link, and makes none heavier.`,
  benign: [
    'Whoever shares an exit, a program or a text with the campaign that the partner saw.',
    'Whoever the partner took for a campaign and was wrong, or wants to have taken for one.',
  ],
  evasions: [
    'Nothing in common at two providers: other exits, programs, texts and names at each.',
    'Poisoning: a popular value is worth nothing here whoever tells it, and costs whoever told it.',
  ],
  needs: [],
  m: 0.3,
  bits_max: 8,
  half_life_days: 60,
  unseen_frequency: 1e-3,
  hub_accounts: 20,
  statement:
    '{accounts|account} under {entities|name} carry what the partner {partner} told of one campaign; {reference} of {population|reference customer} do.',
  settings: {
    trust_start: {
      type: 'Float64',
      value: 0.5,
      doc: `What the word of a partner is worth whom nobody vouched for and who was not wrong yet: m and the most bits are multiplied by it. Half
        leaves four bits, as of any value that is new.`,
    },
    partner: {
      type: 'UInt32',
      value: 0,
      doc: 'Which partner. A run sets it: there is one linker for each.',
    },
  },
  sql: `
    SELECT
        account_id,
        sipHash64(told_campaign)  AS value_hash,
        min(first_at)             AS first_at,
        max(last_at)              AS last_at
    FROM indicator_match
    WHERE run_id = {run_id:UUID} AND partner_number = {partner:UInt32} AND weight_millibits > 0
    GROUP BY account_id, told_campaign
  `,
  cases: {
    links: {
      'two strangers, each with another pattern of one campaign': matches(
        { told_campaign: 'tide', object_id: '1' },
        { told_campaign: 'tide', object_id: '2' },
      ),
    },
    quiet: {
      'patterns of two campaigns': matches({ told_campaign: 'tide' }, { told_campaign: 'ebb' }),
      'the same from another partner': matches(
        { told_campaign: 'tide' },
        { told_campaign: 'tide', partner_number: 2 },
      ),
      'what the partner has withdrawn': matches(
        { told_campaign: 'tide' },
        { told_campaign: 'tide', weight_millibits: 0 },
      ),
    },
  },
})
