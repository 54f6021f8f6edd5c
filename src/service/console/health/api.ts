/** What the console is told of how the service does, and of the audit trail. Types alone. */

export interface RunHealth {
  readonly run_id: string
  readonly started_at: string
  /** Null where it has not ended with findings. */
  readonly finished_at: string | null
  /** `begun` may be under way: no run began after it. One that began before another and has no end failed. */
  readonly state: 'finished' | 'failed' | 'begun'
  readonly version: string
}

export interface FileHealth {
  readonly file: string
  readonly kind: string
  readonly source: string
  readonly lines: number
  readonly accepted: number
  readonly rejected: number
  /** Why it could not be read, or not to its end; empty where it could. */
  readonly fault: string
  readonly unknown_keys: readonly string[]
}

export interface RejectedReason {
  readonly reason: string
  readonly lines: number
  readonly newest_file: string
  readonly newest_line: number
}

export interface HealthAnswer {
  readonly now: string
  /** The newest 30, the newest first. */
  readonly runs: readonly RunHealth[]
  /** Up to which instant the last finished run looked; null before the first. */
  readonly watermark_at: string | null
  /** The newest exchange that was taken in and prepared for a run. */
  readonly newest_at: string | null
  readonly intake: {
    readonly files: number
    readonly files_at_fault: number
    readonly lines: number
    readonly accepted: number
    readonly rejected: number
  }
  /** At most 50: those of which not all was taken first. */
  readonly files: readonly FileHealth[]
  readonly rejected: readonly RejectedReason[]
  readonly detectors_off: readonly { readonly id: string; readonly missing: readonly string[] }[]
  /** Which releases opened the store, the newest first. */
  readonly releases: readonly {
    readonly release: string
    readonly schema_number: number
    readonly opened_at: string
  }[]
}

export interface AuditEntry {
  readonly entry: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly subject: string
  /** JSON, as it was sealed. */
  readonly facts: string
}

export interface AuditName {
  readonly name: string
  readonly entries: number
}

export interface AuditNewestAnswer {
  /** The newest first. */
  readonly entries: readonly AuditEntry[]
  /** Where the next page begins; null at the first entry of the trail. */
  readonly before: number | null
  readonly actors: readonly AuditName[]
  readonly actions: readonly AuditName[]
}

/** As `GET /readyz` says it, where a service runs. What the engine found is told only to who may see figures. */
export interface ReadyAnswer {
  readonly status: string
  readonly degraded: readonly string[]
  readonly snapshot: { readonly age_ms: number | null; readonly subjects: number }
  readonly engine: {
    readonly state: string
    readonly watermark?: string | null
    readonly lag_seconds?: number | null
  } | null
  readonly spool: {
    readonly bytes: number
    readonly segments: number
    readonly rows: number
    readonly lag_ms: number
  }
}
