import { join } from 'node:path'
import type { ServeSettings } from '../../config/serve.js'
import { StillwatchError } from '../../domain/errors.js'
import type { Guards } from '../decisions/decide.js'
import { createDecider } from '../decisions/decider.js'
import { intakeDoor, proxyDoor } from '../doors.js'
import { buildGate, type Gate, type GateOptions } from './app.js'
import { checkBind } from './auth.js'

export interface RunOptions extends Omit<GateOptions, 'decisions' | 'settings'> {
  /** Reads `serve` anew: at the start and on each SIGHUP. */
  readonly readServe: () => ServeSettings
  /** What texts are sealed with that are to be fingerprinted and not kept. Without it they are left out. */
  readonly sealKey?: Uint8Array | undefined
}

export interface RunningGate {
  readonly gate: Gate
  /** Where it listens. */
  readonly url: string
  /** Reads the settings again. Those that do not fit change nothing, and the log says why. */
  reload(): void
  /** Stops taking requests, lets those that run end, and resolves. */
  stop(): Promise<void>
}

/** Where the engine writes the snapshot and the gate looks for it. */
export const snapshotPath = (state: string): string => join(state, 'snapshot', 'decisions.snapshot')

/**
 * Connections that may wait to be taken. Those beyond ask again after one second and then after three; with the 511 of
 * Node, thousands that come at once delay the one among them that wants an answer. The system may allow fewer.
 */
const BACKLOG = 4096

/**
 * Opens the decisions, registers intake and proxy by the settings, listens, and lets SIGHUP reload. SIGTERM
 * and SIGINT are the caller's, to stop all in order; so is the spool, which must outlive the gate.
 */
export async function runGate(options: RunOptions): Promise<RunningGate> {
  const settings = options.readServe()
  checkBind(settings)
  let guards = guardsOf(settings)
  const holder: { gate?: Gate } = {}
  const decisions = await createDecider({
    snapshot: snapshotPath(settings.state),
    hashSecret: options.hashSecret,
    guards: () => guards,
    now: options.now,
    changed: (state) => holder.gate?.metrics.snapshotChanged(state),
  })
  const gate = buildGate({
    ...options,
    intake: options.intake ?? intakeDoor(options.sealKey),
    proxy: options.proxy ?? proxyDoor(settings, options),
    decisions,
    settings,
  })
  holder.gate = gate
  const reload = () => {
    try {
      const next = options.readServe()
      checkBind(next)
      guards = guardsOf(next)
      gate.reload(next)
      gate.app.log.info('settings reloaded')
    } catch (error) {
      const problem = error instanceof StillwatchError ? error.message : 'they could not be read'
      gate.app.log.error({ problem }, 'settings not reloaded')
    }
  }
  const { host, port } = settings
  const url = await gate.app.listen({ host, port, backlog: BACKLOG })
  process.on('SIGHUP', reload)
  const stop = async () => {
    process.off('SIGHUP', reload)
    gate.drain()
    decisions.close()
    // What does not end by itself is ended: a stream may last for hours.
    const deadline = setTimeout(
      () => gate.app.server.closeAllConnections(),
      settings.limits.drain_seconds_max * 1000,
    )
    await gate.app.close()
    clearTimeout(deadline)
  }
  return Object.freeze({ gate, url, reload, stop })
}

/** What stands above the decisions, as the settings have it. */
export function guardsOf(settings: ServeSettings): Guards {
  const { accounts, organizations, api_keys } = settings.never_touch
  const tenants = Object.entries(settings.fail_by_tenant)
  return {
    killSwitch: settings.kill_switch,
    neverTouch: {
      accounts: new Set(accounts),
      organizations: new Set(organizations),
      apiKeys: new Set(api_keys),
    },
    snapshotAgeMsMax: settings.snapshot_minutes_max * 60_000,
    closedByDefault: settings.fail === 'closed',
    closedByTenant: new Map(tenants.map(([tenant, fail]) => [tenant, fail === 'closed'])),
  }
}
