import { StillwatchError } from '../../domain/errors.js'
import { type Made, madeOf, makeBackup, type Tell } from '../backup/backup.js'
import type { Log } from '../log.js'
import { problemTold } from '../log.js'
import { type Opened, spoolFolder } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import { STOPPED } from './run.js'
import type { AskBackup } from './serve-backup.js'

interface Asked {
  readonly into: string
  readonly tell: Tell
  readonly resolve: (made: Made) => void
  readonly reject: (error: unknown) => void
}

/** The backup that was asked for, if one was: at most one, from the asking until it is made. */
export interface AskedBackup {
  readonly ask: AskBackup
  isAsked(): boolean
  /** Makes it. Whoever asked is told how it went, so that it never throws. */
  make(
    opened: Pick<Opened, 'store'>,
    file: EngineFile,
    options: Pick<EngineOptions, 'now' | 'clock' | 'version'> & {
      readonly log: Log
      readonly isStopping: () => boolean
    },
  ): Promise<void>
}

export function makeAskedBackup(): AskedBackup {
  let asked: Asked | undefined
  return Object.freeze({
    isAsked: () => asked !== undefined,
    async ask(into: string, tell: Tell) {
      if (asked !== undefined) throw new StillwatchError('BACKUP_UNDERWAY')
      return new Promise<Made>((resolve, reject) => {
        asked = { into, tell, resolve, reject }
      })
    },
    async make({ store }, file, { log, now, clock, version, isStopping }) {
      if (asked === undefined) return
      const { into, tell, resolve, reject } = asked
      const startedMs = clock()
      log.info({}, 'backup started')
      try {
        const manifest = await makeBackup({
          store,
          into,
          spool: spoolFolder(file.serve.state),
          hashSecret: file.hashSecret,
          version,
          nowMs: now(),
          tell: (...at) => {
            if (isStopping()) throw STOPPED
            tell(...at)
          },
        })
        const made = madeOf(into, manifest)
        const { rows, bytes, segments, audit } = made
        const seconds = (clock() - startedMs) / 1000
        log.info({ rows, bytes, segments, audit, seconds }, 'backup made')
        resolve(made)
      } catch (error) {
        log.error(
          error === STOPPED ? { problem: 'stopping' } : problemTold(error),
          'no backup made',
        )
        reject(error)
      } finally {
        asked = undefined
      }
    },
  } satisfies AskedBackup)
}
