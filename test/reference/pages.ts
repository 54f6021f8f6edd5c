import { readdirSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { z } from 'zod'
import type { CliCommand } from '../../src/cli/command.js'
import { settingsSchema } from '../../src/config/schema.js'
import { COUNTERMEASURES } from '../../src/countermeasures/index.js'
import { loadDetectors } from '../../src/detectors/index.js'
import { account, accountEvent, modelRelease, ruling } from '../../src/domain/account.js'
import { application } from '../../src/domain/application.js'
import { ERRORS } from '../../src/domain/error-table.js'
import { exchange } from '../../src/domain/exchange.js'
import { findings } from '../../src/domain/findings.js'
import { truth } from '../../src/domain/truth.js'
import { stixExtension } from '../../src/feeds/stix/extension.js'
import { INDICATOR_KINDS } from '../../src/indicators/index.js'
import { loadLinkers } from '../../src/linkers/index.js'
import { STAGES } from '../../src/pipeline/pipeline.js'
import { policyFile } from '../../src/service/decisions/policy.js'
import { loadSources } from '../../src/sources/index.js'
import { tableNames } from '../../src/store/migrate.js'
import { tablesOf } from '../../src/store/sql.js'
import { loadReasons, loadUseReasons } from '../../src/verification/index.js'
import { columnsOf, commentOf, tablesDescribed } from './schema-text.js'

// The pages of docs/reference that are drawn from the code, as text. Pure but for reading source files;
// nothing here writes. `npx vitest run test/reference -u` rewrites what is not current.

const GENERATED = '<!-- Drawn from the code; `npm run docs` rewrites it. Do not edit. -->'

export const page = (title: string, ...parts: readonly string[]): string =>
  `${[`# ${title}`, GENERATED, ...parts].join('\n\n')}\n`

export const code = (text: string) => `\`${text}\``
const codes = (texts: readonly string[]) => texts.map(code).join(', ')
const prose = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Each kind of failure: what it says, what to do next, what may leave, and how the command ends. */
export function errorsPage(): string {
  const entries = Object.entries(ERRORS).sort(([a], [b]) => (a < b ? -1 : 1))
  return page(
    'Errors',
    'Every way in which an operation can fail. `{name}` is filled in when it happens. A line of a log that cannot be read is no error: it becomes a row of `exchange_rejected` with its reason, and the scan goes on.',
    'The exit status is 2 where the command was misused, 3 where the input is at fault, and 4 where the engine is. A scan that ends well has status 0; with `--fail-on` it has status 1 where an account reached the verdict named.',
    ...entries.map(([name, { message, hint, publicMessage, exit }]) =>
      [
        `## ${name}`,
        '',
        `- Says: ${message}`,
        `- Next: ${hint}`,
        `- Outside: ${publicMessage}`,
        `- Exit status: ${exit}`,
      ].join('\n'),
    ),
  )
}

interface JsonSchema {
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
}

const SETTINGS_EXAMPLE = `\`\`\`yaml
hash_secret: \${STILLWATCH_SECRET}
linkers:
  hand-off: { minutes_max: 10 }
detectors:
  coverage: { exchanges_min: 200 }
\`\`\``

/** Each key of `stillwatch.yaml`. Settings of linkers and detectors stand on their own pages. */
export function settingsPage(): string {
  const root = z.toJSONSchema(settingsSchema, { io: 'input' }) as JsonSchema
  const rows = settingRows('', root)
  return page(
    'Settings',
    `The keys of \`stillwatch.yaml\`, which is read from the working folder, or from where \`--config\` says. A key that is not known is an error. In any text, \`\${NAME}\` is taken from the environment; a name that is not set there is an error too, so that a secret is never empty by accident.`,
    table(['key', 'type', 'default', 'meaning'], rows),
    'The numbers of each linker and detector are set under its id; their names, types and defaults are on the pages of the [linkers](linkers/README.md) and [detectors](detectors/README.md).',
    SETTINGS_EXAMPLE,
  )
}

function settingRows(prefix: string, schema: JsonSchema): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, entry]) => {
    const key = `${prefix}${name}`
    if (entry.properties !== undefined) return settingRows(`${key}.`, entry)
    const isRecord = typeof entry.additionalProperties === 'object'
    const words = entry.enum?.map(code).join(', ')
    const type = isRecord ? recordType(entry) : (words ?? entry.format ?? entry.type ?? '')
    const given = entry.default === undefined ? 'none' : code(JSON.stringify(entry.default))
    return [[code(key), type, given, entry.description ?? '']]
  })
}

/** Linkers and detectors have numbers under an id and a name; other records one word a key. */
const recordType = ({ additionalProperties: values }: JsonSchema): string => {
  const words = typeof values === 'object' ? values.enum?.map(code).join(' or ') : undefined
  return words === undefined ? 'numbers by id and name' : `${words} by key`
}

