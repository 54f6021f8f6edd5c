import { ROLES } from '../../../domain/people.js'
import { lastFinishedRun } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import { inputOf } from '../input.js'
import { rfc3339 } from '../told.js'
import type { FileHealth, HealthAnswer, RejectedReason, RunHealth } from './api.js'
import { AUDIT_NEWEST } from './audit.js'

const runs = sqlFile(import.meta.url, './runs.sql', {})
const intake = sqlFile(import.meta.url, './intake.sql', {})
const files = sqlFile(import.meta.url, './files.sql', {})
const rejected = sqlFile(import.meta.url, './rejected.sql', {})
const schemaNumber = sqlFile(import.meta.url, './schema_number.sql', {})

export const HEALTH_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/health',
    summary:
      'How the store does: the newest runs, up to when was looked, what came in, which lines were not taken and why.',
    who: ROLES,
    read: health,
  },
  AUDIT_NEWEST,
])

interface RunRecord {
  readonly run_id: string
  readonly started: string
  readonly finished: string
  readonly program: string
}
interface IntakeRecord {
  readonly files: string
  readonly files_at_fault: string
  readonly lines_all: string
  readonly accepted_all: string
  readonly rejected_all: string
  readonly newest: string
}
/** 64-bit counts arrive as strings. */
type Counted<Row, Names extends keyof Row> = Omit<Row, Names> & Record<Names, string>
type FileRecord = Counted<Omit<FileHealth, 'unknown_keys'>, 'lines' | 'accepted' | 'rejected'> & {
  readonly unknown: readonly string[]
}
interface VersionRecord {
  readonly number: number
  readonly release: string
  readonly opened: string
}

async function health({ reader, nowMs }: ReadFrom): Promise<HealthAnswer> {
  const last = await lastFinishedRun(reader)
  const [took] = await reader.rows<IntakeRecord>(intake)
  const input = await inputOf(reader, last)
  const filesRead = await reader.rows<FileRecord>(files)
  const reasons = await reader.rows<Counted<RejectedReason, 'lines' | 'newest_line'>>(rejected)
  const versions = await reader.rows<VersionRecord>(schemaNumber)
  return {
    now: new Date(nowMs).toISOString(),
    runs: runsTold(await reader.rows<RunRecord>(runs)),
    watermark_at: last === undefined ? null : rfc3339(last.window_to),
    newest_at: took === undefined || took.newest === '' ? null : rfc3339(took.newest),
    intake: {
      files: Number(took?.files ?? 0),
      files_at_fault: Number(took?.files_at_fault ?? 0),
      lines: Number(took?.lines_all ?? 0),
      accepted: Number(took?.accepted_all ?? 0),
      rejected: Number(took?.rejected_all ?? 0),
    },
    files: filesRead.map(({ unknown, ...one }) => ({
      ...one,
      lines: Number(one.lines),
      accepted: Number(one.accepted),
      rejected: Number(one.rejected),
      unknown_keys: unknown,
    })),
    rejected: reasons.map((one) => ({
      ...one,
      lines: Number(one.lines),
      newest_line: Number(one.newest_line),
    })),
    detectors_off: input?.detectors_off ?? [],
    releases: versions.map(({ number, release, opened }) => ({
      ...{ release, schema_number: number },
      opened_at: rfc3339(opened),
    })),
  }
}

/** One run at a time: whichever has no end although another began after it failed. */
function runsTold(records: readonly RunRecord[]): readonly RunHealth[] {
  return records.map(({ run_id, started, finished, program }, place) => ({
    run_id,
    started_at: rfc3339(started),
    finished_at: finished === '' ? null : rfc3339(finished),
    state: finished !== '' ? 'finished' : place === 0 ? 'begun' : 'failed',
    version: program,
  }))
}
