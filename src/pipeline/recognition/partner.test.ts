import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import {
  at,
  context,
  exit,
  held,
  left,
  population,
  REFERENCE,
  rowsOf,
  tell,
} from '../../../test/weigh-partners.js'
import { statement } from '../../store/sql.js'
import { isPerPartner } from '../partners/linkers.js'
import { forgetMatches, matchNewcomers } from '../partners/newcomers.js'
import { weighPartners } from '../partners/weigh.js'
import { learnTraits, newcomerTraits } from './learning.js'
import { decide } from './recognition.js'
import { ofNewcomers, traitsOf } from './traits.js'

const OPERATORS = ['a', 'b', 'c', 'd']
const NEWCOMERS = ['n', 'm']
const clear = (table: string) => held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))

/** Of the traits that linkers are, those of partners alone. */
const ofPartners = () => ({ ...context(), linkers: context().linkers.filter(isPerPartner) })

/** A run with a campaign of four, each with an exit of its own, which a partner told as one campaign with two more. */
beforeEach(async () => {
  for (const table of ['newcomer', 'newcomer_trait', 'account_recognised']) await clear(table)
  await population()
  for (const [place, id] of OPERATORS.entries()) await left(`203.0.113.${place}`, [id])
  await held.store.insert(
    'campaign_member',
    OPERATORS.map((account_id) => ({
      ...{ run_id: at.runId, campaign_id: 'c', account_id, role: 'operator' },
    })),
  )
  await held.store.insert(
    'account_mission',
    Array.from({ length: REFERENCE }, (_, place) => ({
      ...{ run_id: at.runId, account_id: `ref_${place}`, is_quiet: 1 },
    })),
  )
  await tell([0, 1, 2, 3, 4, 5].map((place) => exit(`203.0.113.${place}`)))
  await weighPartners(context())
  await learnTraits(ofPartners())
  await held.store.insert(
    'newcomer',
    NEWCOMERS.map((account_id) => ({ account_id, exchanges: 3 })),
  )
})

interface TraitRow {
  readonly account_id: string
  readonly trait: string
  readonly bits: number
  readonly tells: boolean
}

/** What of what partners told newcomers carry, as a comparison after the run finds it. */
async function toldOfNewcomers(): Promise<readonly TraitRow[]> {
  const runId = randomUUID()
  const compared = { ...ofPartners(), runId }
  await matchNewcomers(compared, at.runId)
  const traits = await traitsOf(compared, at.runId)
  for (const trait of traits.filter(({ id }) => id.startsWith('partner-indicator'))) {
    await held.store.openTable('trait_value', ofNewcomers(trait), {
      ...{ run_id: runId, window_end: context().window.end, ...trait.params },
    })
    const { id, tells } = trait
    await held.store.run(newcomerTraits, { family_run_id: at.runId, trait: id, tells })
  }
  await forgetMatches(held.store, runId)
  return rowsOf<TraitRow>(
    `SELECT account_id, trait, weight_millibits / 1000 AS bits, tells FROM newcomer_trait
     WHERE family = 'partner' ORDER BY account_id`,
  )
}

test('a newcomer behind an exit that a partner told, and nobody had used, is like the campaign that is behind the others', async () => {
  await left('203.0.113.5', ['n'])
  await left('203.0.113.99', ['m'])
  expect(await toldOfNewcomers()).toEqual([
    { account_id: 'n', trait: 'partner-indicator:north', bits: 4, tells: false },
  ])
})

test('what a partner tells between two runs says nothing of newcomers before the next', async () => {
  await left('203.0.113.99', ['n'])
  await tell([exit('203.0.113.99')])
  expect(await toldOfNewcomers()).toEqual([])
})

test('what many carry is not as if nobody did, whenever it is told', async () => {
  const crowd = Array.from({ length: REFERENCE / 2 }, (_, place) => `ref_${place}`)
  await left('203.0.113.98', [...crowd, 'n'])
  await tell([{ ...exit('203.0.113.98'), object_id: 'another' }], ['indicator--203.0.113.4'])
  expect(await toldOfNewcomers()).toEqual([])
})

test('what a partner takes back between two runs says nothing of newcomers at once', async () => {
  await left('203.0.113.5', ['n'])
  await tell([], ['indicator--203.0.113.5'])
  expect(await toldOfNewcomers()).toEqual([])
})

test('a partner that comes between two runs takes nobody’s place, wherever its name stands', async () => {
  await left('203.0.113.5', ['n'])
  await tell([exit('203.0.113.5', 'ebb')], [], 'alpha')
  await tell([exit('203.0.113.5', 'ebb')], [], 'zulu')
  expect((await toldOfNewcomers()).map(({ trait }) => trait)).toEqual(['partner-indicator:north'])
})

test('it adds to what two families of our own say, and is none of the two', async () => {
  await left('203.0.113.5', [...NEWCOMERS])
  await toldOfNewcomers()
  const own = (account_id: string, trait: string, family: string, bits: number) => ({
    ...{ account_id, campaign_id: 'c', trait, family, tells: family === 'content' },
    ...{ value_hash: 7, weight_millibits: 1000 * bits, exchanges: 3 },
  })
  await held.store.insert('newcomer_trait', [
    own('n', 'template-family', 'content', 12),
    own('n', 'client-fingerprint', 'client', 4),
    own('m', 'template-family', 'content', 14),
  ])
  const recognised = async () => {
    await clear('account_recognised')
    await decide(held.store, at.runId, new Date('2026-03-08T00:00:00Z'))
    return rowsOf('SELECT account_id, weight_millibits FROM account_recognised ORDER BY account_id')
  }
  // The strongest whole, the others half: 12 + 4 / 2 + 4 / 2.
  expect(await recognised()).toEqual([{ account_id: 'n', weight_millibits: 16_000 }])
  const told = statement('untold', `DELETE FROM newcomer_trait WHERE family = 'partner'`)
  await held.store.run(told)
  expect(await recognised()).toEqual([])
})
