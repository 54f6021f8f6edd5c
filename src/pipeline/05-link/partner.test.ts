import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile, statement } from '../../store/sql.js'
import { LINK_RULE } from '../link-rule.js'

const held = testStore()
const INT = Object.fromEntries(Object.keys(LINK_RULE).map((name) => [name, 'Int32']))
const fuse = sqlFile(import.meta.url, './link.sql', { run_id: 'UUID', ...INT })
const links = statement(
  'links',
  `SELECT account_a, weight_millibits, is_controlled FROM link WHERE run_id = {run_id:UUID} ORDER BY account_a`,
)

interface Said {
  readonly family: string
  readonly speaks: string
  readonly weight_millibits: number
}
const said = (family: string, speaks: string, bits: number): Said => ({
  ...{ family, speaks },
  weight_millibits: 1000 * bits,
})

/** The links of pairs of which this is said, each of an account of its own. */
async function linksOf(pairs: readonly (readonly Said[])[]) {
  const run_id = randomUUID()
  await held.store.insert(
    'link_evidence',
    pairs.flatMap((all, place) =>
      all.map((one, at) => ({
        ...{ run_id, account_a: String(place).padStart(5, '0'), account_b: 'z', ...one },
        linker: `${one.family} ${at}`,
      })),
    ),
  )
  await held.store.run(fuse, { run_id, ...LINK_RULE })
  return held.store.rows(links, { run_id })
}

test('half of a link and the word of a partner are no link', async () => {
  const half = [said('money', 'money', 6), said('time', 'time', 4)]
  const told = [...half, said('partner', 'circumstance', 7.6)]
  expect(await linksOf([half, told])).toEqual([])
})

test('a weak link holds no firmer for the word of a partner: the judge goes by that', async () => {
  const weak = [said('money', 'money', 6), said('time', 'time', 4), said('network', 'x', 2.5)]
  const told = [...weak, said('partner', 'circumstance', 7.6)]
  expect(await linksOf([weak, told])).toEqual([
    { account_a: '00000', weight_millibits: 12_500, is_controlled: 1 },
    { account_a: '00001', weight_millibits: 12_500, is_controlled: 1 },
  ])
})

test('whatever else is said of a pair, its link is the same with what partners told and without', async () => {
  const own = fc.record({
    family: fc.constantFrom('operations', 'money', 'time', 'network', 'content'),
    speaks: fc.constantFrom('controller', 'money', 'time', 'circumstance', 'against'),
    weight_millibits: fc.integer({ min: 0, max: 17_000 }),
  })
  const pair = fc.record({
    own: fc.array(own, { maxLength: 5 }),
    told: fc.array(fc.integer({ min: 1, max: 7600 }), { minLength: 1, maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 100 }), async (pairs) => {
      const all = pairs.map(({ own, told }) => [
        ...own.map((one) =>
          one.speaks === 'against' ? { ...one, weight_millibits: -one.weight_millibits } : one,
        ),
        ...told.map((weight_millibits) => ({
          ...said('partner', 'circumstance', 0),
          weight_millibits,
        })),
      ])
      const without = all.map((one) => one.filter(({ family }) => family !== 'partner'))
      expect(await linksOf(all)).toEqual(await linksOf(without))
    }),
    { numRuns: 15 },
  )
})
