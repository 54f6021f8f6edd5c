import { writeFileSync } from 'node:fs'
import { Option } from 'commander'
import { hashKeyOf } from '../../config/key.js'
import { readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import { makeOrigins } from '../../service/verification/origins.js'
import { assessAll } from '../../verification/batch.js'
import { loadReasons } from '../../verification/index.js'
import { NO_MARKS } from '../../verification/marks.js'
import type { CliCommand } from '../command.js'
import { namedStore, withFinishedRun } from '../kept-store.js'
import { printResult } from '../page.js'
import { withStore } from '../session.js'
import { addDesk } from '../verify/desk.js'
import { assessedLines } from '../verify/lines.js'
import { readMarks } from '../verify/marks.js'
import { readApplications } from '../verify/read.js'
import { wholeNumber } from '../whole-number.js'

interface AssessFlags {
  readonly store?: string
  readonly config?: string
  readonly as: 'now' | 'then'
  readonly out?: string
  readonly limit: number
  readonly json?: boolean
}

const EXIT_DATA = 3

const verifyCommand: CliCommand = (program) => {
  const verify = program
    .command('verify')
    .summary('who applies, and what is to be asked of them')
    .description(
      'Who applies or signs up, and what is to be asked of them before anything is granted.',
    )
  verify
    .command('assess')
    .summary('assess applications or accounts by what they signed up with')
    .description(
      'Says of each application what speaks for and against it and which proofs to ask, from its own\nfacts, from who else signed up within two weeks and, with a store, from campaigns and suspended\naccounts. Nothing is decided and nobody is told. Ends with status 3 where no line can be read.',
    )
    .argument('<files...>', 'applications or accounts, in any form that `scan` reads')
    .option('--store <folder>', 'the store that a scan was kept in')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .addOption(
      new Option('--as <when>', 'as they look now, or as they could be seen when they came')
        .choices(['now', 'then'])
        .default('now'),
    )
    .option('--out <file>', 'write every assessment, a line each')
    .option('--limit <n>', 'how many are shown', wholeNumber, 10)
    .option('--json', 'print the assessments as JSON, and nothing else')
    .action(async (files: string[], flags: AssessFlags) => {
      const read = await withStore({}, (store) => readApplications(store, files))
      const { key, marks, hasStore } = await knownOf(flags)
      const assessments = assessAll(read.applications, {
        ...{ reasons: await loadReasons(), origins: makeOrigins(key), marks, when: flags.as },
      })
      if (flags.out !== undefined) write(flags.out, assessments)
      const { rejected } = read
      printResult(
        { applications: assessments.length, rejected, assessments },
        (terminal) => assessedLines({ read, assessments, hasStore }, terminal, flags.limit),
        flags,
      )
      if (assessments.length === 0) process.exitCode = EXIT_DATA
    })
  addDesk(verify)
}
export default verifyCommand

async function knownOf(flags: AssessFlags) {
  const key = hashKeyOf(readSettings(flags.config).secrets)
  const named = namedStore(flags)
  if (named === undefined) return { key, marks: NO_MARKS, hasStore: false }
  const marks = await withFinishedRun('verify assess', named, readMarks)
  return { key, marks, hasStore: true }
}

function write(path: string, assessments: readonly unknown[]): void {
  try {
    writeFileSync(path, assessments.map((one) => `${JSON.stringify(one)}\n`).join(''))
  } catch (error) {
    throw new StillwatchError('PATH_UNUSABLE', { path, problem: 'it cannot be written' }, error)
  }
}
