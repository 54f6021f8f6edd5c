import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateBench } from '../../../lab/bench.js'
import { blastRadius } from '../../../service/decisions/blast-radius.js'
import type { Policy, PolicyFile } from '../../../service/decisions/policy.js'
import { readTold, toldPath } from '../../../service/engine/told.js'
import { openServed } from '../../../store/served.js'
import { statement } from '../../../store/sql.js'
import type { Store } from '../../../store/store.js'
import { startLiveService } from '../../evaluate/live-service.js'
import { makeTemporary, removeTemporary } from '../../temporary.js'
import { inChild, median } from '../bench.js'
import type { ScanRead } from '../measured.js'
import { policiesOf, type Sample } from './policies.js'
import { sampleOf } from './sample.js'

export interface PolicyBenchRun {
  readonly exchanges: number
  /** Stays, with the store; without one, all of it is gone afterwards. */
  readonly folder: string | undefined
  readonly progress: (text: string) => void
}

export interface PolicyMeasured {
  readonly policy_id: string
  readonly subjects: number
  readonly accounts: number
  readonly exchanges: number
  readonly clear: number
  /** Each time that it was asked while a run went on; none where the run was over too soon. */
  readonly beside_seconds: readonly number[]
  readonly alone_seconds: readonly number[]
}

export interface PolicyBench {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string }
  readonly exchanges: number
  readonly accounts: number
  readonly days: number
  /** Of the columns that are asked of each exchange, by the same door, after the run. */
  readonly bare_read_seconds: number
  readonly policies: readonly PolicyMeasured[]
}

const DAYS = 365
const ROUNDS = 3
const POLL_MS = 200
const SECRET = 'bench'
const DAY_MS = 86_400_000

/** What each exchange is asked for, read and hashed once. */
const BARE = statement(
  'bare_read',
  `SELECT sum(cityHash64(account_id, received_at, exchange_id, model, api_key_id, organization_id)) AS sum
   FROM exchange`,
)

/** How soon the service says whom a policy would have touched, as long as its rebuild goes on and after it. */
export async function benchPolicy(run: PolicyBenchRun): Promise<PolicyBench> {
  const folder = run.folder ?? makeTemporary('stillwatch-bench-policy-')
  const state = join(folder, 'service')
  try {
    const sample = await made(folder, run)
    rmSync(state, { recursive: true, force: true })
    const store = join(folder, 'store')
    // One run: the rebuild with which every service begins.
    const settings = { hash_secret: SECRET, store: { path: store }, run_minutes: 60 }
    const service = await startLiveService(state, settings)
    try {
      return await measured(toldPath(join(state, 'state')), openServed(store), sample, run)
    } finally {
      await service.end()
    }
  } finally {
    rmSync(state, { recursive: true, force: true })
    if (run.folder === undefined) removeTemporary(folder)
  }
}

const SAMPLE = 'sample.json'
const EXAMPLE = new URL('../../../../examples/harvest/', import.meta.url)

/** The store, scanned; as it is where an earlier bench kept one. */
async function made(
  folder: string,
  { exchanges, progress }: Pick<PolicyBenchRun, 'exchanges' | 'progress'>,
): Promise<Sample> {
  const file = join(folder, SAMPLE)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Sample
  progress('logs of a year')
  const { accounts } = generateBench({ exchanges, kb: 1, folder, seed: '1', days: DAYS })
  const sample = { exchanges, accounts, ...(await sampleOf(folder)) }
  // What has campaigns whatever the size of the rest.
  for (const name of readdirSync(EXAMPLE).filter((one) => /\.jsonl(?:\.gz)?$/.test(one))) {
    cpSync(new URL(name, EXAMPLE), join(folder, name.replace('.', '-example.')))
  }
  progress('a scan of them')
  await inChild<ScanRead>({ kind: 'scan', folder })
  for (const name of readdirSync(folder).filter((one) => /\.jsonl(?:\.gz)?$/.test(one))) {
    rmSync(join(folder, name))
  }
  writeFileSync(file, JSON.stringify(sample))
  return sample
}

async function measured(
  told: string,
  store: Store,
  sample: Sample,
  { progress }: Pick<PolicyBenchRun, 'progress'>,
): Promise<PolicyBench> {
  const isRunning = () => /^(?:run|rebuild)$/.test(readTold(told)?.work ?? '')
  const policies = policiesOf(sample)
  const beside = policies.map((): number[] => [])
  const alone = policies.map((): number[] => [])
  const found: (Omit<PolicyMeasured, 'beside_seconds' | 'alone_seconds'> | undefined)[] = []
  const round = async (into: number[][], wanted: boolean) => {
    for (const [place, policy] of policies.entries()) {
      const before = isRunning()
      const { seconds, ...touched } = await tried(store, policy)
      found[place] = touched
      if (before === wanted && isRunning() === wanted) into[place]?.push(seconds)
    }
  }
  progress('beside a run')
  while (!isRunning()) await sleep(POLL_MS)
  // What holds a question up is one statement of the run, nobody knows which.
  while (isRunning()) await round(beside, true)
  progress('after it')
  while (isRunning()) await sleep(POLL_MS)
  for (let done = 0; done < ROUNDS; done += 1) await round(alone, false)
  const bare: number[] = []
  for (let done = 0; done < ROUNDS; done += 1) bare.push(await timed(() => store.rows(BARE)))
  return {
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      node: process.version,
    },
    ...{ exchanges: sample.exchanges, accounts: sample.accounts, days: DAYS },
    bare_read_seconds: median(bare),
    policies: found.flatMap((one, place) =>
      one === undefined
        ? []
        : [{ ...one, beside_seconds: beside[place] ?? [], alone_seconds: alone[place] ?? [] }],
    ),
  }
}

/** As `policy try` asks it, of one policy. The logs begin on a day of their own, so all of the store is asked for. */
async function tried(store: Store, policy: Policy) {
  const file: PolicyFile = { ...EMPTY, policies: [policy] }
  let found: Awaited<ReturnType<typeof blastRadius>> = null
  const nowMs = Date.now()
  const days = Math.ceil(nowMs / DAY_MS)
  const seconds = await timed(async () => {
    found = await blastRadius(store, { policy: file, hashSecret: SECRET, nowMs, days })
  })
  const [radius] = (found as Awaited<ReturnType<typeof blastRadius>>)?.policies ?? []
  const touched = radius?.touched ?? []
  const sum = (of: 'accounts' | 'exchanges') => touched.reduce((total, one) => total + one[of], 0)
  return {
    policy_id: policy.policy_id,
    subjects: radius?.subjects ?? 0,
    accounts: sum('accounts'),
    exchanges: sum('exchanges'),
    clear: touched.find(({ standing }) => standing === 'clear')?.accounts ?? 0,
    seconds,
  }
}

const EMPTY: Omit<PolicyFile, 'policies'> = {
  schema: 'stillwatch.policy/1',
  kill_switch: false,
  never_touch: { accounts: [], organizations: [], api_keys: [] },
  template_shingles_min: 4,
  template_weight_bits_min: 6,
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
