import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { STAGES } from '../src/pipeline/pipeline.js'
import { schemaText, tableNames } from '../src/store/migrate.js'
import { tablesOf } from '../src/store/sql.js'

/** Each room, and the rooms it may look into. To add to a line is to argue for it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  store: ['domain'],
  config: ['domain'],
  records: ['domain', 'store'],
  sources: ['domain', 'store'],
  enrichers: ['domain', 'store'],
  linkers: ['domain', 'store'],
  detectors: ['domain', 'store'],
  countermeasures: ['domain', 'store'],
  indicators: ['domain', 'store'],
  feeds: ['domain', 'store'],
  verification: ['domain', 'enrichers'],
  pipeline: [
    'domain',
    'store',
    'sources',
    'enrichers',
    'linkers',
    'detectors',
    'countermeasures',
    'indicators',
    'feeds',
  ],
  explain: ['domain', 'store', 'sources', 'linkers', 'detectors', 'feeds', 'pipeline'],
  service: [
    'domain',
    'store',
    'config',
    'records',
    'sources',
    'countermeasures',
    'pipeline',
    'enrichers',
    'verification',
    'linkers',
    'detectors',
    'feeds',
    'explain',
    'scan.ts',
  ],
  lab: ['domain'],
  // The library's doors: what `exports` names in package.json.
  'scan.ts': ['domain', 'store', 'sources', 'linkers', 'detectors', 'pipeline', 'feeds'],
  'index.ts': ['domain', 'store', 'service', 'scan.ts'],
  'define.ts': ['domain', 'sources', 'linkers', 'detectors'],
  cli: [
    'domain',
    'store',
    'config',
    'records',
    'sources',
    'linkers',
    'detectors',
    'feeds',
    'pipeline',
    'verification',
    'lab',
    'explain',
    'service',
    'scan.ts',
  ],
}

/** Files that may be longer than the rest, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'pipeline/03-fingerprint/elicitation-patterns-en.ts': 'a list of patterns, one a line',
}
const FILE_LINES_MAX = 300
const SQL_LINES_MAX = 120

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
const sources = files.filter((file) => !file.endsWith('.test.ts'))
const statements = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.sql'),
)

const roomOf = (path: string) => path.split('/')[0] ?? ''

describe('rooms', () => {
  test.each(sources)('%s imports only what its room may', (file) => {
    const room = roomOf(file)
    const allowed = [room, ...(MAY_IMPORT[room] ?? [])]
    expect(
      importsOf(file)
        .map(targetRoom)
        .filter((target) => !allowed.includes(target)),
    ).toEqual([])
  })

  test.each(sources.filter((file) => /^pipeline\/\d\d-/.test(file)))(
    '%s imports no stage',
    (file) => {
      const ownStage = file.split('/').slice(0, 2).join('/')
      const stages = importsOf(file).filter((path) => /^pipeline\/\d\d-/.test(path))
      expect(stages.filter((path) => !path.startsWith(`${ownStage}/`))).toEqual([])
    },
  )

  test.each(sources.filter((file) => !file.startsWith('pipeline/')))(
    '%s names no stage by its number',
    (file) => {
      expect(importsOf(file).filter((path) => /^pipeline\/\d\d-/.test(path))).toEqual([])
    },
  )

  test('no file leads back to itself, not even for a type', () => {
    const imported = new Map(
      sources.map((file) => [file, importsOf(file).map((path) => path.replace(/\.js$/, '.ts'))]),
    )
    const left = new Set(sources)
    const goesOn = (file: string) => imported.get(file)?.some((target) => left.has(target)) === true
    const comesFrom = (file: string) => [...left].some((one) => imported.get(one)?.includes(file))
    // Where nothing leads out, or nothing in, nothing goes round. What is struck off opens the next.
    for (let before = -1; before !== left.size; ) {
      before = left.size
      for (const file of left) if (!goesOn(file) || !comesFrom(file)) left.delete(file)
    }
    expect([...left]).toEqual([])
  })

  test('no room is a drawer for everything', () => {
    const drawers = files.filter((file) =>
      /(^|\/)(utils?|common|shared|helpers?)(\/|\.ts$)/.test(file),
    )
    expect(drawers).toEqual([])
  })
})

describe('what is read and written', () => {
  // A stage's own SELECTs may stand in its modules; tables are looked for in both.
  const textOf = (stage: string) =>
    readdirSync(`src/pipeline/${stage}`)
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => readFileSync(`src/pipeline/${stage}/${file}`, 'utf8'))
      .map((text) => text.replaceAll(/'((?:SELECT|DELETE|TRUNCATE)[^']*)'/g, '`$1`'))
  const folders = readdirSync('src/pipeline')
    .filter((name) => /^\d\d-/.test(name))
    .sort()
  const tables = new Set(tableNames())

  test.each(STAGES.map((stage, index) => [stage.name, folders[index] ?? '', stage] as const))(
    '%s touches the tables that it declares, and no others',
    (_, folder, stage) => {
      const touched = textOf(folder).map(tablesOf)
      const known = (names: readonly string[]) =>
        [...new Set(names)].filter((name) => tables.has(name)).sort()
      const read = known(touched.flatMap(({ reads }) => reads))
      const written = known(touched.flatMap(({ writes }) => writes))
      expect(read.filter((table) => !stage.reads.includes(table))).toEqual([])
      expect(written.filter((table) => !stage.writes.includes(table))).toEqual([])
      expect(stage.reads.filter((table) => !read.includes(table))).toEqual([])
    },
  )

  test('each table has one writer', () => {
    const writers = STAGES.flatMap((stage) =>
      stage.writes.map((table) => [table, stage.name] as const),
    )
    const names = writers.map(([table]) => table)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('a stage reads only what it or an earlier one writes', () => {
    // Beside the stages people rule, recognition names the newcomers that it compares and those it knew, texts are erased in
    // time, what partners told is matched and weighed, and the trail has what was done.
    const written = new Set<string>([
      ...['account_recognised', 'audit', 'indicator_match', 'indicator_received', 'newcomer'],
      ...['partner_weight', 'ruling', 'text_erased'],
    ])
    for (const stage of STAGES) {
      for (const table of stage.writes) written.add(table)
      expect([stage.name, ...stage.reads.filter((table) => !written.has(table))]).toEqual([
        stage.name,
      ])
    }
  })

  test.each([...tables])('%s has a schema file that opens with what it is', (table) => {
    expect(schemaText(table)).toMatch(new RegExp(`^-- ${table}: `))
    expect(schemaText(table)).toContain(`EXISTS ${table}`)
  })
})

describe('size and manner', () => {
  test.each(files.filter((file) => LONG_FILES[file] === undefined))(
    '%s fits three screens',
    (file) => {
      expect(read(file).split('\n').length).toBeLessThanOrEqual(FILE_LINES_MAX)
    },
  )

  test.each(statements)('%s is one statement that opens with what it makes', (file) => {
    expect(read(file).split('\n').length).toBeLessThanOrEqual(SQL_LINES_MAX)
    expect(read(file)).toMatch(/^-- \w+: /)
  })

  test.each(sources.filter((file) => roomOf(file) !== 'config'))(
    '%s reads no environment',
    (file) => {
      expect(read(file)).not.toContain('process.env')
    },
  )

  test.each(sources.filter((file) => !/^(cli|lab|index)/.test(file)))(
    '%s knows no clock and no chance',
    (file) => {
      expect(read(file)).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/)
    },
  )

  test.each(sources)('%s holds no `any`, no enum, no TODO', (file) => {
    const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    expect(code).not.toMatch(/:\s*any\b|\bas any\b|^\s*(export )?enum |TODO|FIXME/m)
  })
})

const read = (file: string) => readFileSync(`src/${file}`, 'utf8')

/** What a file imports from within src, as paths from src. */
function importsOf(file: string): string[] {
  return [...read(file).matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(([, specifier = '']) =>
    new URL(specifier, `file:///${file}`).pathname.slice(1),
  )
}

const targetRoom = (path: string) =>
  path.includes('/') ? roomOf(path) : path.replace(/\.js$/, '.ts')

describe('console', () => {
  const own = readdirSync('console/src', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file))

  /** Pure, and the same arithmetic in a browser as in a run. */
  const RUN_IN_A_BROWSER = ['src/explain/weigh.js']

  test.each(own)('%s takes types of the service and none of its code', (file) => {
    const text = readFileSync(`console/src/${file}`, 'utf8')
    const imports = [...text.matchAll(/^import (type )?[^'"]*from '([^']+)'/gm)]
    const code = imports
      .filter(([, type, path = '']) => type === undefined && /\/src\//.test(path))
      .map(([, , path = '']) => path.slice(path.indexOf('src/')))
    expect(code.filter((path) => !RUN_IN_A_BROWSER.includes(path))).toEqual([])
  })

  test.each(own)('%s puts no markup of others into a page', (file) => {
    const text = readFileSync(`console/src/${file}`, 'utf8')
    expect(text).not.toMatch(
      /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|document\.write|\beval\(/,
    )
  })

  test.each(own)('%s can be read at a sitting', (file) => {
    expect(readFileSync(`console/src/${file}`, 'utf8').split('\n').length).toBeLessThanOrEqual(
      FILE_LINES_MAX,
    )
  })
})
