import { expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { isLetGo, readMaterial } from '../../src/pipeline/release/material.js'
import { FINDINGS_ALONE } from '../share-material.js'
import { testStore } from '../store.js'
import { firstRun, nextRun } from './partners.js'
import { logsFolder, makeWorld } from './world.js'

const held = testStore()
const logs = logsFolder()
const HASH_KEY = hashKeyOf('test')
const AGAIN = '00000000-0000-4000-8000-000000000001'
const LATER = '00000000-0000-4000-8000-000000000002'

test('a campaign of which people let go all operators, one by one, is none: it is not found, is let go, and nothing of it is shared', async () => {
  const { folder } = makeWorld(logs.fresh(), 'none left', {
    accounts: 150,
    exchangesMean: 4,
    scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }],
  })
  const found = await firstRun(held.store, { folder, hashKey: HASH_KEY })
  const [campaign] = found.campaigns
  if (campaign === undefined) throw new Error('nothing was found')
  const { campaign_id, members } = campaign
  const ruled_at = found.window_end.replace('T', ' ').replace('Z', '')
  const operators = members.filter(({ role }) => role === 'operator')
  await held.store.insert(
    'ruling',
    operators.map(({ account_id }) => ({
      ...{ ruling_id: account_id, subject_kind: 'account', subject_id: account_id },
      ...{ ruled_at, conclusion: 'benign' },
    })),
  )
  for (const runId of [AGAIN, LATER]) {
    const { campaigns } = await nextRun(held.store, runId, HASH_KEY)
    const left = campaigns.filter((one) => one.members.every(({ role }) => role !== 'operator'))
    expect(left).toEqual([])
    expect(campaigns.map((one) => one.campaign_id)).not.toContain(campaign_id)
    if (runId === AGAIN) expect(await isLetGo(held.store, { campaign_id })).toBe(true)
    const of = { run_id: runId, campaign_id, to: [] }
    expect(await readMaterial(held.store, of, FINDINGS_ALONE)).toBeUndefined()
  }
}, 300_000)
