/** What is not as it should be, in words, each with what to do. */
import type { HealthAnswer, ReadyAnswer } from '../../../../src/service/console/health/api.js'
import { ageText, counted } from '../../parts/format.js'

export interface Trouble {
  readonly id: string
  readonly what: string
  readonly remedy: string
}

/** How long what came in may wait for a run before it is said; runs begin every few minutes. */
const LAG_MS_MAX = 60 * 60_000
const SPOOL_MS_MAX = 10 * 60_000

export function troublesOf(
  health: HealthAnswer,
  ready: ReadyAnswer | undefined,
): readonly Trouble[] {
  const failed = failedInARow(health)
  const { intake, detectors_off } = health
  const unseenMs = 1000 * (ready?.engine?.lag_seconds ?? 0)
  return [
    ...(ready?.degraded ?? []).map(
      (id) => DEGRADED[id] ?? { id, what: `The gate says “${id}”.`, remedy: 'Look at its log.' },
    ),
    ...(failed > 0
      ? [
          {
            id: 'runs',
            what: `The last ${counted(failed, 'run')} that began failed.`,
            remedy: 'Findings stay those of the run before. The log says at which stage it ended.',
          },
        ]
      : []),
    ...(unseenMs > LAG_MS_MAX
      ? [
          {
            id: 'lag',
            what: `The oldest record that no run has seen has waited ${ageText(unseenMs)}.`,
            remedy: 'A run may be under way; if it lasts, look at how long runs take.',
          },
        ]
      : []),
    ...((ready?.spool.lag_ms ?? 0) > SPOOL_MS_MAX
      ? [
          {
            id: 'spool',
            what: `The oldest record of the spool has waited ${ageText(ready?.spool.lag_ms ?? 0)}.`,
            remedy: 'The engine takes it in; look whether it runs, and at its disk.',
          },
        ]
      : []),
    ...(intake.rejected > 0
      ? [
          {
            id: 'rejected',
            what: `${counted(intake.rejected, 'line')} could not be taken in.`,
            remedy:
              'The reasons stand below with a place each; put right what sends them, and send them again.',
          },
        ]
      : []),
    ...(intake.files_at_fault > 0
      ? [
          {
            id: 'files',
            what: `${counted(intake.files_at_fault, 'file')} could not be read to the end.`,
            remedy: 'What was read of them counts. Send them again whole.',
          },
        ]
      : []),
    ...(detectors_off.length > 0
      ? [
          {
            id: 'off',
            what: `${counted(detectors_off.length, 'detector or linker', 'detectors and linkers')} had nothing to look at.`,
            remedy: 'They want columns that no record fills; they stand below by name.',
          },
        ]
      : []),
  ]
}

/** Runs that failed since the last that finished. One that may be under way is none. */
export function failedInARow({ runs }: HealthAnswer): number {
  const end = runs.findIndex(({ state }) => state === 'finished')
  return (end < 0 ? runs : runs.slice(0, end)).filter(({ state }) => state === 'failed').length
}

/** By how much the newest exchange is newer than the last that a run looked at. */
export const lagMs = ({ newest_at, watermark_at }: HealthAnswer): number =>
  newest_at === null || watermark_at === null
    ? 0
    : Math.max(0, Date.parse(newest_at) - Date.parse(watermark_at))

const DEGRADED: Readonly<Record<string, Trouble>> = Object.fromEntries(
  (
    [
      [
        'no_snapshot',
        'Nothing was published to the gate yet.',
        'Wait for the engine; read its log.',
      ],
      [
        'snapshot_old',
        'The gate decides by what is older than the settings allow.',
        'Look whether the engine runs and whether it can publish.',
      ],
      [
        'snapshot_refused',
        'The gate could not take what was published last; what it had stays in force.',
        'Mostly that is another hash secret, or one before it that was left out of the settings.',
      ],
      [
        'engine_down',
        'The engine is not there, cannot open its store, or has said nothing for a minute.',
        'Read its log.',
      ],
      [
        'only_releasing',
        'Nobody is added to what is in force.',
        'Wait for a run to end; if it lasts, read the log of the engine.',
      ],
      [
        'runs_failing',
        'Three runs failed in a row.',
        'What was found before stays in force. Read the log.',
      ],
      [
        'segments_aside',
        'A part of the spool was damaged and put aside.',
        'Nothing of it is thrown away: look at it in the state folder.',
      ],
      [
        'ends_held',
        'Many enrolments are over at once: the clock may have jumped ahead.',
        'Look at the clock; where it is right, two people say so under Verification.',
      ],
      [
        'clock_stepped',
        'The clock of the machine was set by more than an hour, or the machine slept.',
        'Look at the clock. Ends of enrolments come late until it went on for a day.',
      ],
      [
        'applications_unkept',
        'An application was assessed that the spool did not take.',
        'Make room on the disk, and have it sent again.',
      ],
    ] as const
  ).map(([id, what, remedy]) => [id, { id, what, remedy }]),
)
