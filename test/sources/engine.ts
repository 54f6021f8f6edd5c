import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import type { Source, SourceColumn } from '../../src/sources/define.js'

export type Row = Readonly<Record<SourceColumn, unknown>> & { readonly line: string }

export interface Engine {
  /** The rows that a source makes of these lines, in their order. */
  readonly read: (source: Source, lines: readonly string[]) => Promise<readonly Row[]>
  /** The rows of any statement that reads `input_line`. */
  readonly ask: <T>(select: string, lines: readonly string[]) => Promise<readonly T[]>
  /** The names and types of a source's columns. */
  readonly types: (source: Source) => Promise<Readonly<Record<string, string>>>
  readonly close: () => Promise<void>
}

/** An engine on a folder of its own. One process may have one. */
export function openEngine(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-sources-'))
  const client = createClient({
    connection: createChdbConnection({ path: join(folder, 'data') }),
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, max_threads: 1 },
  } as unknown as Parameters<typeof createClient>[0])
  const path = join(folder, 'input.jsonl')
  const rows = async <T>(query: string): Promise<T[]> =>
    (await client.query({ query, format: 'JSONEachRow' })).json<T>()
  const ask = async <T>(select: string, lines: readonly string[]): Promise<T[]> => {
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
    const query = `CREATE OR REPLACE VIEW input_line AS
      SELECT line FROM file('${path}', 'LineAsString', 'line String')`
    await client.command({ query })
    return rows<T>(select)
  }
  return {
    read: (source, lines) => ask<Row>(source.select, lines),
    ask,
    types: async (source) => {
      await ask('SELECT 1', [])
      await client.command({ query: `CREATE OR REPLACE VIEW source_exchange AS ${source.select}` })
      const described = await rows<{ name: string; type: string }>('DESCRIBE source_exchange')
      // The engine prints a long type over several lines.
      const spaceless = (type: string) => type.replaceAll(/\n\s*/g, '').replaceAll(/,(?! )/g, ', ')
      return Object.fromEntries(described.map(({ name, type }) => [name, spaceless(type)]))
    },
    close: async () => {
      await client.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
