import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { hashKeyOf } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import { type Ledger, type LedgerOptions, openLedger } from '../../records/ledger.js'
import type { Everybody } from '../../records/shares.js'
import type { State } from '../../records/state.js'
import { loadSources } from '../../sources/index.js'
import { makeFolder } from '../../store/folder.js'
import { HASHES_BEGIN, openStore } from '../../store/open.js'
import { openReader } from '../../store/reader.js'
import { openRecorder } from '../../store/recorder.js'
import { lastFinishedRun } from '../../store/runs.js'
import { SERVED_BYTES_MAX, SERVED_SECONDS_MAX, servedSocket } from '../../store/served.js'
import type { Store } from '../../store/store.js'
import { accountCompany } from '../connector/guards.js'
import type { InForceNow } from '../decisions/restricted.js'
import { takeMarksAlong } from '../erasure/marks.js'
import { eraseNoted, NONE_NOTED, type Noted } from '../erasure/wanted.js'
import { makeReceiver, type Receiver } from '../partners/receiver.js'
import { partnersTelling } from '../partners/tellings.js'
import { beforeActs } from '../people/before-acts.js'
import { servePeople } from '../people/door.js'
import { peopleSocket } from '../people/socket.js'
import type { Who } from '../people/who.js'
import type { Previews } from '../sharing/previews.js'
import { type Drain, openDrain } from '../spool/drain.js'
import { openTaxii, type Taxii } from '../taxii/open.js'
import type { EngineFile, EngineOptions } from './options.js'
import type { AskBackup } from './serve-backup.js'
import { serveReads } from './serve-reads.js'

export interface Opened {
  readonly store: Store
  /** For what must not wait for a run. */
  readonly reader: Store
  /** For what people and the service did. */
  readonly recorder: Store
  /** What people did and do. */
  readonly ledger: Ledger
  readonly drain: Drain
  /** Takes in what partners tell. */
  readonly receive: Receiver
  /** What is shared with others. */
  readonly taxii: Taxii
  /** Erasures that are noted, and what became of them now. */
  readonly erasures: Noted
  /** Whether another process may be running into the same store. */
  readonly isShared: boolean
  readonly watermark: string | null
  /** Why the command line cannot read through the service, where it cannot. */
  readonly unserved: unknown
  /** Why people cannot act through the service, where they cannot. */
  readonly unheard: unknown
  close(): Promise<void>
}

/** Who may act, by what file, and when. */
export interface OfPeople
  extends Pick<
    LedgerOptions,
    'now' | 'endsMs' | 'policies' | 'noted' | 'proposalMs' | 'enrolling' | 'guards' | 'signing'
  > {
  readonly who: Who
  /** Called once something was done that decisions may rest on. */
  readonly acted: () => void
  /** What the gate was told last. */
  readonly inForce: () => InForceNow | undefined
  /** Whom something can go to, by the settings as they are whenever it is asked. */
  readonly everybody: () => Everybody
  /** What would be shared, read through a door of its own and the one that answers at once, and what people did by then. */
  readonly previews: (store: Store, reader: Store, state: () => State) => Previews
}

export const spoolFolder = (state: string): string => join(state, 'spool')

// Decisions are read in a few statements, over all members of all campaigns.
const PUBLISH_BOUNDS = { secondsMax: 300, rowsMax: 20_000_000, bytesMax: 4 * 1024 ** 3 }
// A preview reads every text once; what it finds is little.
const SHARED_BOUNDS = { secondsMax: 3600, rowsMax: 1_000_000, bytesMax: 256 * 1024 ** 2 }
/** Of what people ask, who wait for it. */
const ASKED_BOUNDS = { secondsMax: 60, rowsMax: 2_000_000, bytesMax: 512 * 1024 ** 2 }
const SERVED_BOUNDS = {
  secondsMax: SERVED_SECONDS_MAX / 2,
  rowsMax: 1_000_000,
  bytesMax: SERVED_BYTES_MAX / 2,
}

export interface OpenOptions extends Pick<EngineOptions, 'sealKey' | 'log'> {
  /** As the settings are whenever it is asked. */
  readonly sharing: () => ServeSettings['sharing']
  /** Called once a partner told something that the next run should weigh. */
  readonly heard: () => void
}

