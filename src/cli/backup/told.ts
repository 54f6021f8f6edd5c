import type { Tell } from '../../service/backup/backup.js'
import { makeProgress } from '../terminal/progress.js'

export interface ToldProgress {
  readonly tell: Tell
  /** Leaves the line empty for what is printed next. */
  readonly end: () => void
}

/** Shows the steps of a backup, or of a restore, on standard error, each as a stage. */
export function progressOf(steps: readonly string[]): ToldProgress {
  const progress = makeProgress(process.stderr, () => performance.now())
  let at = ''
  return {
    tell: (step, done, of) => {
      if (step !== at) progress.stage(step, Math.max(1, steps.indexOf(step) + 1), steps.length)
      at = step
      progress.step('', done, of)
    },
    end: progress.end,
  }
}
