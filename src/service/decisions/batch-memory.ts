import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { type Entered, type EnteredChange, enteredName } from './batches.js'

/** What the store remembers of who came under a policy that batches, and from when each may be touched. */
export interface EnteredMemory {
  known(): Promise<Entered>
  /** Durable when it resolves. If it fails, nothing of it counts. */
  note(change: EnteredChange, nowMs: number): Promise<void>
}

const ALL = statement(
  'policy_entered',
  `SELECT policy_id, subject_kind, toString(subject_hash) AS hash,
          toString(max(place)) AS last_place, argMax(is_under, place) AS is_under_now,
          toString(toUnixTimestamp64Milli(argMax(starts_at, place))) AS starts_ms
   FROM policy_entered
   GROUP BY policy_id, subject_kind, subject_hash`,
)

interface Row {
  readonly policy_id: string
  readonly subject_kind: string
  readonly hash: string
  readonly last_place: string
  readonly is_under_now: boolean
  readonly starts_ms: string
}

interface Read {
  readonly entered: Map<string, number>
  place: number
}

/** Reads it once, and keeps it as it is written. */
export function openEntered(store: Store): EnteredMemory {
  let all: Promise<Read> | undefined
  const load = async (): Promise<Read> => {
    const read: Read = { entered: new Map(), place: 0 }
    for (const row of await store.rows<Row>(ALL)) {
      const name = enteredName(row.policy_id, row.subject_kind, row.hash)
      if (row.is_under_now) read.entered.set(name, Number(row.starts_ms))
      read.place = Math.max(read.place, Number(row.last_place))
    }
    return read
  }
  const read = () => {
    all ??= load()
    all.catch(() => {
      all = undefined
    })
    return all
  }
  return Object.freeze({
    known: async () => (await read()).entered,
    async note({ entered, left }: EnteredChange, nowMs: number) {
      if (entered.size + left.length === 0) return
      const memory = await read()
      const rows = [
        ...[...entered].map(([name, startsMs]) => ({ name, is_under: true, startsMs })),
        ...left.map((name) => ({ name, is_under: false, startsMs: nowMs })),
      ]
      const first = memory.place + 1
      // Of an insert that failed half way some may be there: what is tried again comes after it.
      memory.place += rows.length
      await store.insert(
        'policy_entered',
        rows.map(({ name, is_under, startsMs }, at) => {
          const [policy_id, subject_kind, subject_hash] = name.split('\n')
          const instants = { noted_at: instant(nowMs), starts_at: instant(startsMs) }
          const place = `${first + at}`
          return { policy_id, subject_kind, subject_hash, place, is_under, ...instants }
        }),
      )
      for (const [name, startsMs] of entered) memory.entered.set(name, startsMs)
      for (const name of left) memory.entered.delete(name)
    },
  })
}

const instant = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, -1)
