import type { Store } from '../store/store.js'
import { isRemembered, remember } from './act.js'
import { auditPage, type Break, breakAt, type Head, NO_ENTRY } from './audit.js'
import { keptApart } from './kept-apart.js'
import { newState, type State } from './state.js'

/** How far the trail was read. */
export interface Read {
  readonly head: Head
  readonly broken: Break | null
  /** Entries of which what was kept apart is not what was written. */
  readonly changed: number
}

/**
 * Takes in what the trail has after an entry, as long as each follows the one before it as it was written. What was
 * written and not answered is found here. What was kept apart and is not what was written counts as erased.
 */
export async function catchUp(store: Store, state: State, read: Read): Promise<Read> {
  let { head, changed } = read
  if (read.broken !== null) return read
  for (;;) {
    const rows = await auditPage(store, head.seq)
    const apart = await keptApart(store, rows.filter(isRemembered))
    for (const row of rows) {
      const broken = breakAt(head, row)
      if (broken !== null) return { head, broken, changed }
      head = { seq: Number(row.seq), hash: row.hash }
      if (!isRemembered(row)) continue
      const {
        hidden: _,
        hidden_sha256: __,
        ...facts
      } = JSON.parse(row.facts) as Record<string, unknown>
      const found = apart.get(row.seq) ?? 'missing'
      if (found === 'changed') changed += 1
      const { actor, action, object, at_ms } = row
      const hidden = typeof found === 'string' ? {} : found
      remember(state, { actor, action, object, at_ms: Number(at_ms), facts, hidden })
    }
    if (rows.length === 0) return { head, broken: null, changed }
  }
}

/** All that people did by the trail of a store, as far as it is as it was written. */
export async function stateIn(store: Store): Promise<State> {
  const state = newState()
  await catchUp(store, state, { head: NO_ENTRY, broken: null, changed: 0 })
  return state
}
