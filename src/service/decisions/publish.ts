import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type HashSecrets, hashKeyOf } from '../../config/key.js'
import { StillwatchError, systemProblem } from '../../domain/errors.js'
import type { Store } from '../../store/store.js'
import { type EnteredMemory, openEntered } from './batch-memory.js'
import { enteredChange, inBatches } from './batches.js'
import { type ByPeople, NOBODY, policyByPeople } from './by-people.js'
import { type Conclusions, NO_CONCLUSIONS, settledConclusions } from './conclusions.js'
import { keyCheckOf } from './key-check.js'
import type { LetGo } from './let-go.js'
import { DEFAULT_POLICY, type PolicyFile, policyFile } from './policy.js'
import { hashKeyWords } from './siphash.js'
import { buildSnapshot, type SnapshotRows } from './snapshot-encode.js'
import { writeSnapshot } from './snapshot-file.js'
import { snapshotRows } from './subjects.js'

/** The policy of a file. Without one, campaigns are observed and nobody is touched. */
export function readPolicy(path?: string): PolicyFile {
  if (path === undefined) return DEFAULT_POLICY
  if (!existsSync(path)) throw new StillwatchError('INPUT_MISSING', { path })
  const parsed = policyFile.safeParse(yamlOf(path))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const key = (issue?.path ?? []).map(String).join('.')
  throw new StillwatchError('POLICY_INVALID', {
    key: key === '' ? 'the whole' : key,
    file: path,
    problem: issue?.message ?? 'it does not fit',
  })
}

function yamlOf(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { logLevel: 'error' })
  } catch (error) {
    const problem = systemProblem(error) ?? 'it is not YAML'
    throw new StillwatchError('POLICY_INVALID', { key: 'the whole', file: path, problem }, error)
  }
}

export interface PublishOptions {
  readonly store: Store
  readonly policy: PolicyFile
  /** What people did besides. */
  readonly people?: ByPeople | undefined
  /** Whom they let go, under whatever name. */
  readonly letGo?: LetGo | undefined
  /** Who came under a policy that batches; what the store remembers, if left out. */
  readonly entered?: EnteredMemory | undefined
  readonly hashSecret: HashSecrets
  /** Where the gate looks for it. */
  readonly path: string
  readonly nowMs: number
  /** Told what is about to be in force, before it is. If it fails, nothing is published. */
  readonly record?: ((rows: SnapshotRows) => Promise<void>) | undefined
  /** What was read last, for while a run makes it anew. */
  readonly before?: Conclusions | undefined
}

export interface Published {
  readonly runId: string | null
  readonly subjects: number
  readonly bytes: number
  /** Undefined where they were not to be read. */
  readonly conclusions: Conclusions | undefined
}

/**
 * Puts the conclusions of the last finished run, the rulings and the policy into one snapshot. For the engine
 * to call after each run, and on a clock besides: the age of a snapshot tells that the engine lives. Nothing is
 * published, and what was is left, where a run was interrupted half way and nothing was read before.
 */
export async function publishDecisions(options: PublishOptions): Promise<Published | undefined> {
  const { store, people = NOBODY, letGo, hashSecret, nowMs } = options
  const asked = { policy: policyByPeople(options.policy, people), nowMs }
  const settled = await settledConclusions(store, asked, options.before)
  // To read it may take minutes. What people did meanwhile counts: nobody is touched by a policy that was just withdrawn.
  const policy = policyByPeople(options.policy, people)
  // Whoever pulls the kill switch does not wait for a run.
  if (settled === undefined && !policy.kill_switch) return undefined
  const conclusions = settled ?? NO_CONCLUSIONS
  const key = hashKeyWords(hashKeyOf(hashSecret))
  const found = snapshotRows({
    ...{ policy, people, letGo, conclusions, key, nowMs },
    keyCheck: keyCheckOf(hashSecret),
  })
  const memory = options.entered ?? openEntered(store)
  const known = await memory.known()
  // Of whom nothing was read, nobody has left.
  if (settled !== undefined) {
    const change = enteredChange({ rows: found, policy, known, key, nowMs })
    await memory.note(change, nowMs)
  }
  const rows = inBatches(found, policy, await memory.known())
  await options.record?.(rows)
  const file = buildSnapshot(rows)
  await writeSnapshot(options.path, file)
  return {
    runId: conclusions.runId,
    subjects: rows.subjects.length,
    bytes: file.length,
    conclusions: settled,
  }
}
