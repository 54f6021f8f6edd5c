import type { RunSettings } from '../../config/settings.js'
import type { EngineFile } from '../../service/engine/options.js'
import { type Log, makeLog } from '../../service/log.js'

/** Where the service keeps its store, where no server has it. */
export const servedPath = ({ store, serve }: RunSettings): string => store.path ?? serve.state

export function engineFileOf(settings: RunSettings): EngineFile {
  return {
    serve: settings.serve,
    hashSecret: settings.secrets,
    storePath: servedPath(settings),
    storeUrl: settings.store.url,
    overrides: settings.definitions,
  }
}

export const serviceLog = (process_: string, level: string): Log =>
  makeLog({
    process: process_,
    level: () => level,
    now: Date.now,
    write: (line) => process.stdout.write(line),
  })
