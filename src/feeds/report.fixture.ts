import type { Campaign, CampaignMember, Evidence, Findings } from '../domain/findings.js'
import type { CampaignPicture, Raster, RasterCell, RasterRow, RunSummary } from './picture.js'
import { templatePieces } from './template-text.js'

/** Findings and pictures for tests: made from numbers alone, so that they are the same every time. */

const HOUR_MS = 3_600_000
const START = Date.parse('2026-03-02T00:00:00Z')
const at = (hours: number) => new Date(START + hours * HOUR_MS).toISOString()

export function makeEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    evidence_id: 'e1',
    family: 'operations',
    kind: 'continuation',
    weight_bits: 17,
    statement: '412 accounts sent back answers that the provider had given to another account.',
    ...overrides,
  }
}

export function makeMember(index: number, role: CampaignMember['role']): CampaignMember {
  return {
    account_id: `acct_${(index * 2_654_435_761).toString(16).padStart(14, '0').slice(-14)}`,
    role,
    membership: role === 'operator' ? 0.98 : 0.4,
    exchanges: 20 + ((index * 37) % 400),
    exchanges_extracting: role === 'operator' ? 15 + ((index * 31) % 300) : 0,
    first_seen_at: at(index % 100),
    last_seen_at: at(120 + (index % 90)),
  }
}

export function makeCampaign(overrides: Partial<Campaign> = {}): Campaign {
  return {
    campaign_id: '5d0c2f4e-7a6b-5c1d-8e9f-0a1b2c3d4e5f',
    verdict: 'act',
    confidence: 97,
    linkage: 0.9994,
    extraction: 0.978,
    rests_on: '',
    first_seen_at: at(3),
    last_seen_at: at(210),
    accounts: 62,
    exchanges: 61_204,
    tokens_out: 48_210_334,
    exchanges_extracting: 48_120,
    capabilities: [
      { capability: 'reasoning', exchanges: 31_004 },
      { capability: 'code', exchanges: 12_903 },
      { capability: 'reward_model', exchanges: 4213 },
    ],
    members: [
      ...Array.from({ length: 56 }, (_, index) => makeMember(index + 1, 'operator')),
      ...Array.from({ length: 4 }, (_, index) => makeMember(index + 101, 'customer')),
      ...Array.from({ length: 2 }, (_, index) => makeMember(index + 201, 'victim')),
    ],
    succeeds: [],
    evidence: supporting(),
    counter_evidence: opposing(),
    attribution: { operator: null, hypotheses: [] },
    countermeasure: { level: 'verify', needs: 'one person' },
    ...overrides,
  }
}

const supporting = (): Evidence[] => [
  makeEvidence(),
  makeEvidence({
    evidence_id: 'e2',
    family: 'money',
    kind: 'payment',
    weight_bits: 12.4,
    statement: '38 accounts under 38 identities pay with 5 instruments.',
  }),
  makeEvidence({
    evidence_id: 'e3',
    family: 'money',
    kind: 'billing-address',
    weight_bits: 6.1,
    statement: '21 accounts share a billing address that no reference account has.',
  }),
  makeEvidence({
    evidence_id: 'e4',
    family: 'time',
    kind: 'signup-batch',
    weight_bits: 7,
    statement: 'They signed up within ten minutes of each other, 27 accounts where 0.2 are usual.',
  }),
  makeEvidence({
    evidence_id: 'e5',
    family: 'extraction',
    kind: 'reasoning-elicitation',
    weight_bits: 9.2,
    statement:
      '31,004 of 61,204 exchanges ask for the reasoning behind a finished answer to be imagined and written out; among peers it is 0.02 %.',
  }),
  makeEvidence({
    evidence_id: 'e6',
    family: 'extraction',
    kind: 'templated-loop',
    weight_bits: 5,
    statement: 'Its largest template was filled in 29,870 different ways, hardly any twice.',
  }),
]

const opposing = (): Evidence[] => [
  makeEvidence({
    evidence_id: 'e7',
    family: 'identity',
    kind: 'verified-organizations',
    weight_bits: -3,
    statement: '2 of its accounts belong to organisations that were verified apart.',
  }),
  makeEvidence({
    evidence_id: 'e8',
    family: 'extraction',
    kind: 'constrained-outputs',
    weight_bits: -1.6,
    statement: '9 % of its answers are short labels, as in ordinary batch work.',
  }),
]

export function makeFindings(overrides: Partial<Findings> = {}): Findings {
  return {
    schema: 'stillwatch.findings/1',
    stillwatch_version: '0.1.0',
    run_id: '11111111-2222-4333-8444-555555555555',
    window_start: at(0),
    window_end: at(216),
    input: {
      exchanges: 1_204_118,
      accounts: 52_410,
      rejected: 312,
      duplicates: 1_904,
      detectors_off: [
        { id: 'client-fingerprint', missing: ['ja4', 'header_order'] },
        { id: 'artefact-crossing', missing: ['artefacts_presented'] },
        { id: 'artefact-error', missing: ['artefacts_presented'] },
      ],
    },
    campaigns: [makeCampaign()],
    accounts: [
      {
        account_id: 'acct_watch_1',
        verdict: 'watch',
        confidence: 31,
        campaign_id: null,
        reasons: ['templated-loop', 'coverage'],
      },
      {
        account_id: 'acct_watch_2',
        verdict: 'watch',
        confidence: 12,
        campaign_id: null,
        reasons: ['preference-pairs'],
      },
    ],
    calibration: {
      reference_accounts: 18_220,
      null_runs: 20,
      campaigns_on_null: 0,
      false_links_under_independence: 0.4,
    },
    ...overrides,
  }
}