/** Every table: what it is, who writes and reads it, and its columns. */
export function tablesPage(): string {
  const names = tablesDescribed()
  return page(
    'Tables',
    'One schema file a table, in `src/schema/`; the comments there are the text here. *Ground* is what came in, *row-derived* is a function of ground rows alone, *run-derived* belongs to one run, and *record* is what people concluded.',
    table(
      ['table', 'kind', 'written by'],
      names.map(({ name, kind }) => [`[${code(name)}](#${name})`, kind, codes(writersOf(name))]),
    ),
    ...names.map(({ name, about, text }) =>
      [
        `## ${name}`,
        about,
        `Written by: ${codes(writersOf(name)) || 'no stage'}. Read by: ${codes(readersOf(name)) || 'no stage'}.`,
        ...columnTable(text),
      ].join('\n\n'),
    ),
    '## Views\n\nWhat several statements ask in the same way, in `src/schema/views/`.',
    table(['view', 'what it gives'], definitions('src/schema/views')),
    '## Functions\n\nThe functions that statements use, in `src/schema/functions/`.',
    table(['function', 'what it gives'], definitions('src/schema/functions')),
  )
}

/** What stands in a folder of definitions, each with its comment. */
const definitions = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((file) => {
      const name = file.replace(/\.sql$/, '')
      return [code(name), commentOf(readFileSync(`${folder}/${file}`, 'utf8'), name)]
    })

const writersOf = (name: string) =>
  STAGES.filter((stage) => stage.writes.includes(name)).map((stage) => stage.name)
const readersOf = (name: string) =>
  STAGES.filter((stage) => stage.reads.includes(name)).map((stage) => stage.name)

function columnTable(text: string): string[] {
  const columns = columnsOf(text)
  if (columns.length === 0) return []
  return [
    table(
      ['column', 'type', 'meaning'],
      columns.map(({ name, type, comment }) => [code(name), code(type), comment]),
    ),
  ]
}

/**
 * The ten stages with their question and their tables, as ARCHITECTURE.md shows them. What the entries of
 * a catalogue read beyond their stage's own statements stands apart: the stage does not know them.
 */
export async function stageTable(): Promise<string> {
  const entries: Readonly<Record<string, readonly [of: string, tables: readonly string[]]>> = {
    link: ['its linkers', await tablesOfLinkers()],
    judge: ['its detectors', await tablesOfDetectors()],
    share: ['its indicators', tablesOfIndicators()],
  }
  return table(
    ['stage', 'question', 'reads', 'writes'],
    STAGES.map(({ name, question, reads, writes }, index) => {
      const [of, tables] = entries[name] ?? ['', []]
      const besides = tables.filter((one) => !reads.includes(one) && !writes.includes(one))
      return [
        `${String(index + 1).padStart(2, '0')} ${name}`,
        question,
        codes([...reads].sort()) + (besides.length > 0 ? `; ${of}: ${codes(besides)}` : ''),
        codes([...writes].sort()),
      ]
    }),
  )
}

/** The tables that the statements of a catalogue's entries read. */
const tablesIn = (entries: readonly { readonly sql: string }[]): readonly string[] =>
  [...new Set(entries.flatMap(({ sql }) => tablesOf(sql).reads))]
    .filter((name) => tableNames().includes(name))
    .sort()

export const tablesOfLinkers = async () => tablesIn(await loadLinkers())
export const tablesOfIndicators = () => tablesIn(INDICATOR_KINDS)
export const tablesOfDetectors = async () => tablesIn(await loadDetectors())

export async function stagesPage(): Promise<string> {
  return page(
    'Stages',
    'The pipeline, in the order in which data meets it. A stage reads tables of earlier stages and its own, and each table has one writer; tests hold both against the statements. What the tables hold is on the page of the [tables](tables.md).',
    await stageTable(),
  )
}

/** Every form that logs may come in. */
export async function sourcesPage(): Promise<string> {
  const sources = await loadSources()
  return page(
    'Sources',
    'A file of exchanges is recognised by its first lines, unless `--source` names its form. Parquet, CSV and `.zst` files are read as `native`. A column that a form cannot fill is absent, and what needs it is named in the findings under `detectors_off`.',
    ...sources.map(({ id, title, about, columns }) =>
      title === ''
        ? `## ${id}\n\nNot finished: it recognises nothing yet.`
        : [`## ${id}`, title, prose(about), `Fills: ${codes(columns)}.`].join('\n\n'),
    ),
  )
}

/** Every command's help, as the command itself prints it. */
export async function commandsPage(): Promise<string> {
  const program = new Command('stillwatch').configureHelp({ showGlobalOptions: true })
  const folder = new URL('../../src/cli/commands/', import.meta.url)
  const files = readdirSync(folder).filter((file) => /^[\w-]+\.ts$/.test(file))
  for (const file of files.sort()) {
    const module = (await import(new URL(file, folder).href)) as { default: CliCommand }
    module.default(program)
  }
  return page(
    'Commands',
    'What each command prints when it is asked for `--help`. Tables for people go to standard output, progress to standard error.',
    ...program.commands.flatMap(withSubcommands).map((command) => {
      command.configureOutput({ getOutHelpWidth: () => 100 })
      return `## ${fullName(command)}\n\n\`\`\`text\n${command.helpInformation().trimEnd()}\n\`\`\``
    }),
  )
}

