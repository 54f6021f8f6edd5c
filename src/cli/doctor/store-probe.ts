import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { epochOf } from '../../store/epoch-standing.js'
import { holdLock } from '../../store/process-lock.js'
import { openReader } from '../../store/reader.js'
import { READ_BOUNDS } from './store-look.js'

/** A program of its own, as the engine's probe: prints what a store says of its secrets. It reads, and changes nothing. */

const [path = ''] = process.argv.slice(2)
const release = holdLock(
  join(path, 'lock'),
  (owner) => new StillwatchError('STORE_LOCKED', { path, owner: String(owner) }),
)
try {
  const store = await openReader({ path }, READ_BOUNDS)
  const epoch = await epochOf(store)
  await store.close()
  process.stdout.write(JSON.stringify(epoch))
} finally {
  release()
}
