import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { ReaderPort } from '../../src/service/proxy/recorder.js'
import { json, MESSAGES_REQUEST, MESSAGES_RESPONSE, post } from './proxy-bodies.js'
import { worlds } from './proxy-world.js'

const start = worlds()
// A thread loads a built program, as it does where the service runs.
const BUILT = new URL('../../dist/service/proxy/record/reader-thread.js', import.meta.url)

it.runIf(existsSync(BUILT))(
  'a reader in a thread gives the records of one that is none',
  async () => {
    const { openReader } = (await import(BUILT.href)) as {
      openReader: (given: object) => ReaderPort
    }
    const reader = openReader({ textPolicy: 'full', batchBytesMax: 1000 })
    const threaded = await start(json(MESSAGES_RESPONSE), { reader })
    const here = await start(json(MESSAGES_RESPONSE))
    for (const world of [threaded, here]) {
      for (let n = 0; n < 100; n++) await post(world, '/v1/messages', MESSAGES_REQUEST)
      await world.recorded(100)
    }
    const bare = ({
      received_at: _,
      latency_ms: __,
      header_order: ___,
      ...record
    }: object & {
      received_at?: unknown
      latency_ms?: unknown
      header_order?: unknown
    }) => record
    expect(threaded.records.map(bare)).toEqual(here.records.map(bare))
    expect(threaded.counters.copies_bytes).toBe(0)
  },
)
