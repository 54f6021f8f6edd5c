import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { embeddedClient } from './embedded.js'
import { SINGLE } from './layout.js'
import { SETTINGS, serverPlace } from './open.js'
import { statement } from './sql.js'
import { makeStore, type Store } from './store.js'

export interface ReadBounds {
  /** Of one statement. */
  readonly secondsMax: number
  readonly rowsMax: number
  readonly bytesMax: number
}

/**
 * A second door to a store that this process has open, or to a server: it reads and can do nothing else, and does
 * not wait for the statement that the first is at. It must be closed before the first.
 */
export async function openReader(
  { path, url }: { readonly path: string; readonly url?: string | undefined },
  { secondsMax, rowsMax, bytesMax }: ReadBounds,
): Promise<Store> {
  const bounds = {
    max_execution_time: secondsMax,
    max_result_rows: String(rowsMax),
    max_result_bytes: String(bytesMax),
    result_overflow_mode: 'throw',
  } as const
  const scratch = (): string => {
    throw new Error('a reader makes no files')
  }
  if (url !== undefined) {
    // Of a server each request is a session of its own, which may set what it likes but the right to write.
    const clickhouse_settings = { ...SETTINGS, ...bounds, readonly: '2' } as const
    const client = createClient({ url, request_timeout: secondsMax * 1000, clickhouse_settings })
    const place = serverPlace(url)
    return makeStore({ client, layout: SINGLE, place, scratch, close: () => client.close() })
  }
  const client = await embeddedClient(join(path, 'data'))
  const store = makeStore({
    client,
    layout: SINGLE,
    place: path,
    scratch,
    close: () => client.close(),
  })
  // The embedded engine keeps settings for as long as a connection lives: no statement after this one can undo it.
  const settings = { ...SETTINGS, ...bounds, readonly: 2 }
  const set = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  await store.run(statement('reader', `SET ${set.join(', ')}`))
  return store
}
