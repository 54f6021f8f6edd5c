import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { type Answering, answering, indicator, sharing } from './taxii.fixture.js'

const holder = testStore()
let door: Answering
beforeEach(async () => {
  for (const table of ['taxii_object', 'taxii_status']) {
    await holder.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  door = await answering(holder.store)
})
afterEach(() => door.close())

const ROOT = '/taxii2/api/'
const OBJECTS = `${ROOT}collections/out/objects/`
const post = (objects: unknown, more: object = {}) =>
  door.ask(OBJECTS, { method: 'POST', body: { objects }, ...more })

/** Collections that are no relay, of one client alone. */
const ofBoth = (part: object = {}) => {
  const { collections, clients } = sharing()
  return sharing({
    collections: collections.map((one) => ({ ...one, ...part, relay: false })),
    clients: clients.filter(({ name }) => name === 'both'),
  })
}

describe('what is added', () => {
  test('is told of by a status, which nobody else is told of', async () => {
    const [good, again] = [indicator(), indicator()]
    await post([again])
    const unfit = [
      indicator({ spec_version: '2.0' }),
      indicator({ modified: 'now' }),
      indicator({ created: '2027-01-01T00:00:00.000Z' }),
      indicator({ valid_until: '2026-01-02T00:00:00.000Z' }),
      indicator({ name: 'x'.repeat(1024 * 1024) }),
      { ...again, name: 'another' },
    ]
    const { status, body } = await post([good, again, ...unfit])
    expect([status, body.status]).toEqual([202, 'complete'])
    expect([body.total_count, body.success_count, body.failure_count]).toEqual([8, 2, 6])
    expect(body.successes).toMatchObject([
      { id: good.id, version: good.modified },
      { id: again.id, message: 'It was there already.' },
    ])
    expect((body.failures as { id: string }[]).map(({ id }) => id).sort()).toEqual(
      unfit.map(({ id }) => id).sort(),
    )
    const path = `${ROOT}status/${body.id}/`
    expect((await door.ask(path)).body).toEqual(body)
    const other = await door.ask(path, { as: 'reader' })
    expect([other.status, other.body.error_code]).toEqual([404, 'STATUS_GONE'])
    expect((await door.ask(`${OBJECTS}${again.id}/`)).body.objects).toEqual([again])
  })

  test('has versions, of which the last is told unless others are asked for', async () => {
    const first = indicator({ modified: '2026-03-01T00:00:00.000Z' })
    const second = { ...first, modified: '2026-04-01T00:00:00.000Z', name: 'better' }
    const third = { ...first, modified: '2026-05-01T00:00:00.000Z', revoked: true }
    await post([third])
    await post([first, second])
    const path = `${OBJECTS}${first.id}/`
    const named = async (version: string) =>
      (await door.ask(`${path}?match[version]=${version}`)).body.objects
    expect((await door.ask(path)).body.objects).toEqual([third])
    expect(await named('first')).toEqual([first])
    expect(await named('first,last')).toEqual([third, first])
    expect(await named('all')).toEqual([third, first, second])
    expect(await named('2026-04-01T00:00:00Z')).toEqual([second])
    expect(await named('2026-06-01T00:00:00Z')).toBeUndefined()
    expect((await door.ask(`${path}versions/`)).body.versions).toEqual([
      ...[third, first, second].map(({ modified }) => modified),
    ])
    const gone = { method: 'DELETE' }
    expect((await door.ask(`${path}?match[version]=last`, gone)).status).toBe(200)
    expect((await door.ask(path)).body.objects).toEqual([second])
    expect((await door.ask(path, gone)).status).toBe(200)
    expect((await door.ask(path)).status).toBe(404)
  })

  test('without an instant of its own has that of its coming, and another content is another version', async () => {
    const address = (value: string) => ({
      type: 'ipv4-addr',
      id: 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd',
      value,
    })
    await post([address('198.51.100.3')])
    await post([address('198.51.100.3'), address('198.51.100.4')])
    const { id } = address('')
    const { body, headers } = await door.ask(`${OBJECTS}${id}/versions/`)
    expect(body.versions).toHaveLength(2)
    expect(headers['x-taxii-date-added-first']).toBe(body.versions?.[0])
    expect((await door.ask(`${OBJECTS}${id}/`)).body.objects).toEqual([address('198.51.100.4')])
  })

  test('is found by id, type, instant and version of STIX', async () => {
    const tool = { ...indicator(), type: 'tool', id: `tool--${randomUUID()}` }
    const others = [indicator(), indicator()]
    await post([others[0], tool])
    const { headers } = await door.ask(OBJECTS)
    await post([others[1]])
    const ids = async (query: string) =>
      (await door.ask(`${OBJECTS}?${query}`)).body.objects?.map(({ id }) => id)
    const last = headers['x-taxii-date-added-last']
    expect(await ids('match[type]=tool')).toEqual([tool.id])
    expect(await ids('match[type]=tool,indicator')).toHaveLength(3)
    expect(await ids(`match[id]=${tool.id},${others[1]?.id}`)).toEqual([tool.id, others[1]?.id])
    expect(await ids(`added_after=${last}`)).toEqual([others[1]?.id])
    expect(await ids('match[spec_version]=2.1')).toHaveLength(3)
    expect(await ids('match[spec_version]=2.0')).toBeUndefined()
    const { body } = await door.ask(`${ROOT}collections/out/manifest/?match[type]=tool`)
    expect(body.objects).toEqual([
      {
        id: tool.id,
        date_added: last,
        version: tool.modified,
        media_type: 'application/stix+json;version=2.1',
      },
    ])
  })

  test('beyond what a collection may hold is refused, and there is room again for what is deleted', async () => {
    const into = `${ROOT}collections/in/objects/`
    const alone = await answering(holder.store, ofBoth)
    const send = async (objects: readonly object[]) =>
      (await alone.ask(into, { method: 'POST', body: { objects } })).body
    const many = Array.from({ length: 52 }, () => indicator())
    expect(await send(many)).toMatchObject({ success_count: 50, failure_count: 2 })
    await alone.ask(`${into}${many[0]?.id}/`, { method: 'DELETE' })
    expect(await send(many.slice(50))).toMatchObject({ success_count: 1, failure_count: 1 })
    await alone.close()
  })

  test('beyond the bytes of a collection is refused with what to do, and what is smaller still fits', async () => {
    const bound = () => ofBoth({ bytes_max: 1024 ** 2 })
    const small = await answering(holder.store, bound)
    const send = async (...objects: readonly object[]) =>
      (await small.ask(OBJECTS, { method: 'POST', body: { objects } })).body
    const large = () => indicator({ name: 'x'.repeat(400_000) })
    const told = await send(large(), large(), large(), indicator())
    expect(told).toMatchObject({ success_count: 3, failure_count: 1 })
    expect(told.failures).toMatchObject([{ message: expect.stringContaining('`bytes_max`') }])
    // Also for whoever opens it anew, and until something is deleted.
    const again = await answering(holder.store, bound)
    expect(
      (await again.ask(OBJECTS, { method: 'POST', body: { objects: [large()] } })).body,
    ).toMatchObject({ failure_count: 1 })
    const [first] = told.successes as readonly { readonly id: string }[]
    await again.ask(`${OBJECTS}${first?.id}/`, { method: 'DELETE' })
    expect(
      (await again.ask(OBJECTS, { method: 'POST', body: { objects: [large()] } })).body,
    ).toMatchObject({ failure_count: 0 })
    await Promise.all([small.close(), again.close()])
  })
})
