import { type HashSecrets, hashKeyOf } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import type { Ledger } from '../../records/ledger.js'
import { openRestrictions } from '../../records/restrictions.js'
import type { Store } from '../../store/store.js'
import { type ByPeople, policyByPeople, rulingsByPeople } from '../decisions/by-people.js'
import { type Conclusions, NO_CONCLUSIONS } from '../decisions/conclusions.js'
import { addsTo, type Recorded, restrictionsOf } from '../decisions/in-force.js'
import { lettingGo } from '../decisions/let-go.js'
import { DEFAULT_POLICY, type PolicyFile } from '../decisions/policy.js'
import { publishDecisions, readPolicy } from '../decisions/publish.js'
import { publishReleases } from '../decisions/publish-releases.js'
import { type InForce, recordInForce } from '../decisions/record.js'
import type { InForceNow } from '../decisions/restricted.js'
import { hashKeyWords } from '../decisions/siphash.js'
import type { SnapshotRows } from '../decisions/snapshot-encode.js'
import { snapshotPath } from '../gate/run.js'
import { problemTold } from '../log.js'
import { type Done, publishIn } from './next-work.js'
import type { Opened } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import { makePublisherMemory } from './publisher-memory.js'

const UNSETTLED =
  'a derivation is unfinished: until one has finished nobody is added to what is in force, and whoever is let go is let go'

const UNRECORDED = 'restrictions not recorded'

/** The age of a snapshot tells the gate that the engine lives. */
const EVERY_MS = 60_000

/** What decisions are read from, and what is done written to. */
type Doors = Pick<Opened, 'reader' | 'recorder' | 'ledger'>

