import { beforeAll, expect, test } from 'vitest'
import { scanExample } from '../../../../test/example.js'
import { testStore } from '../../../../test/store.js'
import { newState } from '../../../records/state.js'
import type { ReadFrom } from '../../people/reading.js'
import type {
  CampaignAnswer,
  CampaignsAnswer,
  DetailsAnswer,
  OverviewAnswer,
  RasterAnswer,
} from './api.js'
import { CAMPAIGN_READINGS } from './readings.js'

const held = testStore()
beforeAll(async () => {
  await scanExample(held.store)
})

const read = async <Answer>(path: string, query = {}): Promise<Answer> => {
  const reading = CAMPAIGN_READINGS.find((one) => one.path === path)
  const state = newState()
  const ledger = { state: () => state, proposals: () => [] }
  const from = { ledger, reader: held.store, query: new URLSearchParams(query) }
  return (await reading?.read(from as unknown as ReadFrom)) as Answer
}

const first = async () => {
  const { campaigns } = await read<CampaignsAnswer>('/campaigns')
  const [campaign] = campaigns
  if (campaign === undefined) throw new Error('the example has campaigns')
  return campaign
}

test('a list says of each campaign what its findings say', async () => {
  const row = await first()
  const { campaign } = await read<CampaignAnswer>('/campaigns/one', row)
  const operators = campaign?.members.filter(({ role }) => role === 'operator').length
  expect(row).toMatchObject({
    operators,
    beside: (campaign?.members.length ?? 0) - (operators ?? 0),
    exchanges_extracting: campaign?.exchanges_extracting,
    capabilities: campaign?.capabilities,
    level: campaign?.countermeasure.level,
  })
})

test('the days of an overview add up to what was taken', async () => {
  const { days, campaigns, waiting } = await read<OverviewAnswer>('/overview')
  for (const { campaign_id, exchanges_extracting } of campaigns) {
    const own = days.filter((day) => day.campaign_id === campaign_id)
    const sum = own.reduce((all, { exchanges }) => all + exchanges, 0)
    // Each day and capability is rounded by itself.
    expect(Math.abs(sum - exchanges_extracting)).toBeLessThanOrEqual(own.length / 2 + 1)
  }
  expect(waiting.campaigns_without_case).toBe(campaigns.length)
})

test('the cells of a raster are all exchanges of its accounts, each with a family or none', async () => {
  const { campaign_id, exchanges } = await first()
  const raster = await read<RasterAnswer>('/campaigns/raster', { campaign_id })
  const bytes = Buffer.from(raster.cells, 'base64')
  let sum = 0
  for (let at = 0; at < bytes.length; at += 6) {
    expect(bytes.readUInt16LE(at)).toBeLessThan(raster.accounts.length)
    expect(bytes.readUInt16LE(at + 2)).toBeLessThan(raster.buckets)
    const value = bytes.readUInt16LE(at + 4)
    const family = value & 15
    expect(family < raster.families.length || family >= 14).toBe(true)
    sum += value >> 4
  }
  expect(sum).toBe(exchanges)
  expect(raster.accounts_left_out).toBe(0)
})

test('details have no text that nobody gave a reason for', async () => {
  const { details } = await read<DetailsAnswer>('/campaigns/details', await first())
  expect(details?.templates.length).toBeGreaterThan(0)
  for (const { pieces, samples } of details?.templates ?? [])
    expect([...pieces, ...samples]).toEqual([])
})

test('a campaign that the run has not is none', async () => {
  expect(await read<CampaignAnswer>('/campaigns/one', { campaign_id: 'none' })).toMatchObject({
    campaign: null,
  })
  const raster = await read<RasterAnswer>('/campaigns/raster', { campaign_id: 'none' })
  expect(raster).toMatchObject({ accounts: [], cells: '', buckets: 0 })
})
