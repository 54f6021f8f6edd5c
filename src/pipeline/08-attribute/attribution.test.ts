import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import type { ItemProposed } from '../../domain/attribution.js'
import { loadLinkers } from '../../linkers/index.js'
import { statement } from '../../store/sql.js'
import type { RunContext } from '../stage.js'
import { operatorItems, type Shared } from './attribution.js'
import { writeCleared } from './cleared.js'
import { propose } from './propose.js'
import { beneficiaryItems, type Slice } from './slices.js'

const LINKERS = [
  { id: 'client-fingerprint', family: 'client', title: 'One client' },
  { id: 'template-family', family: 'content', title: 'One text' },
  { id: 'prompt-and-tools', family: 'content', title: 'One prompt' },
]
const facts_best = {
  ...{ carriers_here: 30, accounts_here: 40, carriers_there: 9, accounts_there: 12 },
  ...{ pools: 2, reference: 1, population: 1700 },
}
const shared = (linker: string, millibits_best: number, other_id = 'b'): Shared => ({
  campaign_id: 'a',
  other_kind: 'campaign',
  other_id,
  linker,
  millibits_best,
  facts_best,
})
const inferences = (items: readonly ItemProposed[]) =>
  items.filter(({ standing }) => standing === 'inference')

describe('one hand with another group', () => {
  test('by the strongest of each family, less what choice explains', () => {
    const given = [
      ...[shared('client-fingerprint', 6000), shared('template-family', 7000)],
      shared('prompt-and-tools', 5000),
    ]
    const items = operatorItems({ shared: given, lineage: [] }, LINKERS, 3)
    expect(items.filter(({ standing }) => standing === 'fact')).toHaveLength(3)
    // 6 + 7, and two bits for one of four.
    expect(inferences(items).map(({ weight_millibits }) => weight_millibits)).toEqual([11_000])
    expect(items[0]?.statement).toBe(
      'One client: one value is carried by 30 of 40 accounts here and 9 of 12 there, by 1 of 1,700 reference customers, and in 2 of 4 groups.',
    )
  })

  test('counts nothing where all of it is of one family: customers of one tool look the same', () => {
    const given = [shared('template-family', 12_000), shared('prompt-and-tools', 10_000)]
    const [found] = inferences(operatorItems({ shared: given, lineage: [] }, LINKERS, 3))
    expect(found?.weight_millibits).toBe(0)
    expect(found?.statement).toContain('unrelated customers of one tool')
  })

  test('is not proposed below three bits, nor by a linker that is not known', () => {
    const given = [shared('client-fingerprint', 2999), shared('unknown', 9000)]
    expect(operatorItems({ shared: given, lineage: [] }, LINKERS, 3)).toEqual([])
  })

  test('rests on whoever was an operator of both, as far as they were', () => {
    const lineage = [
      { campaign_id: 'a', other_kind: 'former', other_id: 'x', operators: 16, shared: 4 } as const,
    ]
    const items = operatorItems({ shared: [], lineage }, LINKERS, 0)
    expect(items[0]).toMatchObject({ kind: 'succeeds', weight_millibits: 8000, family: 'history' })
  })

  test('is told of the twenty heaviest', () => {
    const given = Array.from({ length: 30 }, (_, at) =>
      shared('template-family', 5000 + at, `b${at}`),
    )
    const told = inferences(operatorItems({ shared: given, lineage: [] }, LINKERS, 30))
    expect(told).toHaveLength(20)
    expect(told[0]?.about_name).toBe('b29')
  })
})

