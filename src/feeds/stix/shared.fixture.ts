import fc from 'fast-check'
import { LIKELIHOOD_TERMS } from '../../domain/estimate.js'
import { CAPABILITIES, FAMILIES } from '../../domain/findings.js'
import { type Indicator, indicatorId, MARKINGS, type Pattern } from '../../domain/indicator.js'
import type { SharedCampaign } from '../../domain/sharing.js'

/** When the shares of these tests are read. */
export const NOW = '2026-04-01T00:00:00.000Z'

export const PRODUCER = {
  name: 'Provider A',
  identity_id: 'identity--5a0ca030-2cc5-4944-991b-be00cc7ae708',
}

/** One pattern of each kind, in its canonical form. */
export const PATTERNS: readonly (readonly [
  kind: string,
  family: Indicator['family'],
  marking: Indicator['marking'],
  pattern: Pattern,
])[] = [
  ['network-day', 'network', 'amber', { network: '203.0.113.0/24', date: '2026-03-03' }],
  ['network-day', 'network', 'amber', { network: '2001:db8:1::/48', date: '2026-03-04' }],
  [
    'client',
    'client',
    'green',
    {
      user_agent: 'relay-http/',
      ja4: 't13d1516h2_1a_2b',
      header_order: 'host,accept,x-b,x-a,content-length',
    },
  ],
  [
    'wrapper',
    'content',
    'amber',
    {
      part: 'system',
      text: [
        "Don't answer at once \\ think aloud about each step, and name what you leave out.",
        'Then write the answer\nin a list of ten lines.',
      ],
    },
  ],
  [
    'template',
    'content',
    'amber',
    { part: 'user', sketch: [...'23456789', '18446744073709551615'], key_id: '' },
  ],
  ['mail-domain', 'identity', 'amber', { domain: 'mail.example' }],
  ['mail-shape', 'identity', 'green', { shape: 'aaaaaa.999999' }],
  [
    'signup-grammar',
    'identity',
    'amber',
    {
      referrer: 'https://deals.example/ai',
      mail_kind: 'free',
      mail_shape: 'aaaaaa999999',
      user_agent: 'Mozilla/ (X; Linux x_) Chrome/',
      ja4: 't13d1516h2_1a_2b',
    },
  ],
  [
    'payment',
    'money',
    'amber+strict',
    { hash: '00112233445566778899aabbccddeeff', key_id: 'group-1' },
  ],
  [
    'behaviour',
    'extraction',
    'green',
    { capability: 'reasoning', elicited: 9, single_turn: 10, output_log2: 11 },
  ],
]

const indicators: readonly Indicator[] = PATTERNS.map(([kind, family, marking, pattern], at) => ({
  indicator_id: indicatorId(kind, pattern),
  campaign_id: 'c0ffee00-0000-5000-8000-000000000001',
  kind,
  family,
  pattern,
  statement: `${12 + at} of the 13 accounts that do so are operators.`,
  first_seen_at: '2026-03-03T10:00:00.000Z',
  last_seen_at: `2026-03-${20 + at}T12:30:00.500Z`,
  expires_at: `2026-05-${10 + at}T00:00:00.000Z`,
  operators: 12 + at,
  carriers: 13 + at,
  reference_carriers: 0,
  precision: (13 + at) / (15 + at),
  marking,
}))

/** A share with everything in it. */
export const SHARED: SharedCampaign = {
  campaign: {
    campaign_id: 'c0ffee00-0000-5000-8000-000000000001',
    confidence: 97,
    verdict: 'act',
    first_seen_at: '2026-03-01T08:00:00+02:00',
    last_seen_at: '2026-03-28T23:59:59.999Z',
    accounts: 240,
    exchanges: 151_000,
    capabilities: [
      { capability: 'reasoning', exchanges: 120_000 },
      { capability: 'code', exchanges: 31_000 },
    ],
  },
  indicators: [...indicators],
  countermeasure: 'limit',
  succeeds: ['c0ffee00-0000-5000-8000-0000000000aa'],
  attribution: {
    assessment_id: 'assessment-1',
    hypotheses: [
      {
        hypothesis_id: 'h1',
        about: 'operator',
        statement: 'One relay sells to many, and one of its customers harvests.',
        against: 1,
        place: 1,
        likelihood: 'likely',
        confidence: 'moderate',
      },
      {
        hypothesis_id: 'h2',
        about: 'beneficiary',
        statement: 'Somebody wants the relay to be suspected.',
        against: 4,
        place: 2,
        likelihood: null,
        confidence: null,
      },
    ],
    dissents: 3,
    dissent_texts: [{ dissent_id: 'assessment-1.dissent-2', text: 'I see two hands.' }],
    facts: ['240 accounts were paid for by 3 cards.'],
    inferences: ['Whoever holds the cards holds the accounts.'],
    would_change: ['Invoices that show 240 customers.'],
    judged_at: '2026-03-29T09:00:00.000Z',
    expires_at: '2026-09-29T09:00:00.000Z',
    judgement_sha256: 'ab'.repeat(32),
  },
  marking: 'amber+strict',
  expires_at: '2026-06-01T00:00:00.000Z',
  producer: PRODUCER,
}

const instantBetween = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from), max: Date.parse(to) }).map((ms) => new Date(ms).toISOString())

const word = fc.string({ unit: 'grapheme', maxLength: 40 })
const anyPattern: fc.Arbitrary<Pattern> = fc
  .dictionary(
    fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
    fc.oneof(word, fc.integer(), fc.array(word, { minLength: 1, maxLength: 4 })),
    { minKeys: 1, maxKeys: 5, noNullPrototype: true },
  )
  .map((pattern) => pattern)

