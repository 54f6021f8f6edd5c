import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testStore } from '../../test/store.js'
import { statement } from './sql.js'

const held = testStore()
const AT = '2026-03-08 00:00:00.000'
const newest = statement(
  'newest',
  `SELECT subject_kind, subject_id, conclusion, ruling_id, is_signed
   FROM ruling_newest(at = {window_end:DateTime64(3)}) ORDER BY subject_kind, subject_id`,
)
const inMs = statement(
  'newest_ms',
  `SELECT subject_kind, subject_id, conclusion, ruling_id, is_signed
   FROM ruling_newest(at = fromUnixTimestamp64Milli({now_ms:Int64})) ORDER BY subject_kind, subject_id`,
)

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')} 00:00:00.000`
const ruling = fc.record({
  subject_kind: fc.constantFrom('account', 'campaign'),
  subject_id: fc.constantFrom('a', 'b'),
  conclusion: fc.constantFrom('benign', 'campaign', 'undecided'),
  ruled_at: fc.integer({ min: 1, max: 5 }).map(day),
  expires_at: fc.option(fc.integer({ min: 6, max: 10 }).map(day)),
  input_id: fc.integer({ min: 0, max: 2 }),
})

/**
 * What counts on a subject, written the obvious way: of what holds, what people signed before what a file says, then the newest.
 */
function countingAt(rulings: readonly Ruled[], at: string) {
  const holding = rulings.filter(({ expires_at }) => expires_at === null || expires_at > at)
  const byRank = holding.toSorted((a, b) => (rankOf(a) < rankOf(b) ? 1 : -1))
  const named = new Map<string, Ruled>()
  for (const one of byRank) {
    const subject = `${one.subject_kind} ${one.subject_id}`
    if (!named.has(subject)) named.set(subject, one)
  }
  return [...named]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { subject_kind, subject_id, conclusion, ruling_id, input_id }]) => ({
      ...{ subject_kind, subject_id, conclusion, ruling_id, is_signed: input_id === 0 },
    }))
}
type Ruled = (typeof ruling extends fc.Arbitrary<infer One> ? One : never) & {
  readonly ruling_id: string
}
const rankOf = ({ input_id, ruled_at, ruling_id }: Ruled) =>
  `${input_id === 0 ? 1 : 0} ${ruled_at} ${ruling_id}`

test('a subject has one ruling that counts at an instant, whoever said what in which order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ruling, { maxLength: 12 }), async (given) => {
      const rulings = given.map((one, place) => ({ ...one, ruling_id: `r${10 + place}` }))
      await held.store.run(statement('clear', 'TRUNCATE TABLE ruling'))
      await held.store.insert('ruling', rulings)
      const said = (await held.store.rows<{ is_signed: number }>(newest, { window_end: AT })).map(
        (one) => ({ ...one, is_signed: Boolean(one.is_signed) }),
      )
      expect(said).toEqual(countingAt(rulings, AT))
      const now_ms = Date.parse(`${AT.replace(' ', 'T')}Z`)
      const again = await held.store.rows<{ is_signed: number }>(inMs, { now_ms })
      expect(again.map((one) => ({ ...one, is_signed: Boolean(one.is_signed) }))).toEqual(said)
    }),
    { numRuns: 30 },
  )
})