describe('a slice', () => {
  const slice = (more: Partial<Slice>): Slice => ({
    kind: 'template',
    ...{ campaign_id: 'a', name: '1', exchanges: 100, exchanges_taken: 90 },
    ...{ operators: 30, operators_all: 40, bystanding: 0, slots: 80, slots_repeated: 2, ...more },
  })
  const against = (more: Partial<Slice>) =>
    beneficiaryItems([slice(more)])
      .filter(({ speaks, standing }) => speaks === 'against' && standing === 'fact')
      .map(({ kind }) => kind)

  test('of one list that is shared out speaks for one purpose, and is worth no bits', () => {
    const items = beneficiaryItems([slice({})])
    expect(against({})).toEqual([])
    expect(items.map(({ weight_millibits }) => weight_millibits)).toEqual([0, 0, 0, 0])
    expect(items.at(-1)).toMatchObject({ standing: 'inference', speaks: 'for' })
  })

  test.each([
    ['taken', { exchanges_taken: 49 }],
    ['operators', { operators: 7 }],
    ['bystanders', { bystanding: 10 }],
    ['slots', { slots_repeated: 24 }],
  ] as const)('%s speak against it', (kind, more) => {
    expect(against(more)).toEqual([kind])
  })
})

const held = testStore()
const rows = (run_id: unknown) =>
  held.store.rows<ItemProposed>(
    statement(
      'items',
      'SELECT * FROM attribution WHERE run_id = {run_id:UUID} ORDER BY about_kind, about_name, standing, kind',
    ),
    { run_id: `${run_id}` },
  )
