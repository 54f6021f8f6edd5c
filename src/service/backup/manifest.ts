import { z } from 'zod'

export const BACKUP_SCHEMA = 'stillwatch.backup/1'
export const MANIFEST_FILE = 'manifest.json'
export const TABLES_FOLDER = 'tables'
export const TEXT_FOLDER = 'text'
export const SPOOL_FOLDER = 'spool'

const count = z.int().nonnegative()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const instant = z.iso.datetime()

interface TablePart {
  readonly table: string
  readonly part: string
}

/** Where a part of a table lies in a backup. */
export const tableFileOf = ({ table, part }: TablePart): string =>
  `${TABLES_FOLDER}/${part === '' ? table : `${table}.${part}`}.native.zst`

/** Where the texts of a day lie in a backup. */
export const textFileOf = (day: string): string => `${TEXT_FOLDER}/${day}.native.zst`

export const segmentPathOf = (segment: string): string => `${SPOOL_FOLDER}/${segment}`

// A file is always where what it holds says: no path of a manifest leads anywhere else.
const tableFile = z
  .object({
    file: z.string(),
    table: z.string().regex(/^[a-z_]{1,64}$/),
    /** Of exchanges a day, else the partition: a week or a run; empty where the table has none. */
    part: z.string().regex(/^[0-9a-f-]{0,36}$/),
    rows: count,
    bytes: count,
    sha256,
  })
  .refine((one) => one.file === tableFileOf(one), 'a file is not where it belongs')

const textFile = z
  .object({
    file: z.string(),
    day: z.iso.date(),
    rows: count,
    bytes: count,
    sha256,
    /** When the texts of this day were deleted on purpose; null while they are there. */
    expired_at: instant.nullable(),
  })
  .refine((one) => one.file === textFileOf(one.day), 'a file is not where it belongs')

const spoolFile = z
  .object({
    file: z.string(),
    segment: z.string().regex(/^[0-9a-z._-]{1,80}$/),
    bytes: count,
    sha256,
  })
  .refine((one) => one.file === segmentPathOf(one.segment), 'a file is not where it belongs')

// Days and weeks of a hundred years, and some runs.
const FILES_MAX = 200_000

/** What a backup holds, and what it was made of. */
export const manifestForm = z.object({
  schema: z.literal(BACKUP_SCHEMA),
  /** Of the product that made it. */
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}/),
  made_at: instant,
  /** What two processes that hash alike have in common. It tells nothing of the secret. */
  key_check: z.string().regex(/^\d{1,20}$/),
  /** The last entry of the audit trail, and where the trail was broken already, if it was. */
  audit: z.object({
    seq: count,
    hash: z.union([sha256, z.literal('')]),
    broken_at: count.nullable(),
  }),
  /** What the tables took on the disk. */
  store_bytes: count,
  tables: z.array(tableFile).max(FILES_MAX),
  texts: z.array(textFile).max(FILES_MAX),
  spool: z.array(spoolFile).max(FILES_MAX),
})

export type Manifest = z.infer<typeof manifestForm>
export type TableFile = Manifest['tables'][number]
export type TextFile = Manifest['texts'][number]
export type SpoolFile = Manifest['spool'][number]

/** What in a manifest contradicts the rest, or nothing. */
export function contradictionIn({ tables, texts, spool }: Manifest): string | undefined {
  const files = [...tables, ...texts, ...spool].map(({ file }) => file)
  if (new Set(files).size < files.length) return 'its manifest names a file twice'
  const days = tables.filter(({ table }) => table === 'exchange')
  const texted = new Map(texts.map(({ day, rows }) => [day, rows]))
  const alone = days.find(({ part, rows }) => texted.get(part) !== rows)
  if (alone !== undefined) return `the texts of ${alone.part} are not those of its exchanges`
  if (texts.length > days.length) return 'it holds texts of days without exchanges'
  return undefined
}
