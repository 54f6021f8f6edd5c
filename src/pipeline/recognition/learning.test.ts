import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { sqlFile, statement } from '../../store/sql.js'

const held = testStore()
const banned = sqlFile(import.meta.url, './banned.sql', { window_end: 'DateTime64(3)' })
const everyone = statement('everyone', 'SELECT account_id FROM banned ORDER BY account_id')
const day = (of: number) => `2026-03-0${of} 00:00:00.000`
const event = (account_id: string, of: number, kind: string) => ({
  account_id,
  occurred_at: day(of),
  kind,
})
const ruling = (subject_id: string, of: number, conclusion: string, expires_at?: string) => ({
  ruling_id: `${subject_id}-${of}`,
  ruled_at: day(of),
  subject_kind: 'account',
  subject_id,
  conclusion,
  ...(expires_at === undefined ? {} : { expires_at }),
})

test('whom the provider sent away: suspended and not taken back, or ruled to be of a campaign', async () => {
  await fill(
    held.store,
    {
      account_event: [
        event('suspended', 2, 'suspended'),
        event('back', 2, 'suspended'),
        event('back', 3, 'reinstated'),
        event('closed', 2, 'closed'),
        event('wronged', 2, 'suspended'),
      ],
      ruling: [
        ruling('ruled', 2, 'campaign'),
        ruling('cleared', 2, 'campaign'),
        ruling('cleared', 3, 'benign'),
        ruling('wronged', 3, 'benign'),
        ruling('over', 2, 'campaign', day(4)),
      ],
      account_identity: [
        { account_id: 'by-status', status: 'suspended' },
        { account_id: 'active', status: 'active' },
      ],
    },
    [],
  )
  await held.store.openTable('banned', banned, { window_end: day(8) })
  const rows = await held.store.rows<{ account_id: string }>(everyone)
  expect(rows.map((row) => row.account_id)).toEqual(['by-status', 'ruled', 'suspended'])
})