/** Two pools: the first is banned after 96 hours, the second is made in the day after. */
export function makeRaster({ rows = 56, buckets = 108 } = {}): Raster {
  const operators = Array.from({ length: rows }, (_, index) => poolRow(index, rows, buckets))
  const bystanders = Array.from({ length: Math.ceil(rows / 10) }, (_, index) => ({
    account_id: makeMember(index + 101, 'customer').account_id,
    role: index % 2 === 0 ? ('customer' as const) : ('victim' as const),
    born_at: at(-4000),
    ended_at: null,
    cells: cellsOf({ from: 0, to: buckets, step: 3 + index, index, family: -1 }),
  }))
  return {
    start: at(0),
    bucket_seconds: 7200,
    buckets,
    families: ['a1b2c3d4e5f60718', '9f8e7d6c5b4a3921', '77aa12cd09ef3344'],
    rows: [...operators, ...bystanders],
    rows_left_out: 0,
  }
}

function poolRow(index: number, rows: number, buckets: number): RasterRow {
  const isFirst = index < rows * 0.55
  const born = isFirst ? (index % 12) * 0.6 : 52 + ((index * 7) % 13)
  const end = isFirst ? 48 : buckets
  return {
    account_id: makeMember(index + 1, 'operator').account_id,
    role: 'operator',
    born_at: at(born * 2),
    ended_at: isFirst ? at(96 + (index % 3) * 0.2) : null,
    cells: cellsOf({
      from: Math.ceil(born) + (index % 4),
      to: end,
      step: 1 + (index % 3),
      index,
      family: isFirst ? index % 2 : index % 5 === 0 ? 0 : 2,
    }),
  }
}

function cellsOf(options: {
  readonly from: number
  readonly to: number
  readonly step: number
  readonly index: number
  readonly family: number
}): RasterCell[] {
  const { from, to, step, index, family } = options
  const cells: RasterCell[] = []
  for (let bucket = from; bucket < to; bucket += step) {
    const noise = (bucket * 7919 + index * 104_729) % 97
    if (noise < 18) continue
    cells.push([bucket, 1 + (noise % 12), noise > 84 ? -1 : family])
  }
  return cells
}

export const RATING_TEMPLATE = [
  ['A train leaves at noon and meets another.', '42 km'],
  ['Show that the sum of two odd numbers is even.', 'It is even.'],
  ['Who holds the fish in the third house?', 'The German'],
  ['Minimise the cost of a can of one litre.', 'r = 5.42 cm'],
].map(
  ([problem, answer]) =>
    `Below is a problem and a finished answer.\n\nProblem: ${problem}\nAnswer: ${answer}\n\nImagine and articulate, step by step, the internal reasoning that led to this answer. Do not omit anything.`,
)

export function makePicture(overrides: Partial<CampaignPicture> = {}): CampaignPicture {
  return {
    campaign_id: makeCampaign().campaign_id,
    carried: [],
    displacement: [],
    raster: makeRaster(),
    templates: [
      {
        family_id: 'a1b2c3d4e5f60718',
        part: 'opening',
        exchanges: 29_912,
        accounts: 51,
        slots: 29_870,
        slots_shared: 41,
        pieces: templatePieces(RATING_TEMPLATE),
        samples: RATING_TEMPLATE.slice(0, 3),
      },
    ],
    infrastructure: {
      networks: { distinct: 48, top: [{ hash: '3f9a20c1d2e4b5a6', accounts: 6 }] },
      addresses: { distinct: 1204, top: [{ hash: '99aa20c1d2e4b5a6', accounts: 2 }] },
      clients: { distinct: 2, top: [{ hash: '00bb20c1d2e4b5a6', accounts: 58 }] },
      payment_instruments: {
        distinct: 5,
        top: [
          { hash: 'c0ffee20c1d2e4b5', accounts: 11 },
          { hash: 'deadbe20c1d2e4b5', accounts: 9 },
        ],
      },
      signup_batches: { distinct: 3, top: [{ hash: '51ba20c1d2e4b5a6', accounts: 27 }] },
      models: [
        { name: 'heron-large-2', exchanges: 50_112 },
        { name: 'heron-small-2', exchanges: 11_092 },
      ],
      channels: [{ name: 'api', exchanges: 61_204 }],
    },
    links: [
      { family: 'operations', pairs: 1204, accounts: 49 },
      { family: 'money', pairs: 388, accounts: 38 },
    ],
    would_change: ['A payer who may pay for others.'],
    ...overrides,
  }
}

export function makeSummary(overrides: Partial<RunSummary> = {}): RunSummary {
  return {
    stages: [{ name: 'ingest', seconds: 12.34 }],
    rejected: [{ reason: 'no account_id', lines: 312 }],
    rejected_where: 'stillwatch-out/rejected.csv',
    ...overrides,
  }
}
