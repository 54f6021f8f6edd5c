import { readFileSync } from 'node:fs'
import type { ServeSettings } from '../../config/serve.js'

/** Files that this process may have open; connections count. Unknown where the system does not tell in this way. */
export function descriptorsMax(): number | undefined {
  try {
    const [, most] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return most === undefined ? undefined : Number(most)
  } catch {
    return undefined
  }
}

/** For the spool, the snapshot, threads and what Node itself has open. */
const DESCRIPTORS_OWN = 256
const CONNECTIONS_MIN = 16

/**
 * Settings that fit what the process may have open. Without a descriptor left the spool could open no segment, and
 * would refuse what is sent while connections that do nothing are held.
 */
export function withinDescriptors(
  settings: ServeSettings,
  descriptors: number | undefined,
): ServeSettings {
  const { limits, proxy } = settings
  // An exchange of the proxy has a second connection, to the upstream.
  const wanted = limits.connections_max + (proxy?.exchanges_max ?? 0)
  const share = ((descriptors ?? Number.POSITIVE_INFINITY) - DESCRIPTORS_OWN) / wanted
  if (share >= 1) return settings
  const scaled = (most: number) => Math.max(CONNECTIONS_MIN, Math.floor(most * share))
  return {
    ...settings,
    limits: { ...limits, connections_max: scaled(limits.connections_max) },
    proxy: proxy && { ...proxy, exchanges_max: scaled(proxy.exchanges_max) },
  }
}
