import { takeSealKey } from '../../config/environment.js'
import { readSettings } from '../../config/settings.js'
import { packageVersion } from '../../domain/version.js'
import { startGate } from '../../service/gate/start.js'
import { type EngineMessage, READY } from '../../service/supervisor/supervisor.js'
import { runPart, tellSupervisor } from './child.js'

const [config] = process.argv.slice(2)

await runPart(async () => {
  const { engine, stop } = await startGate({
    readServe: () => readSettings(config).serve,
    hashSecret: readSettings(config).secrets,
    sealKey: takeSealKey(),
    version: packageVersion(),
    now: Date.now,
    clock: () => performance.now(),
  })
  tellSupervisor(READY)
  return { stop, told: (message) => engine.told((message as EngineMessage).engine) }
})
