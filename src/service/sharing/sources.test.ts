import { expect, test } from 'vitest'
import { sharingSchema } from '../../config/sharing.js'
import { groupFor } from './sources.js'

const secret = Buffer.alloc(32, 5).toString('base64')
const sharing = (groups: readonly string[]) =>
  sharingSchema.parse({
    groups: groups.map((id) => ({ id, secret })),
    partners: [{ id: 'plain' }, ...groups.map((group) => ({ id: `of-${group}`, group }))],
    misp: { folder: '/feed', ...(groups[0] === undefined ? {} : { group: groups[0] }) },
  })

test.each([
  ['the only one, where none is named', ['isac'], ['plain'], 'isac'],
  ['the one that they are set to', ['isac', 'cert'], ['of-cert', 'plain'], 'cert'],
  ['of the feed of MISP too', ['isac', 'cert'], ['misp'], 'isac'],
  ['none, where several could be meant', ['isac', 'cert'], ['plain'], undefined],
  ['none, where they are of several', ['isac', 'cert'], ['of-isac', 'of-cert'], undefined],
  ['none, where there is none', [], ['plain'], undefined],
] as const)('the group whose key counts: %s', (_, groups, to, found) => {
  expect(groupFor(sharing(groups), to)?.id).toBe(found)
})

test('a group that stands nowhere is refused, and a name that two go by', () => {
  for (const given of [
    { partners: [{ id: 'a', group: 'isac' }] },
    { misp: { folder: '/feed', group: 'isac' } },
    { partners: [{ id: 'misp' }] },
    {
      partners: [{ id: 'a' }],
      collections: [{ id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116', alias: 'a', title: 'A' }],
    },
  ]) {
    expect(sharingSchema.safeParse(given).success).toBe(false)
  }
})
