import { ROLES } from '../../../domain/people.js'
import { lastFinishedRun } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import { runTold } from '../told.js'
import type { MemberRole, RasterAnswer } from './api.js'

const cellsOf = sqlFile(import.meta.url, './campaign_cells.sql', {
  run_id: 'UUID',
  campaign_id: 'String',
})
const releases = sqlFile(import.meta.url, './release.sql', {})

/** Families that have a colour. */
const FAMILIES_MAX = 6
export const OTHER_FAMILY = 14
export const NO_FAMILY = 15
const COUNT_MAX = 4095

export const RASTER_READING: Reading = {
  path: '/campaigns/raster',
  summary:
    'What each account of a campaign did and when, by its `campaign_id`: at most 20,000 accounts and 400 spans of time.',
  who: ROLES,
  query: { campaign_id: 'string' },
  read: raster,
}

interface CellRecord {
  readonly account_id: string
  readonly member_role: MemberRole
  readonly born_at: string | null
  readonly closed_at: string | null
  readonly tie_millibits: number
  readonly taken: number
  readonly accounts: number
  readonly width_seconds: number
  readonly start_at_second: number
  readonly bucket_count: number
  readonly cells: readonly (readonly [bucket: number, exchanges: number, family: string])[]
}

async function raster({ reader, query }: ReadFrom): Promise<RasterAnswer> {
  const run = await lastFinishedRun(reader)
  const params = { run_id: run?.run_id ?? '', campaign_id: query.get('campaign_id') ?? '' }
  const records = run === undefined ? [] : await reader.rows<CellRecord>(cellsOf, params)
  const [first] = records
  const families = commonest(records)
  const released = await reader.rows<{ model: string; released_on: string }>(releases)
  return {
    run: runTold(run),
    start: new Date((first?.start_at_second ?? 0) * 1000).toISOString(),
    bucket_seconds: first?.width_seconds ?? 1,
    buckets: first?.bucket_count ?? 0,
    families,
    accounts: records.map((one) => ({
      account_id: one.account_id,
      role: one.member_role,
      born_at: one.born_at,
      ended_at: one.closed_at,
      tie_bits: one.tie_millibits / 1000,
      taken: one.taken,
    })),
    accounts_left_out: (first?.accounts ?? 0) - records.length,
    cells: packed(records, families),
    releases: released.map(({ model, released_on }) => ({ model, released_at: released_on })),
  }
}

function commonest(records: readonly CellRecord[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { cells } of records) {
    for (const [, exchanges, family] of cells) {
      if (family !== '') counts.set(family, (counts.get(family) ?? 0) + exchanges)
    }
  }
  return [...counts]
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .slice(0, FAMILIES_MAX)
    .map(([family]) => family)
}

function packed(records: readonly CellRecord[], families: readonly string[]): string {
  const places = new Map(families.map((family, place) => [family, place]))
  const cells = records.reduce((sum, one) => sum + one.cells.length, 0)
  const bytes = Buffer.alloc(cells * 6)
  let at = 0
  for (const [row, record] of records.entries()) {
    for (const [bucket, exchanges, family] of record.cells) {
      const place = family === '' ? NO_FAMILY : (places.get(family) ?? OTHER_FAMILY)
      bytes.writeUInt16LE(row, at)
      bytes.writeUInt16LE(bucket, at + 2)
      bytes.writeUInt16LE(Math.min(exchanges, COUNT_MAX) * 16 + place, at + 4)
      at += 6
    }
  }
  return bytes.toString('base64')
}
