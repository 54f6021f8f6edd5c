import { beforeEach, expect, test } from 'vitest'
import { ask, context, exit, left, population, rowsOf, tell } from '../../../test/weigh-partners.js'
import { weighPartners } from './weigh.js'

// As many partners are heard as are a circle that knows each other. Who is left out is not for those to choose who come.

const PARTNERS = 32
/** The later one came, the earlier its name. */
const nameOf = (place: number) => `partner-${String.fromCharCode(122 - (place % 26))}${99 - place}`

const weighed = async () => {
  await weighPartners(context())
  return rowsOf<{ partner_id: string; partner_number: number; is_paused: boolean }>(
    `SELECT toString(partner_id) AS partner_id, partner_number, is_paused FROM partner_weight
     WHERE run_id = {run_id:UUID} ORDER BY partner_number, partner_id`,
  )
}

beforeEach(async () => {
  await population()
  await left('203.0.113.1', ['a', 'b'])
  for (let place = 0; place <= PARTNERS; place += 1) {
    await tell([exit('203.0.113.1')], [], nameOf(place))
  }
})

test('the first admitted are heard, whatever they are called, and it is told who is left out', async () => {
  const rows = await weighed()
  const heard = rows.filter(({ partner_number }) => partner_number > 0)
  expect(heard.map(({ partner_id }) => partner_id)).toEqual(
    Array.from({ length: PARTNERS }, (_, place) => nameOf(place)),
  )
  expect(rows.filter((row) => !heard.includes(row))).toEqual([
    { partner_id: nameOf(PARTNERS), partner_number: 0, is_paused: false },
  ])
})

test('one that is paused takes nobody’s place', async () => {
  await ask('pause_partner', 1, { by: nameOf(3) })
  const rows = await weighed()
  expect(rows.filter(({ partner_number }) => partner_number === 0)).toEqual([
    { partner_id: nameOf(3), partner_number: 0, is_paused: true },
  ])
  expect(rows.at(-1)).toMatchObject({ partner_id: nameOf(PARTNERS), partner_number: PARTNERS })
})
