import type { Store } from '../../store/store.js'

/**
 * What a finished run published does not change, so it is asked once a run and store. A run that fails to answer is asked again.
 * Of each store only the last run is held.
 */
export function keptByRun<Value>(
  make: (reader: Store, runId: string) => Promise<Value>,
): (reader: Store, runId: string) => Promise<Value> {
  const held = new WeakMap<Store, { readonly runId: string; readonly value: Promise<Value> }>()
  return (reader, runId) => {
    const was = held.get(reader)
    if (was?.runId === runId) return was.value
    const value = make(reader, runId)
    held.set(reader, { runId, value })
    value.catch(() => {
      if (held.get(reader)?.value === value) held.delete(reader)
    })
    return value
  }
}
