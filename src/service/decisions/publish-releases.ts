import { existsSync } from 'node:fs'
import type { HashSecrets } from '../../config/key.js'
import type { Store } from '../../store/store.js'
import { type ByPeople, policyByPeople } from './by-people.js'
import { KEYS_MAX, type RulingRow } from './conclusions.js'
import { followerOf, keysByCheck } from './key-check.js'
import type { LetGo } from './let-go.js'
import type { PolicyFile } from './policy.js'
import { QUERIES } from './queries.js'
import { buildSnapshot, type SnapshotRows } from './snapshot-encode.js'
import { readSnapshot, writeSnapshot } from './snapshot-file.js'
import { rowsOf } from './snapshot-rows.js'
import {
  type KeyRow,
  lettingGoIn,
  type TakingAway,
  type ToldOfStore,
  takenAway,
  whomToKnow,
} from './taken-away.js'

export interface ReleaseOptions {
  readonly store: Store
  /** As the file has it; undefined where it cannot be read. */
  readonly policy: PolicyFile | undefined
  readonly people: ByPeople
  readonly hashSecret: HashSecrets
  /** Where the gate looks for it. */
  readonly path: string
  readonly nowMs: number
  /** What the gate was told last; what its file says, if left out. */
  readonly rows: SnapshotRows | undefined
  /** Told who is let go as a group, before they are. */
  readonly remember: (letGo: LetGo) => Promise<void>
  /** Told what is about to be in force, before it is. */
  readonly record: (rows: SnapshotRows) => Promise<void>
  /** Told of what could not be read: whoever is let go by it waits, and nobody else does. */
  readonly unread: (error: unknown) => void
}

/**
 * Publishes what is in force without whomever people let go since, for while nothing can be published anew. Resolves to it, or to
 * undefined where nothing is in force.
 */
export async function publishReleases(options: ReleaseOptions): Promise<SnapshotRows | undefined> {
  const rows = options.rows ?? (await rowsInForce(options))
  if (rows === undefined) return undefined
  const { people, nowMs, hashSecret } = options
  // What is in force may be of before a rotation; what is remembered is of now.
  const key = keysByCheck(hashSecret).get(rows.keyCheck)
  const follow = followerOf(hashSecret, rows.keyCheck)
  if (key === undefined || follow === undefined) return undefined
  const policy = options.policy && policyByPeople(options.policy, people)
  const known = { rows, policy, people, nowMs, key }
  const input = { ...known, told: await toldOf(known, options) }
  const letGo = [...lettingGoIn(input)].map(
    ([cause, hashes]) => [cause, new Set([...hashes].map(follow))] as const,
  )
  await options.remember(new Map(letGo))
  const left = takenAway(input)
  await options.record(left)
  await writeSnapshot(options.path, buildSnapshot(left))
  return left
}

async function rowsInForce({ path, hashSecret }: ReleaseOptions) {
  if (!existsSync(path)) return undefined
  const tables = await readSnapshot(path, [...keysByCheck(hashSecret).keys()])
  return 'refused' in tables ? undefined : rowsOf(tables)
}

/** Each as far as it can be read: what people signed is known without the store. */
async function toldOf(
  known: Omit<TakingAway, 'told'>,
  { store, nowMs, unread }: ReleaseOptions,
): Promise<ToldOfStore> {
  const read = async <Row>(work: () => Promise<readonly Row[]>) => {
    try {
      return await work()
    } catch (error) {
      unread(error)
      return undefined
    }
  }
  const now_ms = Math.trunc(nowMs)
  const rulings = await read(() => store.rows<RulingRow>(QUERIES.rulings, { now_ms }))
  const whom = { ...whomToKnow({ ...known, told: { rulings } }), keys_max: KEYS_MAX }
  const isAnybody = whom.accounts.length + whom.organizations.length > 0
  const keys = isAnybody ? await read(() => store.rows<KeyRow>(QUERIES.keysLetGo, whom)) : []
  const { runId } = known.rows
  const clusters =
    runId === null
      ? undefined
      : await read(() => store.rows<ClusterRow>(QUERIES.clusters, { run_id: runId }))
  return {
    rulings,
    keys: keys ?? [],
    clusters: new Map(clusters?.map((one) => [one.campaign_id, one.cluster_id])),
  }
}

interface ClusterRow {
  readonly campaign_id: string
  readonly cluster_id: string
}
