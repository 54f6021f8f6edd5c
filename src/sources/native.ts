import { defineSource, SOURCE_COLUMNS, type SourceColumn } from './define.js'

const columns = Object.keys(SOURCE_COLUMNS) as SourceColumn[]

/** `stillwatch.exchange/1`: the engine reads the whole contract in one pass over the line. */
const tuple = columns.map((name) => `${name} ${SOURCE_COLUMNS[name]}`).join(', ')

export default defineSource({
  id: 'native',
  title: 'Stillwatch exchanges',
  about: `The project's own form, one JSON object a line, or the same columns in Parquet or CSV.
    Unknown keys are ignored.`,
  columns,
  recognise: (lines) => shareOf(lines, (line) => 'exchange_id' in line && 'account_id' in line),
  select: `
    WITH JSONExtract(line, 'Tuple(${tuple})') AS given
    SELECT line, ${columns.map((name) => `tupleElement(given, '${name}') AS ${name}`).join(', ')}
    FROM input_line`,
})

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length
}
