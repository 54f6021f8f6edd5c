import { beforeAll, expect, test } from 'vitest'
import { testStore } from '../../../../test/store.js'
import type { ReadFrom } from '../../people/reading.js'
import type { GraphAnswer, LinkEvidenceAnswer } from './api.js'
import { GRAPH_READINGS } from './readings.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-0000000000f1'
const AT = '2026-03-01 10:00:00.000'

const asked = async <Answer>(path: string, query: Record<string, string>) => {
  const reading = GRAPH_READINGS.find((one) => one.path === path)
  const from = { reader: held.store, query: new URLSearchParams(query) }
  return (await reading?.read(from as unknown as ReadFrom)) as Answer
}
const told = ({ nodes, links }: GraphAnswer) => ({
  nodes: nodes.map(({ account_id }) => account_id).sort(),
  links: links.map(({ account_a, account_b }) => `${account_a}${account_b}`),
})

beforeAll(async () => {
  const { store } = held
  await store.insert('run', [
    { run_id: RUN, started_at: AT, finished_at: AT, window_start: AT, window_end: AT },
  ])
  const link = (account_a: string, account_b: string, bits: number) => ({
    ...{ run_id: RUN, account_a, account_b, weight_millibits: bits * 1000 },
    ...{ families: ['money'], is_controlled: 1 },
  })
  await store.insert('link', [link('a', 'b', 30), link('b', 'c', 12), link('x', 'y', 40)])
  await store.insert(
    'campaign_member',
    ['a', 'b', 'c'].map((account_id) => ({
      ...{ run_id: RUN, campaign_id: 'camp', account_id, role: 'operator', membership: 0.9 },
    })),
  )
  const fact = { run_id: RUN, account_a: 'a', account_b: 'b', speaks: 'money', family: 'money' }
  await store.insert('link_evidence', [
    { ...fact, linker: 'payment', value_hash: '77', weight_millibits: 20_000, facts: {} },
    { ...fact, linker: 'weaker', value_hash: '0', weight_millibits: 9000, facts: {} },
  ])
  const hub = Array.from({ length: 2100 }, (_, at) => link('hub', `m${at}`, 20))
  await store.insert('link', hub)
})

test('a campaign is drawn with its links and what they rest on', async () => {
  const answer = await asked<GraphAnswer>('/graph', { campaign_id: 'camp' })
  expect(told(answer)).toEqual({ nodes: ['a', 'b', 'c'], links: ['ab', 'bc'] })
  expect(answer.links[0]?.rests_on.map(([linker, , , value]) => [linker, value])).toEqual(
    expect.arrayContaining([
      ['payment', '77'],
      ['weaker', ''],
    ]),
  )
})

test('an account is drawn with whom it is linked to, by links of enough bits', async () => {
  expect(told(await asked('/graph', { account_id: 'b' })).nodes).toEqual(['a', 'b', 'c'])
  const strong = await asked<GraphAnswer>('/graph', { account_id: 'b', bits_min: '20' })
  expect(told(strong)).toEqual({ nodes: ['a', 'b'], links: ['ab'] })
})

test('more than can be drawn is cut, and said to be', async () => {
  const { nodes, nodes_all } = await asked<GraphAnswer>('/graph', { account_id: 'hub' })
  expect([nodes.length, nodes_all, nodes[0]?.account_id]).toEqual([2000, 2101, 'hub'])
})

test('nothing is drawn of nothing', async () => {
  expect(told(await asked('/graph', {}))).toEqual({ nodes: [], links: [] })
})

test('a link is told by its facts, in either order, and of a family only the strongest counts', async () => {
  const one = await asked<LinkEvidenceAnswer>('/graph/evidence', { account_a: 'b', account_b: 'a' })
  expect(one.weight_bits).toBe(20)
  expect(one.evidence.map(({ linker, is_counted }) => [linker, is_counted])).toEqual([
    ['payment', true],
    ['weaker', false],
  ])
})

test('what a partner told of a link is said in its linker’s words, and names the partner', async () => {
  await held.store.insert('partner_weight', [
    { ...{ run_id: RUN, partner_id: 'acme', partner_number: 1 }, trust_millis: 900, accounts: 2 },
  ])
  await held.store.insert('link_evidence', [
    {
      ...{ run_id: RUN, account_a: 'b', account_b: 'c', linker: 'partner-indicator:acme' },
      ...{ family: 'partner', speaks: 'circumstance', weight_millibits: 4000, facts: {} },
    },
  ])
  const { evidence } = await asked<LinkEvidenceAnswer>('/graph/evidence', {
    ...{ account_a: 'b', account_b: 'c' },
  })
  expect(evidence[0]?.statement).toMatch(/ .*acme/)
  expect(evidence[0]?.title).not.toContain('partner-indicator')
  const { titles } = await asked<GraphAnswer>('/graph', { campaign_id: 'camp' })
  expect(titles['partner-indicator:acme']).toBe(evidence[0]?.title)
})