export interface Publisher {
  /** Begins to publish if it is time to. Never beside itself, and it never throws. */
  tick(opened: Doors): void
  /** Something changed that decisions are made of. */
  want(): void
  /** People did something: whom they let go waits neither until all is told anew, nor for a pause after what failed. */
  acted(): void
  /** Reads the policy file anew. */
  reload(): void
  /** The policy file as it was read last. */
  policy(): PolicyFile | undefined
  /** What the gate was told last; undefined before it was told anything. */
  inForce(): InForceNow | undefined
  failures(): number
  /** Whether nobody is added at present: the last publication only let go whomever people let go. */
  isOnlyReleasing(): boolean
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

const byPeople = (ledger: Ledger, { people, two_people_from }: ServeSettings): ByPeople => ({
  state: ledger.state(),
  needsTwoFrom: people.length === 0 ? undefined : two_people_from,
})

interface Remembered {
  readonly people: ByPeople
  readonly hashSecret: HashSecrets
  readonly nowMs: number
  readonly before: Conclusions
}

/** Publishes decisions on a clock of its own, beside the run that may be under way. */
export function makePublisher(options: EngineOptions, file: () => EngineFile): Publisher {
  const { now, clock, log } = options
  let last: Done | null = null
  let isWanted = false
  let hasActed = false
  let busy: Promise<void> | undefined
  let policy: PolicyFile | undefined
  let before: Conclusions | undefined
  let recorded: Recorded | undefined
  let published: InForceNow | undefined
  let isOnlyReleasing = false
  const memory = makePublisherMemory(log)
  const reload = () => {
    try {
      policy = readPolicy(file().serve.policy)
    } catch (error) {
      // What was in force stays in force. Where nothing was, nothing is published: no policy would let everybody go.
      log.error(problemTold(error), 'policy not read')
    }
  }
  const writeDown = async (recorder: Store, known: Omit<InForce, 'restrictions'>) => {
    const restrictions = restrictionsOf(known.rows)
    const head = await recordInForce(recorder, { ...known, restrictions })
    recorded = { restrictions, rows: known.rows }
    // Noted where the store is not: whoever makes the trail anew cannot make this line anew.
    if (head !== undefined) log.info({ seq: head.seq, hash: head.hash }, 'audit')
  }
  /** Resolves to whether all that is to be in force could be told. */
  const publishWhole = async ({ reader, recorder, ledger }: Doors): Promise<boolean> => {
    if (policy === undefined) reload()
    if (policy === undefined) throw new Error('there is no policy to publish by')
    const { serve, hashSecret } = file()
    const path = snapshotPath(serve.state)
    const nowMs = now()
    const inForce = policy
    let told: SnapshotRows | undefined
    const people = byPeople(ledger, serve)
    const record = async (rows: SnapshotRows) => {
      told = rows
      try {
        await writeDown(recorder, { rows, policy: inForce, people, nowMs })
      } catch (error) {
        // That a disk is full must touch nobody unrecorded, and keep nobody touched either.
        const known = recorded ?? { restrictions: await openRestrictions(reader), rows: undefined }
        if (addsTo(known, rows)) throw error
        log.error(problemTold(error), UNRECORDED)
      }
    }
    const letGo = await memory.letGo(recorder)
    const known = { policy, people, letGo, entered: memory.entered(recorder), before }
    const done = await publishDecisions({
      ...{ ...known, store: reader, hashSecret, path, nowMs, record },
    })
    if (done === undefined) return false
    const read = done.conclusions
    before = read ?? before
    if (read !== undefined && recorded?.rows !== undefined) {
      const from = { ...recorded, rows: recorded.rows, people, conclusions: read, nowMs }
      const key = hashKeyWords(hashKeyOf(hashSecret))
      const policyNow = policyByPeople(policy, people)
      await memory.propose({ reader, recorder }, { ...from, key, policy: policyNow })
    }
    if (before !== undefined) await remember(recorder, { people, hashSecret, nowMs, before })
    if (told !== undefined) {
      const conclusions = before ?? NO_CONCLUSIONS
      published = { rows: told, conclusions, policy: inForce, people, hashSecret, nowMs }
    }
    return true
  }
  /** Whoever is let go does not wait until all can be told anew. */
  const release = async ({ reader, recorder, ledger }: Doors) => {
    const { serve, hashSecret } = file()
    const nowMs = now()
    const people = byPeople(ledger, serve)
    const known = { policy, people, hashSecret, nowMs }
    const rows = await publishReleases({
      ...{ ...known, store: reader, path: snapshotPath(serve.state), rows: published?.rows },
      // Whoever is let go is let go unrecorded too: nobody else is touched by it.
      record: (rows) =>
        writeDown(recorder, { rows, policy, people, nowMs }).catch((error: unknown) =>
          log.error(problemTold(error), UNRECORDED),
        ),
      remember: (letGo) => memory.keepLetGo(recorder, letGo),
      unread: (error) => log.error(problemTold(error), 'who is let go is known in part'),
    })
    if (rows === undefined) return
    const conclusions = before ?? NO_CONCLUSIONS
    published = {
      ...known,
      rows,
      conclusions,
      policy: policy ?? published?.policy ?? DEFAULT_POLICY,
    }
  }
  const publish = async (doors: Doors) => {
    let failure: { readonly error: unknown } | undefined
    const isWhole = await publishWhole(doors).catch((error: unknown) => {
      failure = { error }
      return false
    })
    if (isWhole) {
      isOnlyReleasing = false
      return
    }
    isOnlyReleasing = true
    if (failure === undefined) log.warn({}, UNSETTLED)
    await release(doors)
    if (failure !== undefined) throw failure.error
  }
  const remember = async (
    recorder: Store,
    { people, hashSecret, nowMs, before: read }: Remembered,
  ) => {
    const key = hashKeyWords(hashKeyOf(hashSecret))
    const rulings = rulingsByPeople(read.rulings, people, nowMs)
    const seen = { people, key, conclusions: { ...read, rulings } }
    const ids = (policy?.policies ?? []).map(({ policy_id }) => policy_id)
    await memory.keepLetGo(recorder, lettingGo(seen, ids))
  }
  const attempt = async (opened: Doors) => {
    const startedMs = clock()
    let failures = 0
    try {
      await publish(opened)
    } catch (error) {
      failures = (last?.failures ?? 0) + 1
      log.error({ ...problemTold(error), failures }, 'decisions not published')
    }
    last = { startedMs, endedMs: clock(), failures }
  }
  /** Before all is told anew, which may take long, and between two attempts that fail. */
  const releaseNow = async (opened: Doors) => {
    try {
      await release(opened)
    } catch (error) {
      log.error(problemTold(error), 'who is let go is not published')
    }
  }
  const work = async (
    opened: Doors,
    { isDue, isReleasing }: Record<'isDue' | 'isReleasing', boolean>,
  ) => {
    if (isReleasing && (published !== undefined || !isDue)) await releaseNow(opened)
    if (isDue) await attempt(opened)
    busy = undefined
  }
  return Object.freeze({
    tick(opened: Doors) {
      const instants = { clockMs: clock(), wallMs: now() }
      if (busy !== undefined) return
      const isDue = publishIn(last, { isWanted, everyMs: EVERY_MS }, instants) <= 0
      const isReleasing = hasActed
      if (!isDue && !isReleasing) return
      hasActed = false
      if (isDue) isWanted = false
      busy = work(opened, { isDue, isReleasing })
    },
    settled: async () => busy,
    want: () => {
      isWanted = true
    },
    acted: () => {
      isWanted = true
      hasActed = true
    },
    reload,
    policy: () => policy,
    inForce: () => published,
    failures: () => last?.failures ?? 0,
    isOnlyReleasing: () => isOnlyReleasing,
  })
}
