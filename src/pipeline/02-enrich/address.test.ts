import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'

const holder = testStore()
const spelled = statement(
  'spelled',
  'SELECT address_canonical({ip:String}) AS address, address_network({ip:String}) AS network',
)

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113.0'],
  ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.0'],
  ['::FFFF:203.0.113.7', '203.0.113.7', '203.0.113.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::', '2001:db8:1::'],
  ['::ffff:nonsense', '', ''],
  ['nowhere', '', ''],
  ['', '', ''],
])('the address %s is spelled %s, in the network %s', async (ip, address, network) => {
  expect(await holder.store.rows(spelled, { ip })).toEqual([{ address, network }])
})
