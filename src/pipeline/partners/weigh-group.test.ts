import { beforeEach, describe, expect, test } from 'vitest'
import {
  context,
  exit,
  HASH_KEY,
  held,
  matches,
  population,
  tell,
} from '../../../test/weigh-partners.js'
import type { IndicatorTold } from '../../domain/told.js'
import { groupHash } from '../../indicators/parts/group.js'
import { statement } from '../../store/sql.js'
import { weighPartners } from './weigh.js'

describe('what is told under the secret of a group', () => {
  const GROUP = { id: 'isac', key: Buffer.alloc(32, 5).toString('base64') }
  const payment = (instrument: string): IndicatorTold => ({
    ...{ ...exit('203.0.113.1'), kind: 'payment' },
    pattern: { hash: groupHash(GROUP, 'payment', instrument), key_id: GROUP.id },
  })
  beforeEach(async () => {
    await held.store.run(statement('clear', 'TRUNCATE TABLE account'))
    await population()
    const paid = { a: 'fp_1', b: 'fp_2' }
    await held.store.insert(
      'account',
      Object.entries(paid).map(([account_id, payment_hash]) => ({
        ...{ account_id, payment_hash, payment_kind: 'card' },
      })),
    )
    await held.store.run(
      statement(
        'identities',
        `INSERT INTO account_identity (account_id, entity_id, payment_kind, payment_hash)
         SELECT account_id, account_id, payment_kind,
             keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(payment_hash)) FROM account`,
      ),
      { hash_key: HASH_KEY },
    )
    await tell([payment('fp_1')])
  })

  test('is matched by whoever has it, beside that of another group', async () => {
    const other = { id: 'other', key: Buffer.alloc(32, 6).toString('base64') }
    await weighPartners({ ...context(), groups: [other, GROUP] })
    expect((await matches()).map(({ account_id }) => account_id)).toEqual(['a'])
  })

  test.each([
    ['no secret', []],
    ['another secret under its name', [{ ...GROUP, key: Buffer.alloc(32, 7).toString('base64') }]],
    ['its secret under another name', [{ ...GROUP, id: 'other' }]],
  ])('is matched by nobody who has %s', async (_, groups) => {
    await weighPartners({ ...context(), groups })
    expect(await matches()).toEqual([])
  })
})
