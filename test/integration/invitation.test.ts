import { afterAll, describe, expect, test } from 'vitest'
import { bearer, gateWith } from '../../src/service/gate/gate.fixture.js'

const START_MS = Date.parse('2026-03-20T00:00:00Z')
let nowMs = START_MS
const { app } = gateWith({ rest: { now: () => nowMs } })
afterAll(() => app.close())

const ask = async (path: string, payload: object, headers: Record<string, string> = bearer) => {
  const url = `/v1/signup/invitation${path}`
  const { statusCode, body } = await app.inject({ method: 'POST', url, headers, payload })
  return { status: statusCode, body: JSON.parse(body) }
}
const invited = { organization_id: 'org_1', address: 'Ada@Example.org' }

describe('an invitation', () => {
  test('proves that an organisation invites an address, and of no other anything', async () => {
    const { body } = await ask('', invited)
    const check = async (more: object) =>
      (await ask('/check', { ...invited, code: body.code, ...more })).body.state
    expect((await ask('/check', { ...invited, code: body.code })).body).toMatchObject({
      ...{
        organization_id: 'org_1',
        address: 'Ada@example.org',
        proof: 'invitation',
        state: 'proved',
      },
    })
    expect(await check({ code: body.code.toLowerCase().replaceAll('-', ' ') })).toBe('proved')
    expect(await check({ address: 'eve@example.org' })).toBe('absent')
    expect(await check({ organization_id: 'org_2' })).toBe('absent')
    expect(await check({ code: 'A'.repeat(24) })).toBe('absent')
    nowMs = Date.parse(body.expires_at)
    expect(await check({})).toBe('expired')
    nowMs = START_MS
  })

  test('is no letter, whatever whoever has one sent calls themselves', async () => {
    const { body } = await ask('', invited)
    const { json } = await app.inject({
      method: 'POST',
      url: '/v1/signup/letter/check',
      headers: bearer,
      payload: { subject: 'org_1', address: invited.address, code: body.code },
    })
    expect(json().state).toBe('absent')
  })

  test('of a hundred in an hour by one organisation, and others are not held up', async () => {
    const of = (organization_id: string, place: number) =>
      ask('', { organization_id, address: `a${place}@example.org` })
    for (let place = 0; place < 100; place += 1) expect((await of('many', place)).status).toBe(200)
    expect(await of('many', 100)).toMatchObject({
      ...{ status: 429, body: { error: { code: 'INVITATIONS_ENOUGH' } } },
    })
    expect((await of('other', 0)).status).toBe(200)
    nowMs += 3_600_001
    expect((await of('many', 100)).status).toBe(200)
    nowMs = START_MS
  })

  test.each([
    ['no address', { ...invited, address: 'nobody' }, 422],
    ['a line in it', { ...invited, address: 'a\n@example.org' }, 422],
    ['no organisation', { address: invited.address }, 400],
    ['a long organisation', { ...invited, organization_id: 'x'.repeat(129) }, 400],
  ])('%s is refused', async (_, payload, status) => {
    expect((await ask('', payload)).status).toBe(status)
  })

  test('nobody without a token is answered', async () => {
    expect((await ask('', invited, {})).status).toBe(401)
  })
})
