import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunSettings } from '../../config/settings.js'
import { packageVersion } from '../../domain/version.js'
import type { CliCommand } from '../command.js'
import type { Check } from '../doctor/check.js'
import {
  checkCores,
  checkDisk,
  checkEngine,
  checkMemory,
  checkNode,
  checkPlatform,
  checkServer,
  checkSettings,
  checkStore,
  TEMPORARY,
} from '../doctor/checks.js'
import { lookAtSecrets } from '../doctor/store-look.js'
import { keptPath } from '../kept-store.js'
import { margined, printResult } from '../page.js'
import { servedPath } from '../serve/parts.js'
import type { Terminal } from '../terminal/terminal.js'

interface DoctorFlags {
  readonly store?: string
  readonly config?: string
  readonly json?: boolean
}

const EXIT_ENGINE = 4

const doctorCommand: CliCommand = (program) => {
  program
    .command('doctor')
    .summary('look whether everything is there')
    .description(
      'Looks at the machine, the engine, the settings and the store, and says what to do about what is\nwrong. It changes nothing. Ends with status 4 where something stands in the way of a scan.',
    )
    .option('--store <folder>', 'look at this store')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--json', 'print JSON, and nothing else')
    .action(async (flags: DoctorFlags) => {
      const checks = await examine(flags)
      const result = { stillwatch_version: packageVersion(), checks }
      printResult(result, (terminal) => linesOf(checks, terminal), flags)
      if (checks.some((check) => check.state === 'fail')) process.exitCode = EXIT_ENGINE
    })
}
export default doctorCommand

async function examine(flags: DoctorFlags): Promise<readonly Check[]> {
  const { checks, settings } = checkSettings(flags.config)
  const store = settings === undefined ? flags.store : storeOf(flags, settings)
  const url = settings?.store.url
  return [
    checkNode(process.version),
    checkPlatform(),
    await checkEngine(),
    checkCores(),
    checkMemory(),
    checkDisk('Disk', TEMPORARY),
    ...(store === undefined ? [] : [checkDisk('Store disk', store)]),
    ...checks,
    ...(url === undefined ? checkStore(store) : [await checkServer(url)]),
    ...(settings === undefined
      ? []
      : await lookAtSecrets({ path: store, url, secrets: settings.secrets })),
  ]
}

/** The store that is named or served, or that of a service which is stopped. */
function storeOf(flags: DoctorFlags, settings: RunSettings): string | undefined {
  const served = servedPath(settings)
  return keptPath(flags, settings) ?? (existsSync(join(served, 'data')) ? served : undefined)
}

const MARGIN = 6
const NAME_WIDTH = 12

function linesOf(checks: readonly Check[], terminal: Terminal): readonly string[] {
  const inner = { ...terminal, columns: terminal.columns - MARGIN }
  const lines = checks.flatMap(({ name, state, said, hint }) => {
    const [first = '', ...rest] = [
      ...margined(name, said, inner, NAME_WIDTH),
      ...(hint === '' ? [] : margined('', hint, inner, NAME_WIDTH)),
    ]
    return [`${painted(state, terminal)}${first}`, ...rest.map((line) => ' '.repeat(MARGIN) + line)]
  })
  return [`Stillwatch ${packageVersion()}`, '', ...lines, '', conclusion(checks)]
}

function painted(state: Check['state'], { ink }: Terminal): string {
  const word = state.padEnd(MARGIN)
  if (state === 'ok') return ink.faint(word)
  return state === 'fail' ? ink.act(state) + word.slice(state.length) : ink.review(word)
}

function conclusion(checks: readonly Check[]): string {
  const failed = checks.filter((check) => check.state === 'fail').length
  if (failed > 0)
    return `${failed === 1 ? 'One thing stands' : `${failed} things stand`} in the way of a scan.`
  return 'Nothing stands in the way of a scan.'
}
