import { createHash, randomBytes } from 'node:crypto'
import { InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { personName } from '../../config/people.js'
import { StillwatchError } from '../../domain/errors.js'
import { ROLES, type Role } from '../../domain/people.js'
import type { Deed } from '../../records/deed.js'
import { DEEDS } from '../../records/deeds/index.js'
import { READINGS } from '../../service/people/readings.js'
import { DEED_ROUTES } from '../../service/people/routes.js'
import type { CliCommand } from '../command.js'
import { margined, terminalOf } from '../page.js'
import { type AskFlags, type Asking, asked, withAddress } from '../people-door.js'

const TOKEN_BYTES = 32

const peopleCommand: CliCommand = (program) => {
  const people = program
    .command('people')
    .summary('who decides, and what they do')
    .description(
      'What people do about campaigns, through the service that runs: approve a policy, pull the kill switch, rule,\nopen and decide appeals and cases. The token stands in STILLWATCH_TOKEN.',
    )
  people
    .command('token')
    .summary('make a token for a person')
    .description(
      'Prints a token, once, and the line of `serve.people` with its SHA-256. The token is nowhere else: give it to\nthe person by a way that nobody else reads.',
    )
    .argument('<name>', 'the person', nameOf)
    .addOption(
      new Option('--role <roles...>', 'what they may do').choices(ROLES).makeOptionMandatory(),
    )
    .action((name: string, { role }: { role: readonly Role[] }) => {
      const token = `swt_${randomBytes(TOKEN_BYTES).toString('base64url')}`
      const sha256 = createHash('sha256').update(token).digest('hex')
      process.stdout.write(
        `${token}\n  - { name: ${name}, sha256: ${sha256}, roles: [${role.join(', ')}] }\n`,
      )
    })
  withAddress(people.command('ask'))
    .summary('read what there is')
    .argument('[what]', 'policies, restrictions, appeals, …; without it, all that can be asked')
    .action(async (what: string | undefined, flags: AskFlags) => {
      if (what === undefined)
        return printList(READINGS.map((one) => [one.path.slice(1), one.summary]))
      print(await asked(flags, { method: 'GET', path: `/${what.replace(/^\//, '')}` }))
    })
  withAddress(people.command('do'))
    .summary('do something')
    .description(
      'Without a deed, lists all of them. What may touch somebody is done once a second person does the same.',
    )
    .argument('[deed]', 'what')
    .argument('[values...]', 'with what, each as key=value')
    .action(async (deed: string | undefined, values: readonly string[], flags: AskFlags) => {
      if (deed === undefined)
        return printList(DEEDS.map((one) => [one.id, `${one.summary} With ${keysOf(one)}.`]))
      print(await asked(flags, deedRequest(deed, values)))
    })
}
export default peopleCommand

function deedRequest(deed: string, values: readonly string[]): Asking {
  const route = DEED_ROUTES.find((one) => one.deed === deed)
  const usage = (what: string) => new StillwatchError('USAGE', { what, command: 'people do' })
  if (route === undefined) {
    throw usage(`There is no deed \`${deed}\`: \`stillwatch people do\` lists them.`)
  }
  const given = values.map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw usage(`\`${text}\` is not of the form key=value.`)
    return [text.slice(0, at), text.slice(at + 1)] as const
  })
  const body: Record<string, string> = Object.fromEntries(given)
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = body[name]
    if (value === undefined) throw usage(`\`${deed}\` needs ${name}=….`)
    delete body[name]
    return encodeURIComponent(value)
  })
  return { method: 'POST', path, body }
}

function print(said: unknown): void {
  process.stdout.write(`${JSON.stringify(said, null, 2)}\n`)
}

const LIST_MARGIN = 22

function printList(rows: readonly (readonly [string, string])[]): void {
  const terminal = terminalOf(process.stdout)
  const lines = rows.flatMap(([word, text]) => margined(word, text, terminal, LIST_MARGIN))
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** What a deed takes; in brackets what may be left out. */
function keysOf({ input }: Deed<never>): string {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' })
  const keys = Object.keys(properties).map((key) => (required.includes(key) ? key : `[${key}]`))
  return keys.join(', ')
}

function nameOf(text: string): string {
  const parsed = personName.safeParse(text)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('It is a name of letters, digits and `._@-`.')
}
