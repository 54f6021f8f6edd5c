import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { groupKey } from './outbound.js'
import { sharingSchema } from './sharing.js'

const KEY = Buffer.alloc(32, 5).toString('base64')
const SECRET = `whsec_${KEY}`

test('a group’s key is 32 to 64 bytes, in the settings or in a file, and never told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-group-'))
  const secret_file = join(folder, 'key')
  writeFileSync(secret_file, `${KEY}\n`)
  expect(groupKey({ id: 'isac', secret: KEY })).toEqual(Buffer.alloc(32, 5))
  expect(groupKey({ id: 'isac', secret_file })).toEqual(Buffer.alloc(32, 5))
  writeFileSync(secret_file, 'hunter2')
  expect(() => groupKey({ id: 'isac', secret_file })).toThrow(/32 to 64 random bytes/)
  expect(() => groupKey({ id: 'isac', secret_file })).not.toThrow(/hunter2/)
  rmSync(folder, { recursive: true })
})

test.each([
  ['a short key', { groups: [{ id: 'isac', secret: Buffer.alloc(31).toString('base64') }] }],
  ['a group without a key', { groups: [{ id: 'isac' }] }],
  [
    'one group twice',
    {
      groups: [
        { id: 'a', secret: KEY },
        { id: 'a', secret: KEY },
      ],
    },
  ],
  ['one partner twice', { partners: [{ id: 'a' }, { id: 'a' }] }],
  ['an address without a secret', { partners: [{ id: 'a', url: 'https://a.example/x' }] }],
  ['a secret without an address', { partners: [{ id: 'a', secret: SECRET }] }],
  ['an open line', { partners: [{ id: 'a', url: 'http://a.example/x', secret: SECRET }] }],
  ['an identity that is none', { producer: { name: 'E', identity_id: 'identity--1' } }],
])('%s is refused', (_, given) => {
  expect(sharingSchema.safeParse(given).success).toBe(false)
})

test('a partner is trusted with amber unless it is said otherwise, and may be told by other ways', () => {
  const { partners } = sharingSchema.parse({ partners: [{ id: 'a' }] })
  expect(partners).toEqual([{ id: 'a', strictest: 'amber' }])
})
