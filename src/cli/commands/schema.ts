import { Argument } from 'commander'
import { z } from 'zod'
import { hashKeyOf } from '../../config/key.js'
import { account, accountEvent, modelRelease, ruling } from '../../domain/account.js'
import { application } from '../../domain/application.js'
import { exchange } from '../../domain/exchange.js'
import { findings } from '../../domain/findings.js'
import { truth } from '../../domain/truth.js'
import type { CliCommand } from '../command.js'
import { printResult } from '../page.js'
import { checkSchema } from '../schema-check/check.js'
import { checkLines } from '../schema-check/check-text.js'
import { withStore } from '../session.js'

const CONTRACTS = {
  exchange,
  account,
  account_event: accountEvent,
  model_release: modelRelease,
  ruling,
  application,
  findings,
  truth,
} as const
type ContractName = keyof typeof CONTRACTS

const EXIT_DATA = 3

const schemaCommand: CliCommand = (program) => {
  const schema = program
    .command('schema')
    .summary('what logs must hold, and what some logs hold')
    .description('What logs must hold, and what some logs hold.')
  schema
    .command('check')
    .summary('what would be read of some logs')
    .description(
      'Reads logs as a scan would, and nothing more: which columns are filled and how often, which lines\nare rejected and why, which keys nothing reads, and which linkers and detectors are off for want\nof a field. Ends with status 3 where no line is an exchange.',
    )
    .argument('<path>', 'a file of exchanges, or a folder')
    .option('--source <id>', 'the form of the exchanges, where it is not recognised')
    .option('--json', 'print JSON, and nothing else')
    .action(async (path: string, flags: { source?: string; json?: boolean }) => {
      const checked = await withStore({}, (store) =>
        checkSchema({ store, path, sourceId: flags.source, hashKey: hashKeyOf('') }),
      )
      printResult(checked, (terminal) => checkLines(checked, terminal), flags)
      if (checked.span.exchanges === 0) process.exitCode = EXIT_DATA
    })
  schema
    .command('print')
    .summary('print the JSON Schema of a record')
    .description('Prints the JSON Schema of a record, for whatever writes or reads it.')
    .addArgument(new Argument('<record>', 'which record').choices(Object.keys(CONTRACTS)))
    .action((record: ContractName) => {
      process.stdout.write(`${JSON.stringify(jsonSchemaOf(record), null, 2)}\n`)
    })
}
export default schemaCommand

/** What comes in may hold more keys than are known; what goes out is written as it stands. */
function jsonSchemaOf(record: ContractName): object {
  const { $schema, ...schema } = z.toJSONSchema(CONTRACTS[record], { io: 'input' })
  return { $schema, title: `stillwatch.${record}/1`, ...schema }
}
