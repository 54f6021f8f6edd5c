import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ERRORS } from '../../src/domain/errors.js'
import {
  brokenLinks,
  documents,
  lineNumbersIn,
  roomsOfTheTest,
  rowsBelow,
  textOf,
  withPart,
} from './documents.js'
import {
  commandsPage,
  detectorsPage,
  errorsPage,
  JSON_SCHEMAS,
  jsonSchema,
  linkersPage,
  settingsPage,
  sourcesPage,
  stagesPage,
  stageTable,
  tablesPage,
} from './pages.js'

const REFERENCE = '../../docs/reference'

describe('the reference is current', () => {
  test.each([
    ['errors.md', errorsPage],
    ['settings.md', settingsPage],
    ['tables.md', tablesPage],
    ['stages.md', stagesPage],
    ['sources.md', sourcesPage],
    ['linkers/README.md', linkersPage],
    ['detectors/README.md', detectorsPage],
  ])('%s', async (file, render) => {
    await expect(await render()).toMatchFileSnapshot(`${REFERENCE}/${file}`)
  })

  test.each(Object.keys(JSON_SCHEMAS) as (keyof typeof JSON_SCHEMAS)[])(
    '%s.schema.json',
    async (name) => {
      await expect(jsonSchema(name)).toMatchFileSnapshot(`${REFERENCE}/${name}.schema.json`)
    },
  )

  // Commands come and go while the command line is young: written on request, not yet held to it.
  test.runIf(process.env.STILLWATCH_COMMANDS === '1')('commands.md is written anew', async () => {
    writeFileSync('docs/reference/commands.md', await commandsPage())
  })
})

describe('every error is explained', () => {
  test.each(Object.keys(ERRORS))('%s has an entry', (name) => {
    expect(textOf('docs/reference/errors.md')).toContain(`## ${name}\n`)
  })

  test('no entry is without its error', () => {
    const entries = [...textOf('docs/reference/errors.md').matchAll(/^## (\w+)$/gm)]
    expect(entries.map(([, name]) => name)).toEqual(Object.keys(ERRORS).sort())
  })
})

describe('the architecture page tells what is so', () => {
  test('its table of stages is the one that the stages declare', async () => {
    const current = withPart(textOf('ARCHITECTURE.md'), 'stages', stageTable())
    await expect(current).toMatchFileSnapshot('../../ARCHITECTURE.md')
  })

  test('its table of rooms is the one that the architecture test holds the code to', () => {
    const rows = rowsBelow(textOf('ARCHITECTURE.md'), 'rooms')
    const told = rows.map(([room = '', , may = '']) => [
      room.replaceAll('`', ''),
      [...may.matchAll(/`([\w.]+)`/g)].map(([, name]) => name).sort(),
    ])
    const held = Object.entries(roomsOfTheTest()).map(([room, may]) => [room, [...may].sort()])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(held))
  })
})

describe.each(documents())('%s', (path) => {
  test('links to files and headings that exist', () => {
    expect(brokenLinks(path)).toEqual([])
  })

  test('names no line number of code', () => {
    expect(lineNumbersIn(path)).toEqual([])
  })
})
