/**
 * Keeps the feed folder of MISP what the trail says is given out: it is written anew where that is another, and nothing else is
 * remembered. So a process that was killed writes it again.
 */
import type { MispSettings } from '../../config/outbound.js'
import { MISP } from '../../config/outbound.js'
import { isAsStrict, type Marking } from '../../domain/indicator.js'
import { writeFeed } from '../../pipeline/release/outlets.js'
import type { Ledger } from '../../records/ledger.js'
import { sharedForMisp } from '../../records/shared-documents.js'
import { sharesFor } from '../../records/shares.js'
import { type Log, problemTold } from '../log.js'
import type { SenderDoors, SenderOptions } from './sender.js'

export interface MispFeed {
  /** Writes the folder where it is not what it should be. It never throws. */
  tick(doors: Pick<SenderDoors, 'ledger' | 'reader'>): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** What expired meanwhile goes by then. */
const HOUR_MS = 3_600_000
const AGAIN_MS = 5000

export function makeMispFeed({ now, clock, log, settings }: SenderOptions): MispFeed {
  let written = ''
  let againMs = Number.NEGATIVE_INFINITY
  let working: Promise<void> | undefined
  const work = async (
    { folder, strictest }: MispSettings,
    wanted: string,
    { ledger, reader }: Pick<SenderDoors, 'ledger' | 'reader'>,
  ) => {
    try {
      const nowMs = now()
      // By campaign the one that was released last.
      const shares = new Map<string, NonNullable<Awaited<ReturnType<typeof sharedForMisp>>>>()
      for (const { sha256, share_id } of sharesIn(ledger, strictest, nowMs)) {
        const shared = await sharedForMisp(reader, sha256)
        if (shared === undefined) log.error({ share_id }, 'what MISP is to be told is lost')
        else shares.set(shared.campaign.campaign_id, shared)
      }
      await writeFeed(folder, [...shares.values()], new Date(nowMs).toISOString())
      written = wanted
      log.info({ events: shares.size }, 'the feed of MISP is written')
    } catch (error) {
      againMs = clock() + AGAIN_MS
      tellFailed(log, error)
    } finally {
      working = undefined
    }
  }
  return Object.freeze({
    tick(doors: Pick<SenderDoors, 'ledger' | 'reader'>) {
      const { misp } = settings()
      if (misp === undefined || working !== undefined || againMs > clock()) return
      if (doors.ledger.broken() !== null) return
      const shares = sharesIn(doors.ledger, misp.strictest, now()).map(({ share_id }) => share_id)
      const wanted = [misp.folder, Math.floor(now() / HOUR_MS), ...shares].join('\n')
      if (wanted !== written) working = work(misp, wanted, doors)
    },
    settled: async () => working,
  })
}

/** What is given out there and may still stand there: the settings may trust it with less than when two people wanted it. */
const sharesIn = (ledger: Pick<Ledger, 'state'>, strictest: Marking, nowMs: number) =>
  sharesFor(ledger.state(), MISP, nowMs).filter(({ marking }) => isAsStrict(marking, strictest))

const tellFailed = (log: Log, error: unknown) =>
  log.error(problemTold(error), 'the feed of MISP cannot be written')
