import { problemTold } from '../log.js'
import type { Drain } from '../spool/drain.js'
import type { EngineOptions } from './options.js'

/** Less than the process is left for its end. */
const LAST_DRAIN_MS_MAX = 5000

export const UNOPENED =
  'texts that are not kept came sealed under a key that is gone: these exchanges have no fingerprint of them'

/** With the service the key is gone that texts in the spool are sealed with: they are taken in before it ends. */
export async function drainLast(
  drain: Drain,
  { log, sealKey }: Pick<EngineOptions, 'log' | 'sealKey'>,
): Promise<void> {
  if (sealKey === undefined) return
  try {
    const { accepted, unopened } = await drain.pass(AbortSignal.timeout(LAST_DRAIN_MS_MAX))
    if (accepted > 0) log.info({ accepted }, 'drained before the end')
    if (unopened > 0) log.warn({ exchanges: unopened }, UNOPENED)
  } catch (error) {
    log.warn(problemTold(error), 'not drained before the end')
  }
}
