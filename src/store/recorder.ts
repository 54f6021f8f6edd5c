import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { embeddedClient } from './embedded.js'
import { SINGLE } from './layout.js'
import { SETTINGS, serverPlace } from './open.js'
import { makeStore, type Store } from './store.js'

const SECONDS_MAX = 60

/**
 * A door for records to a store that this process has open, or to a server: what people and the service did is written
 * down without waiting for the statement that a run is at. It must be closed before the store.
 */
export async function openRecorder({
  path,
  url,
}: {
  readonly path: string
  readonly url?: string | undefined
}): Promise<Store> {
  const scratch = (): string => {
    throw new Error('records need no files')
  }
  const clickhouse_settings = { ...SETTINGS, max_execution_time: SECONDS_MAX } as const
  const make = (client: ReturnType<typeof createClient>, place: string): Store =>
    makeStore({ client, layout: SINGLE, place, scratch, close: () => client.close() })
  if (url !== undefined) {
    return make(
      createClient({ url, request_timeout: SECONDS_MAX * 1000, clickhouse_settings }),
      serverPlace(url),
    )
  }
  return make(await embeddedClient(join(path, 'data'), clickhouse_settings), path)
}
