import { setTimeout as sleep } from 'node:timers/promises'
import { takeSealKey } from '../../config/environment.js'
import { readSettings } from '../../config/settings.js'
import { packageVersion } from '../../domain/version.js'
import { startEngine } from '../../service/engine/engine.js'
import { READY } from '../../service/supervisor/supervisor.js'
import { runPart, tellSupervisor } from './child.js'
import { engineFileOf, serviceLog } from './parts.js'

const [config] = process.argv.slice(2)
/** What is left to a statement that cannot be interrupted; then the process is ended in the middle of it. */
const STOP_MS_MAX = 10_000

await runPart(async () => {
  const read = () => engineFileOf(readSettings(config))
  const engine = startEngine({
    readFile: read,
    sealKey: takeSealKey(),
    version: packageVersion(),
    now: Date.now,
    clock: () => performance.now(),
    log: serviceLog('engine', read().serve.log_level),
    opened: () => tellSupervisor(READY),
  })
  let isStopping = false
  engine.ended.then(
    () => isStopping || process.kill(process.pid, 'SIGKILL'),
    () => process.kill(process.pid, 'SIGKILL'),
  )
  return {
    reload: engine.reload,
    stop: async () => {
      isStopping = true
      const isDone = await Promise.race([engine.stop().then(() => true), sleep(STOP_MS_MAX, false)])
      // The drain and a run are made to be ended anywhere. To exit would be to wait for the statement.
      if (!isDone) process.kill(process.pid, 'SIGKILL')
    },
  }
})
