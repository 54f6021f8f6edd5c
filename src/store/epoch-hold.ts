import { StillwatchError } from '../domain/errors.js'
import { lockText } from './process-lock.js'
import { statement } from './sql.js'
import type { Store } from './store.js'

/** A table of this name says who takes a server's store along: of two that create it the server lets one. */
export const HELD = 'key_epoch_held'

const owner = statement(
  'key_epoch_owner',
  `SELECT comment AS owner FROM system.tables WHERE database = currentDatabase() AND name = '${HELD}'`,
)
const letGo = statement('key_epoch_let_go', `DROP TABLE IF EXISTS ${HELD} SYNC`)

/**
 * Does the work while no other process can: each hash would go through a secret twice. Throws SECRET_HELD where one is at it,
 * or was killed at it: which of the two, only a person can say, for it may have run on any machine.
 */
export async function heldAlone<Result>(
  store: Store,
  place: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const mine = (lockText(process.pid) ?? '').replaceAll(/[^\w .-]/g, '')
  const hold = `CREATE TABLE ${HELD} (nothing UInt8) ENGINE = Memory COMMENT '${mine}'`
  try {
    await store.run(statement('key_epoch_hold', hold))
  } catch (error) {
    const [held] = await store.rows<{ owner: string }>(owner)
    if (held === undefined) throw error
    // Where it is this process's, it could not let go of it when the server was away.
    if (held.owner !== mine) throw new StillwatchError('SECRET_HELD', { path: place }, error)
  }
  try {
    return await work()
  } finally {
    await store.run(letGo).catch(() => undefined)
  }
}
