import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ERRORS } from '../../src/domain/error-table.js'
import { STAGES } from '../../src/pipeline/pipeline.js'
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
  countermeasuresPage,
  detectorsPage,
  errorsPage,
  indicatorsPage,
  JSON_SCHEMAS,
  jsonSchema,
  linkersPage,
  reasonsPage,
  settingsPage,
  sourcesPage,
  stagesPage,
  stageTable,
  tablesOfDetectors,
  tablesOfIndicators,
  tablesOfLinkers,
  tablesPage,
  usesPage,
} from './pages.js'
import { stixPage } from './stix-page.js'

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
    ['countermeasures/README.md', countermeasuresPage],
    ['indicators/README.md', indicatorsPage],
    ['reasons/README.md', reasonsPage],
    ['uses/README.md', usesPage],
    ['stix.md', stixPage],
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
  // The page as it is drawn; that the file is the same is held above.
  test.each(Object.keys(ERRORS))('%s has an entry', (name) => {
    expect(errorsPage()).toContain(`## ${name}\n`)
  })

  test('no entry is without its error', () => {
    const entries = [...errorsPage().matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
    expect(entries).toEqual(Object.keys(ERRORS).sort())
  })

  test.each(Object.entries(ERRORS))('%s says no more outside than it may', (_, entry) => {
    expect(entry.publicMessage).not.toMatch(/\{\w+\}/)
    expect(entry.hint).not.toBe('')
  })
})

describe('the architecture page tells what is so', () => {
  test('its table of stages is the one that the stages declare', async () => {
    const current = withPart(textOf('ARCHITECTURE.md'), 'stages', await stageTable())
    await expect(current).toMatchFileSnapshot('../../ARCHITECTURE.md')
  })

  test.each([
    ['linkers', 'link', tablesOfLinkers],
    ['detectors', 'judge', tablesOfDetectors],
    ['indicators', 'share', tablesOfIndicators],
  ])('%s read nothing that a later stage makes', async (_, stageName, tables) => {
    const last = STAGES.findIndex(({ name }) => name === stageName)
    const later = STAGES.slice(last + 1).flatMap(({ writes }) => writes)
    expect((await tables()).filter((one) => later.includes(one))).toEqual([])
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
