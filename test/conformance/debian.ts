import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { run } from './recipe.js'

export interface Program {
  readonly name: string
  /** What shows that it is there. */
  readonly shown: string
  readonly package: string
}

/** Servers of Debian's packages that recipes start by themselves, on loopback. */
const SERVERS: readonly Program[] = [
  { name: 'nginx', shown: '-v', package: 'nginx-light' },
  { name: 'dnsmasq', shown: '--version', package: 'dnsmasq-base' },
  { name: 'exim4', shown: '-bV', package: 'exim4-daemon-light' },
]
/** The browser that the console's tests drive. */
export const CHROMIUM: Program = { name: 'chromium', shown: '--version', package: 'chromium' }

/** Installs those that are missing, all at once: two who install at a time lock each other out. Where it fails, their recipes do. */
export function debianPrograms(programs = SERVERS): void {
  const missing = programs.filter(({ name, shown }) => spawnSync(name, [shown]).status !== 0)
  if (missing.length === 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Debian starts a server with its package, unless it is told that it may not. In a container that may be said already.
  const isOurs = !existsSync(POLICY_RC)
  try {
    run('apt-get', ['update', '-qq'], env)
    if (isOurs) writeFileSync(POLICY_RC, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
    const packages = missing.map((one) => one.package)
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env)
  } catch (error) {
    const names = missing.map(({ name }) => name).join(', ')
    process.stderr.write(`${names} could not be installed: ${String(error)}\n`)
  } finally {
    if (isOurs) rmSync(POLICY_RC, { force: true })
  }
}
const POLICY_RC = '/usr/sbin/policy-rc.d'
