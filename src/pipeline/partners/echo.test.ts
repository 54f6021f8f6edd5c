import { beforeEach, describe, expect, test } from 'vitest'
import {
  context,
  DAY,
  exit,
  found,
  held,
  left,
  mail,
  population,
  rowsOf,
  rule,
  signedUp,
  tell,
  weightOf,
} from '../../../test/weigh-partners.js'
import { type Indicator, indicatorId } from '../../domain/indicator.js'
import type { SharedCampaign } from '../../domain/sharing.js'
import type { IndicatorTold } from '../../domain/told.js'
import { SHARE_FORMS } from '../release/forms.js'
import { weighPartners } from './weigh.js'

const [BEFORE, AFTER] = ['2026-03-07 12:00:00.000', '2026-03-08 12:00:00.000']

const indicatorOf = ({ kind, pattern }: IndicatorTold): Indicator => ({
  ...{ indicator_id: indicatorId(kind, pattern), campaign_id: 'ours', kind, pattern },
  ...{ family: 'network', statement: 'Found here.', marking: 'amber' },
  first_seen_at: `${DAY}T00:00:00Z`,
  last_seen_at: `${DAY}T12:00:00Z`,
  expires_at: '2026-03-20T00:00:00Z',
  ...{ operators: 4, carriers: 4, reference_carriers: 0, precision: 0.9 },
})

const shared = (indicators: readonly Indicator[]): SharedCampaign => ({
  campaign: {
    ...{ campaign_id: 'ours', confidence: 90, verdict: 'act' },
    ...{ first_seen_at: `${DAY}T00:00:00Z`, last_seen_at: `${DAY}T12:00:00Z` },
    ...{ accounts: 4, exchanges: 100, capabilities: [] },
  },
  indicators: [...indicators],
  ...{ countermeasure: null, succeeds: [], attribution: null, marking: 'amber' },
  expires_at: '2026-06-01T00:00:00Z',
  producer: {
    name: 'We',
    identity_id: 'identity--00000000-0000-4000-8000-000000000001',
  },
})

/** What the ledger leaves of a share of these that two people released. */
async function release(
  told: readonly IndicatorTold[],
  {
    at,
    form = 'stix',
    campaign_id = 'another',
  }: { at: string; form?: string; campaign_id?: string },
): Promise<void> {
  const written = SHARE_FORMS.find((one) => one.form === form)?.write(shared(told.map(indicatorOf)))
  const sha256 = 'f'.repeat(64)
  const text = JSON.stringify({ document: { form, objects: written }, terms: {} })
  await held.store.insert('shared_document', [{ sha256, text }])
  await held.store.insert('record_text', [
    { text_id: 'subject-1', text: JSON.stringify(['campaign', campaign_id]) },
  ])
  await held.store.insert('audit', [
    {
      ...{ seq: 1, at, actor: 'person alice', action: 'release_share', subject: 'subject-1' },
      facts: JSON.stringify({ sha256 }),
    },
  ])
}

const OPERATORS = ['a', 'b', 'c', 'd']
const ours = exit('203.0.113.1')
const [theirs, domain] = [mail('pool.example'), 'pool.example']
const right = async () => (await weightOf())?.campaigns_right

describe('a partner earns trust', () => {
  beforeEach(async () => {
    await population()
    await left('203.0.113.1', OPERATORS)
    await signedUp(domain, OPERATORS)
    await found(OPERATORS)
  })

  test('by what it told before it left here', async () => {
    await tell([ours, theirs])
    await release([ours, theirs], { at: AFTER })
    await weighPartners(context())
    expect(await right()).toBe(1)
  })

  test.each(SHARE_FORMS.map(({ form }) => form))(
    'not by what had left here, in the form %s',
    async (form) => {
      await release([ours, theirs], { at: BEFORE, form })
      await tell([ours, theirs])
      await weighPartners(context())
      expect(await weightOf()).toEqual({
        campaigns_right: 0,
        campaigns_wrong: 0,
        trust_millis: 500,
      })
    },
  )

  test.each([
    ['not by another pattern of a campaign of which something had left', BEFORE, 0],
    ['by another pattern of a campaign of which something left later', AFTER, 1],
  ])('%s', async (_, at, expected) => {
    await release([exit('203.0.113.77')], { at, campaign_id: 'ours' })
    await tell([{ ...ours, pattern: { network: '203.0.113.0/31', date: DAY } }, theirs])
    await weighPartners(context())
    expect(await right()).toBe(expected)
  })

  test('by what it told though something of another campaign had left', async () => {
    await release([exit('203.0.113.77')], { at: BEFORE })
    await tell([ours, theirs])
    await weighPartners(context())
    expect(await right()).toBe(1)
  })

  test('not by what another partner had told, who keeps what it earned', async () => {
    await tell([ours, theirs], [], 'south')
    await tell([ours, theirs], [], 'north')
    await weighPartners(context())
    const rows = await rowsOf(
      'SELECT partner_id, campaigns_right FROM partner_weight WHERE run_id = {run_id:UUID} ORDER BY partner_id',
    )
    expect(rows).toEqual([
      { partner_id: 'north', campaigns_right: 0 },
      { partner_id: 'south', campaigns_right: 1 },
    ])
  })

  test('not by telling it again after taking it back, where it left here first', async () => {
    await release([ours, theirs], { at: BEFORE })
    await tell([ours, theirs])
    await tell([], [ours.object_id, theirs.object_id])
    await tell([ours, theirs].map((one) => ({ ...one, campaign_name: 'neap' })))
    await weighPartners(context())
    expect(await right()).toBe(0)
  })

  test.each([
    ['not by what a file says of accounts', 7, 0],
    ['by what people signed of them', 0, 1],
  ])('%s', async (_, input_id, expected) => {
    await left('198.51.100.1', ['e', 'f'])
    await signedUp('other.example', ['e', 'f'])
    for (const id of ['e', 'f']) await rule(id, 'campaign', id, input_id)
    await tell([exit('198.51.100.1'), mail('other.example')])
    await weighPartners(context())
    expect(await right()).toBe(expected)
  })

  test('once by accounts that people ruled so and that are in no campaign, under however many names', async () => {
    const names = ['1', '2', '3', '4', '5']
    for (const name of names) {
      await left(`198.51.100.${name}`, ['e', 'f'])
      await signedUp(`${name}.example`, ['e', 'f'])
    }
    await rule('e', 'campaign', 're')
    await rule('f', 'campaign', 'rf')
    await tell(
      names.flatMap((name) => [exit(`198.51.100.${name}`, name), mail(`${name}.example`, name)]),
    )
    await weighPartners(context())
    expect(await right()).toBe(1)
  })

  test('and an echo beside it makes nothing of a wrong, neither before it is kept nor after', async () => {
    const proven = exit('203.0.113.9')
    await left('203.0.113.9', ['ref_1', 'ref_2', 'ref_3'])
    await release([ours], { at: BEFORE })
    await tell([ours, proven])
    await weighPartners(context())
    expect(await weightOf()).toMatchObject({ campaigns_right: 0, campaigns_wrong: 1 })
  })

  test('and a share is read once', async () => {
    await release([ours, exit('203.0.113.2')], { at: BEFORE })
    await tell([ours])
    await weighPartners(context())
    await weighPartners(context())
    const rows = await rowsOf('SELECT indicator_id FROM indicator_shared')
    expect(rows).toHaveLength(2)
  })
})