const networkDay = fc.record({
  network: fc.oneof(
    fc.ipV4().map((ip) => `${ip}/32`),
    fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `${a}.${b}.0.0/16`),
    fc.nat(65535).map((group) => `2001:db8:${(group + 1).toString(16)}::/48`),
  ),
  date: instantBetween('2026-01-01T00:00:00Z', '2026-03-31T00:00:00Z').map((at) => at.slice(0, 10)),
})

const kindPattern = fc.oneof(
  fc.constantFrom(...PATTERNS.map(([kind, , , pattern]) => ({ kind, pattern }))),
  networkDay.map((pattern) => ({ kind: 'network-day', pattern: pattern as Pattern })),
  fc.domain().map((domain) => ({ kind: 'mail-domain', pattern: { domain } as Pattern })),
  fc.record({ kind: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), pattern: anyPattern }),
)

const anyIndicator: fc.Arbitrary<Indicator> = fc
  .record({
    said: kindPattern,
    family: fc.constantFrom(...FAMILIES),
    statement: word,
    first_seen_at: instantBetween('2025-06-01T00:00:00Z', '2025-12-31T00:00:00Z'),
    last_seen_at: instantBetween('2026-01-01T00:00:00Z', '2026-03-31T00:00:00Z'),
    expires_at: instantBetween('2026-04-02T00:00:00Z', '2027-03-31T00:00:00Z'),
    counts: fc.record({
      operators: fc.nat(9000),
      carriers: fc.nat(9000),
      reference_carriers: fc.nat(5),
    }),
    precision: fc.integer({ min: 0, max: 1000 }).map((share) => share / 1000),
    marking: fc.constantFrom(...MARKINGS),
  })
  .map(({ said, counts, ...rest }) => ({
    indicator_id: indicatorId(said.kind, said.pattern),
    campaign_id: 'c',
    ...said,
    ...counts,
    ...rest,
  }))

/** Whatever could be shared: texts in every script, patterns of kinds that nobody has yet. */
export const anyShared: fc.Arbitrary<SharedCampaign> = fc.record({
  campaign: fc.record({
    campaign_id: fc.uuid(),
    confidence: fc.nat(100),
    verdict: fc.constantFrom('review' as const, 'act' as const),
    first_seen_at: instantBetween('2025-06-01T00:00:00Z', '2025-12-31T00:00:00Z'),
    last_seen_at: instantBetween('2026-01-01T00:00:00Z', '2026-03-31T00:00:00Z'),
    accounts: fc.nat(),
    exchanges: fc.nat(),
    capabilities: fc.uniqueArray(
      fc.record({ capability: fc.constantFrom(...CAPABILITIES), exchanges: fc.nat() }),
      { selector: ({ capability }) => capability },
    ),
  }),
  indicators: fc.uniqueArray(anyIndicator, { maxLength: 8, selector: (one) => one.indicator_id }),
  countermeasure: fc.option(fc.constantFrom('limit', 'deny', 'something new')),
  succeeds: fc.array(fc.uuid(), { maxLength: 3 }),
  attribution: fc.option(
    fc.record({
      assessment_id: fc.uuid(),
      hypotheses: fc.uniqueArray(
        fc
          .record({
            hypothesis_id: fc.uuid(),
            about: fc.constantFrom('operator' as const, 'beneficiary' as const),
            statement: word,
            against: fc.nat(20),
            place: fc.integer({ min: 1, max: 8 }),
            judged: fc.option(
              fc.record({
                likelihood: fc.constantFrom(...LIKELIHOOD_TERMS),
                confidence: fc.constantFrom('low' as const, 'moderate' as const, 'high' as const),
              }),
            ),
          })
          .map(({ judged, ...one }) => ({
            ...one,
            ...(judged ?? { likelihood: null, confidence: null }),
          })),
        { maxLength: 3, selector: ({ hypothesis_id }) => hypothesis_id },
      ),
      dissents: fc.nat(100),
      dissent_texts: fc.uniqueArray(fc.record({ dissent_id: fc.uuid(), text: word }), {
        maxLength: 3,
        selector: ({ dissent_id }) => dissent_id,
      }),
      facts: fc.array(word, { maxLength: 3 }),
      inferences: fc.array(word, { maxLength: 3 }),
      would_change: fc.array(word, { maxLength: 3 }),
      judged_at: fc.constant('2026-03-29T09:00:00.000Z'),
      expires_at: fc.constant('2026-09-29T09:00:00.000Z'),
      judgement_sha256: fc.constant('ab'.repeat(32)),
    }),
  ),
  marking: fc.constantFrom(...MARKINGS),
  expires_at: fc.constant('2026-12-01T00:00:00.000Z'),
  producer: fc.constantFrom(PRODUCER, {
    name: 'Provider B',
    identity_id: 'identity--c53066d1-e3af-41ad-89b6-4c48f96a5b61',
  }),
})

/** The same share with every list in it in another order. */
export const shuffled = (shared: SharedCampaign): SharedCampaign => ({
  ...shared,
  campaign: { ...shared.campaign, capabilities: shared.campaign.capabilities.toReversed() },
  indicators: shared.indicators.toReversed().map((one) => ({
    ...one,
    pattern: Object.fromEntries(Object.entries(one.pattern).reverse()),
  })),
  succeeds: shared.succeeds.toReversed(),
})
