import { beforeEach, expect, test } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { statement } from '../../../store/sql.js'
import { standBeside } from './beside.js'

const held = testStore()
const OF = { run_id: '00000000-0000-4000-8000-0000000000f1', campaign_id: 'c' }
const OTHER_RUN = '00000000-0000-4000-8000-0000000000f0'

beforeEach(async () => {
  for (const table of ['campaign', 'campaign_member', 'cluster_member', 'verdict']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  await held.store.insert('campaign', [{ ...OF, cluster_id: 'k' }])
  await held.store.insert('campaign_member', [
    { ...OF, account_id: 'o', role: 'operator' },
    { ...OF, account_id: 'v', role: 'victim' },
    { ...OF, account_id: 'of another run', role: 'victim', run_id: OTHER_RUN },
  ])
  await held.store.insert(
    'cluster_member',
    ['o', 'v', 's', 't'].map((account_id, place) => ({
      ...{ run_id: OF.run_id, cluster_id: 'k', account_id, weight_millibits: 1000 * place },
    })),
  )
})

const judged = (subject_id: string, reasons: readonly string[], run_id = OF.run_id) =>
  held.store.insert('verdict', [
    { run_id, subject_kind: 'account', subject_id, verdict: 'watch', reasons },
  ])

test('a member that is not the operator’s is told with why it is spared, and what to find out', async () => {
  await judged('v', ['victim', 'k', 'proven-customer: is proven', 'own-texts: 14 of its texts'])
  await judged('v', ['operator', 'k', 'two-lives: of another run'], OTHER_RUN)
  expect((await standBeside(held.store, OF)).beside).toEqual([
    {
      ...{ account_id: 'v', role: 'victim', also: ['14 of its texts'] },
      why: {
        known: expect.stringContaining('a proven customer'),
        check: expect.stringContaining('nothing here shows a theft'),
      },
    },
  ])
})

test('a member that the run gave no reasons for is not to be acted on either', async () => {
  expect((await standBeside(held.store, OF)).beside).toEqual([
    { account_id: 'v', role: 'victim', why: null, also: [] },
  ])
})

test('who is of its cluster and no member is named, those most like it first', async () => {
  await judged('s', ['took-little: asks for what everybody asks for', 'prompt-breadth'])
  expect(await standBeside(held.store, OF)).toMatchObject({
    spared: [
      { account_id: 't', verdict: 'none', reasons: [] },
      {
        ...{ account_id: 's', verdict: 'watch' },
        reasons: ['asks for what everybody asks for', 'prompt-breadth'],
      },
    ],
    spared_all: 2,
  })
})

test('a campaign that is not there has nobody beside it', async () => {
  expect(await standBeside(held.store, { ...OF, campaign_id: 'none' })).toEqual({
    ...{ beside: [], beside_all: 0, spared: [], spared_all: 0 },
  })
})