/** Opens the store with all that the engine does to it. What fails leaves nothing open. */
export async function openAll(
  file: EngineFile,
  people: OfPeople,
  askBackup: AskBackup,
  { sealKey, log, sharing, heard }: OpenOptions,
): Promise<Opened> {
  const { storePath: path, storeUrl: url, serve } = file
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closeOne of closers.reverse()) await closeOne()
  }
  try {
    const store = await openStore({
      ...{ path, url, hashKey: hashKeyOf(file.hashSecret) },
      rekeying: (step, done, of) => log.info({ done, of }, step),
      beginning: () => log.warn({}, HASHES_BEGIN),
    })
    closers.push(store.close)
    await takeMarksAlong(serve.state, file.hashSecret)
    const reader = await openReader({ path, url }, PUBLISH_BOUNDS)
    closers.push(reader.close)
    const asked = await openReader({ path, url }, ASKED_BOUNDS)
    closers.push(asked.close)
    const recorder = await openRecorder({ path, url })
    closers.push(recorder.close)
    const sharer = await openReader({ path, url }, SHARED_BOUNDS)
    closers.push(sharer.close)
    const previews = people.previews(sharer, reader, () => ledger.state())
    closers.push(previews.stop)
    const openPeople = () =>
      openLedger({
        ...people,
        preview: previews.known,
        previewMade: previews.made,
        people: people.who.people,
        company: (account_id) => accountCompany(reader, account_id),
        ...beforeActs(reader),
        canErase: url === undefined,
        channels: () => partnersTelling(sharing()),
        store: recorder,
        newId: randomUUID,
      })
    let ledger = await openPeople()
    const erasing = { store, state: serve.state, hashSecret: file.hashSecret, now: people.now }
    // Behind a break may stand that it was taken back.
    const mayErase = url === undefined && ledger.broken() === null
    const noted = mayErase ? await eraseNoted(erasing, ledger.state(), log) : NONE_NOTED
    // It keeps whom it knew.
    if (noted.done > 0) ledger = await openPeople()
    const folder = spoolFolder(serve.state)
    makeFolder(folder)
    const drain = await openDrain({
      store,
      folder,
      sources: await loadSources(),
      sourceId: undefined,
      hashKey: hashKeyOf(file.hashSecret),
      sealKey,
    })
    const run = await lastFinishedRun(store)
    const unserved = url === undefined ? await serveCommands(path, closers, askBackup) : undefined
    const receive = makeReceiver(recorder, heard)
    const unheard = await listenToPeople(
      file,
      people,
      { ledger, reader, asked, previews, receive },
      closers,
    )
    const { now } = people
    const taxii = await openTaxii({ path, url, state: serve.state, sharing, now, log })
    closers.push(taxii.close)
    const watermark = run === undefined ? null : instantOf(run.window_to)
    return {
      store,
      reader,
      recorder,
      ledger,
      drain,
      receive,
      taxii,
      erasures: noted,
      isShared: url !== undefined,
      watermark,
      unserved,
      unheard,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Lets the command line read through the socket. A path that is too long for one stops nothing else. */
async function serveCommands(
  path: string,
  closers: (() => Promise<void>)[],
  askBackup: AskBackup,
): Promise<unknown> {
  const reader = await openReader({ path }, SERVED_BOUNDS)
  closers.push(reader.close)
  try {
    closers.push(await serveReads(servedSocket(path), reader, askBackup))
    return undefined
  } catch (error) {
    return error
  }
}

async function listenToPeople(
  { serve: { state } }: EngineFile,
  people: OfPeople,
  doors: Pick<Opened, 'ledger' | 'reader' | 'receive'> & {
    readonly asked: Store
    readonly previews: Previews
  },
  closers: (() => Promise<void>)[],
): Promise<unknown> {
  try {
    closers.push(await servePeople(peopleSocket(state), { ...people, ...doors }))
    return undefined
  } catch (error) {
    return error
  }
}

/** An instant as the engine prints it, as JSON has it. */
export const instantOf = (text: string): string =>
  new Date(`${text.replace(' ', 'T')}Z`).toISOString()