const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name}${at}`)
const LAST = '00000000-0000-4000-8000-0000000000aa'

/** Campaign `a` of ten, of whom all carry one client and one text, and others who carry them too. */
async function proposed(other: {
  readonly member?: { readonly campaign_id: string; readonly run_id?: string }
  readonly isSuspended?: boolean
  /** How many of ours and of theirs carry both; without it, all. */
  readonly carriers?: readonly [ours: number, theirs: number]
  readonly lineage?: Parameters<typeof propose>[1]
  readonly ruling?: readonly [kind: string, id: string]
}) {
  const run_id: string = randomUUID()
  const [ours, theirs] = [numbered('a', 10), numbered('b', 20)]
  const member = (campaign_id: string, account_id: string, run = run_id) => ({
    ...{ run_id: run, campaign_id, account_id, role: 'operator' },
  })
  const campaigns = [
    'a',
    ...(other.member !== undefined && other.member.run_id === undefined ? ['b'] : []),
  ]
  const given = await fill(
    held.store,
    {
      campaign: [
        ...campaigns.map((campaign_id) => ({ run_id, campaign_id, cluster_id: campaign_id })),
        ...(other.member?.run_id === undefined ? [] : [{ ...other.member, cluster_id: 'gone' }]),
      ],
      campaign_member: [
        ...ours.map((id) => member('a', id)),
        ...(other.member === undefined
          ? []
          : theirs.map((id) => member(`${other.member?.campaign_id}`, id, other.member?.run_id))),
      ],
      account_value: ['client-fingerprint', 'template-family'].flatMap((linker) =>
        [...ours.slice(0, other.carriers?.[0]), ...theirs.slice(0, other.carriers?.[1])].map(
          (account_id) => ({ run_id, linker, account_id, value_hash: '7' }),
        ),
      ),
      shared_value: ['client-fingerprint', 'template-family'].map((linker) => ({
        ...{ run_id, linker, value_hash: '7', accounts: 30, entities: 30, weight_millibits: 6000 },
        ...{ reference_carriers: 1, reference_entities: 1000, is_new_hub: 0 },
      })),
      account_event: (other.isSuspended ? theirs : []).map((account_id) => ({
        ...{ account_id, kind: 'suspended', occurred_at: '2026-03-02 00:00:00.000', detail: 'use' },
      })),
      ruling:
        other.ruling === undefined
          ? []
          : theirs.slice(0, other.ruling[0] === 'account' ? 20 : 1).map((id) => ({
              ruling_id: `r-${id}`,
              ruled_at: '2026-03-03 00:00:00.000',
              subject_kind: other.ruling?.[0],
              subject_id: other.ruling?.[0] === 'account' ? id : other.ruling?.[1],
              conclusion: 'benign',
            })),
    },
    ['campaign_taken', 'exchange', 'exchange_fingerprint', 'exchange_template', 'template_slot'],
  )
  const window = { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' }
  const context = {
    ...{ ...given, window },
    store: held.store,
    runId: run_id,
    lastRunId: LAST,
    linkers: await loadLinkers(),
  }
  await writeCleared(context as unknown as RunContext)
  await propose(
    context as unknown as RunContext,
    other.lineage ?? { names: new Map(), formers: [] },
  )
  return (await rows(run_id)).filter(({ campaign_id }) => campaign_id === 'a')
}

describe('in the store', () => {
  test('another campaign that carries the same client and text is of one hand, perhaps', async () => {
    const items = await proposed({ member: { campaign_id: 'b' } })
    expect(
      items.map(({ about_kind, about_name, kind, weight_millibits }) => [
        about_kind,
        about_name,
        kind,
        weight_millibits,
      ]),
    ).toEqual([
      ['campaign', 'b', 'client-fingerprint', 6000],
      ['campaign', 'b', 'template-family', 6000],
      ['campaign', 'b', 'one_hand', 11_000],
    ])
  })

  test('a value is worth a bit less for each time that the share of carriers halves, in both', async () => {
    const facts = async (ours: number, theirs: number) =>
      (await proposed({ member: { campaign_id: 'b' }, carriers: [ours, theirs] }))
        .filter(({ standing }) => standing === 'fact')
        .map(({ weight_millibits }) => weight_millibits)
    expect(await facts(5, 20)).toEqual([5000, 5000])
    expect(await facts(5, 5)).toEqual([3000, 3000])
    expect(await facts(1, 20), 'one account is no group').toEqual([])
  })

  test('whoever was an operator of a campaign that went on in this one says so', async () => {
    const former = { cluster_id: 'c', operators: 4, shared: 2, succeeds: [] }
    const names = new Map([['c', { campaign_id: 'a', succeeds: ['x'] }]])
    const formers = ['a', 'x'].map((campaign_id) => ({ ...former, campaign_id }))
    const items = await proposed({ lineage: { names, formers } })
    expect(
      items.map(({ about_kind, about_name, kind, weight_millibits }) => [
        about_kind,
        about_name,
        kind,
        weight_millibits,
      ]),
    ).toEqual([
      ['former', 'x', 'succeeds', 9000],
      ['former', 'x', 'one_hand', 0],
    ])
  })

  test('so is a campaign of the last run that none continues, and who was sent away on one day', async () => {
    const former = await proposed({ member: { campaign_id: 'old', run_id: LAST } })
    expect(former.at(-1)).toMatchObject({
      about_kind: 'former',
      about_name: 'old',
      weight_millibits: 11_000,
    })
    const banned = await proposed({ isSuspended: true })
    expect(banned.at(-1)).toMatchObject({ about_kind: 'banned', about_name: 'banned-2026-03-02' })
  })

  test('whoever people let go is of nobody’s hand', async () => {
    const old = { campaign_id: 'old', run_id: LAST }
    expect(await proposed({ member: old, ruling: ['campaign', 'old'] })).toEqual([])
    expect(await proposed({ member: old, ruling: ['account', ''] })).toEqual([])
    expect(await proposed({ isSuspended: true, ruling: ['account', ''] })).toEqual([])
  })

  test('nor of a campaign that they let go and the run finds again, under its own name, by its cluster, or as half of another', async () => {
    const still = { member: { campaign_id: 'b' } }
    expect(await proposed({ ...still, ruling: ['campaign', 'b'] })).toEqual([])
    expect(await proposed({ ...still, ruling: ['cluster', 'b'] })).toEqual([])
    expect(await proposed({ ...still, ruling: ['campaign', 'a'] })).toEqual([])
    const lineage = {
      names: new Map([['c', { campaign_id: 'a', succeeds: ['b'] }]]),
      formers: [{ cluster_id: 'c', campaign_id: 'b', operators: 4, shared: 4, succeeds: [] }],
    }
    expect(await proposed({ ...still, lineage, ruling: ['campaign', 'b'] })).toEqual([])
  })
})