/** A command with options of its own does something beside those below it. */
const withSubcommands = (command: Command): readonly Command[] => [
  ...(command.commands.length === 0 || command.options.length > 0 ? [command] : []),
  ...command.commands.flatMap(withSubcommands),
]

const fullName = (command: Command): string =>
  command.parent?.parent ? `${fullName(command.parent)} ${command.name()}` : command.name()

export async function linkersPage(): Promise<string> {
  const linkers = await loadLinkers()
  return page(
    'Linkers',
    'A linker is one reason to believe that two accounts are one hand. Of one family only the strongest speaks; see [linkage](../../explanation/linkage.md).',
    table(
      ['linker', 'what it sees', 'family', 'speaks of', 'bits at most'],
      linkers.map(({ id, title, family, speaks, bits_max }) => [
        `[${code(id)}](${id}.md)`,
        title,
        family,
        speaks,
        String(bits_max),
      ]),
    ),
  )
}

export async function detectorsPage(): Promise<string> {
  const detectors = await loadDetectors()
  return page(
    'Detectors',
    'A detector looks at the pooled facts of an account or a cluster, and speaks for a harvest or for an innocent explanation. Of one family only the strongest counts; see [judgement](../../explanation/judgement.md).',
    table(
      ['detector', 'what it sees', 'family', 'speaks for', 'bits at most'],
      detectors.map(({ id, title, family, speaks, bits_max }) => [
        `[${code(id)}](${id}.md)`,
        title,
        family,
        speaks,
        String(bits_max),
      ]),
    ),
  )
}

export async function reasonsPage(): Promise<string> {
  const reasons = await loadReasons()
  return page(
    'Reasons',
    'A reason looks at an application and at who else applied, and speaks for or against its being one of a fraudulent set. Of one family only the strongest counts in each direction; more than one extra proof takes two families of what strangers do not share. No reason sees a name, a country or a language; see [decision 32](../../decisions/0032-applications.md).',
    table(
      ['reason', 'what it sees', 'family', 'speaks for', 'bits at most'],
      reasons.map(({ id, title, family, speaks, bits_max }) => [
        `[${code(id)}](${id}.md)`,
        title,
        family,
        speaks,
        String(bits_max),
      ]),
    ),
  )
}

export async function usesPage(): Promise<string> {
  const reasons = await loadUseReasons()
  return page(
    'Reasons of use',
    'A reason of use looks at what is done with a grant for a programme, after a run, and speaks for or against its being used as it was asked for. Of one family the strongest counts, less what answers it; to be watched takes one that is enough alone, or two families. No reason sees a name, a country or a language, and in which hours of the day somebody sends is not looked at; see [decision 34](../../decisions/0034-use-of-a-grant.md).',
    table(
      ['reason', 'what it sees', 'about', 'speaks for', 'bits at most', 'enough alone'],
      reasons.map((reason) => [
        `[${code(reason.id)}](${reason.id}.md)`,
        reason.title,
        reason.speaks === 'misuse' ? reason.family : reason.answers.join(', '),
        reason.speaks,
        String(reason.bits_max),
        reason.speaks === 'misuse' && reason.is_firm ? 'yes' : 'no',
      ]),
    ),
  )
}

export function indicatorsPage(): string {
  return page(
    'Indicators',
    'A kind of indicator is a pattern that another provider could match in its own traffic, and that may leave once [people release it](../../decisions/0022-indicators.md). Before that it is measured here: four operators carry it, eight of what is told from texts; nine of ten who do and are known are operators, and no proven customer is among them.',
    table(
      ['indicator', 'what it is', 'family', 'freest marking', 'expires after'],
      INDICATOR_KINDS.map(({ id, title, family, marking, expires_days }) => [
        `[${code(id)}](${id}.md)`,
        title,
        family,
        code(`tlp:${marking}`),
        `${expires_days} days`,
      ]),
    ),
  )
}

export function countermeasuresPage(): string {
  return page(
    'Countermeasures',
    'What is done about a campaign, by the [reverse proxy](../../how-to/reverse-proxy.md), where a policy says so. Whoever is touched is told; see [how to use them](../../how-to/countermeasures.md).',
    table(
      ['countermeasure', 'what it does', 'level', 'needs'],
      COUNTERMEASURES.map(({ id, title, level, is_default, needs }) => [
        `[${code(id)}](${id}.md)`,
        title,
        is_default ? level : `${level}, only where named`,
        needs === undefined ? '' : code(`limits.${needs}`),
      ]),
    ),
  )
}

/** The published forms, by file name. A reader may add keys: nothing here forbids what it does not name. */
export const JSON_SCHEMAS = Object.freeze({
  exchange,
  account,
  account_event: accountEvent,
  model_release: modelRelease,
  ruling,
  application,
  findings,
  truth,
  policy: policyFile,
  stix_extension: stixExtension,
})

export function jsonSchema(name: keyof typeof JSON_SCHEMAS): string {
  const schema = z.toJSONSchema(JSON_SCHEMAS[name], { io: 'input' })
  return `${JSON.stringify({ title: `stillwatch.${name}/1`, ...schema }, null, 2)}\n`
}
