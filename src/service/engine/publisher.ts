import { type HashSecrets, hashKeyOf } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import type { Head } from '../../records/audit.js'
import type { Ledger } from '../../records/ledger.js'
import { lostRestrictions, openRestrictions } from '../../records/restrictions.js'
import type { Store } from '../../store/store.js'
import { type EnteredMemory, openEntered } from '../decisions/batch-memory.js'
import { type ByPeople, policyByPeople, rulingsByPeople } from '../decisions/by-people.js'
import { type CarriedInput, carriedProposals, groupsBefore } from '../decisions/carried.js'
import { type CarriedTable, openCarried } from '../decisions/carried-table.js'
import { type Conclusions, NO_CONCLUSIONS } from '../decisions/conclusions.js'
import { addsTo, type Recorded, restrictionsOf } from '../decisions/in-force.js'
import { type LetGoMemory, lettingGo, openLetGo } from '../decisions/let-go.js'
import type { PolicyFile } from '../decisions/policy.js'
import { publishDecisions, readPolicy } from '../decisions/publish.js'
import { recordInForce } from '../decisions/record.js'
import type { InForceNow } from '../decisions/restricted.js'
import { hashKeyWords } from '../decisions/siphash.js'
import type { SnapshotRows } from '../decisions/snapshot-encode.js'
import { snapshotPath } from '../gate/run.js'
import { problemTold } from '../log.js'
import { type Done, publishIn } from './next-work.js'
import type { Opened } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'

const UNSETTLED =
  'a derivation is unfinished: what is in force stays until one has finished, but for the kill switch'

/** The age of a snapshot tells the gate that the engine lives. */
const EVERY_MS = 60_000

/** What decisions are read from, and what is done written to. */
type Doors = Pick<Opened, 'reader' | 'recorder' | 'ledger'>

export interface Publisher {
  /** Begins to publish if it is time to. Never beside itself, and it never throws. */
  tick(opened: Doors): void
  /** Something changed that decisions are made of. */
  want(): void
  /** Reads the policy file anew. */
  reload(): void
  /** The policy file as it was read last. */
  policy(): PolicyFile | undefined
  /** What the gate was told last; undefined before it was told anything. */
  inForce(): InForceNow | undefined
  failures(): number
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

const byPeople = (ledger: Ledger, { people, two_people_from }: ServeSettings): ByPeople => ({
  state: ledger.state(),
  needsTwoFrom: people.length === 0 ? undefined : two_people_from,
})

/** What one door to the store remembers. */
interface Memory {
  readonly of: Store
  readonly carried: CarriedTable
  readonly letGo: LetGoMemory
  readonly entered: EnteredMemory
}

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
  let busy: Promise<void> | undefined
  let policy: PolicyFile | undefined
  let before: Conclusions | undefined
  let recorded: Recorded | undefined
  let memory: Memory | undefined
  let published: InForceNow | undefined
  const reload = () => {
    try {
      policy = readPolicy(file().serve.policy)
    } catch (error) {
      // What was in force stays in force. Where nothing was, nothing is published: no policy would let everybody go.
      log.error(problemTold(error), 'policy not read')
    }
  }
  const publish = async ({ reader, recorder, ledger }: Doors) => {
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
      const restrictions = restrictionsOf(rows)
      let head: Head | undefined
      try {
        head = await recordInForce(recorder, { rows, restrictions, policy: inForce, people, nowMs })
        recorded = { restrictions, rows }
      } catch (error) {
        // That a disk is full must touch nobody unrecorded, and keep nobody touched either.
        const known = recorded ?? { restrictions: await openRestrictions(reader), rows: undefined }
        if (addsTo(known, rows)) throw error
        log.error(problemTold(error), 'restrictions not recorded')
      }
      // Noted where the store is not: whoever makes the trail anew cannot make this line anew.
      if (head !== undefined) log.info({ seq: head.seq, hash: head.hash }, 'audit')
    }
    // A store that was opened anew has a door of its own.
    if (memory?.of !== recorder) {
      memory = {
        of: recorder,
        carried: openCarried(recorder),
        letGo: openLetGo(recorder),
        entered: openEntered(recorder),
      }
    }
    const { letGo: remembered, carried } = memory
    const entered = noting(memory.entered)
    const letGo = await remembered.known()
    const settings = { policy, people, letGo, entered, hashSecret, path, nowMs, record }
    const done = await publishDecisions({ store: reader, ...settings, before })
    if (done === undefined) log.warn({}, UNSETTLED)
    const read = done?.conclusions
    before = read ?? before
    if (read !== undefined && recorded?.rows !== undefined) {
      const known = { ...recorded, rows: recorded.rows, people, conclusions: read, nowMs }
      const key = hashKeyWords(hashKeyOf(hashSecret))
      await propose(reader, carried, { ...known, key, policy: policyByPeople(policy, people) })
    }
    if (before !== undefined) await remember(remembered, { people, hashSecret, nowMs, before })
    if (told === undefined) return
    const conclusions = before ?? NO_CONCLUSIONS
    published = { rows: told, conclusions, policy: inForce, people, hashSecret, nowMs }
  }
  /** Who could not be noted is not touched yet; whoever is let go is let go all the same. */
  const noting = (memory: EnteredMemory): EnteredMemory => ({
    ...memory,
    note: (change, nowMs) =>
      memory.note(change, nowMs).catch((error: unknown) => {
        log.error(problemTold(error), 'who came under a policy is not noted')
      }),
  })
  const propose = async (
    reader: Store,
    carried: CarriedTable,
    known: Omit<CarriedInput, 'lost'>,
  ) => {
    try {
      const lost = await lostRestrictions(reader, groupsBefore(known.conclusions))
      await carried.keep(carriedProposals({ ...known, lost }))
    } catch (error) {
      // Nothing is done by them; the next publishes them.
      log.error(problemTold(error), 'proposals for successors not written')
    }
  }
  const remember = async (
    letGo: LetGoMemory,
    { people, hashSecret, nowMs, before: read }: Remembered,
  ) => {
    const key = hashKeyWords(hashKeyOf(hashSecret))
    const rulings = rulingsByPeople(read.rulings, people, nowMs)
    const seen = { people, key, conclusions: { ...read, rulings } }
    const ids = (policy?.policies ?? []).map(({ policy_id }) => policy_id)
    try {
      await letGo.note(lettingGo(seen, ids))
    } catch (error) {
      // They are let go by name all the same; what is missing is tried again with the next.
      log.error(problemTold(error), 'who was let go is not remembered')
    }
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
    busy = undefined
  }
  return Object.freeze({
    tick(opened: Doors) {
      const instants = { clockMs: clock(), wallMs: now() }
      if (busy !== undefined || publishIn(last, { isWanted, everyMs: EVERY_MS }, instants) > 0)
        return
      isWanted = false
      busy = attempt(opened)
    },
    settled: async () => busy,
    want: () => {
      isWanted = true
    },
    reload,
    policy: () => policy,
    inForce: () => published,
    failures: () => last?.failures ?? 0,
  })
}
