import { counted } from './format.js'
import { html, joined, type Markup } from './html.js'
import { NO_FAMILY, OTHER_FAMILY, type Raster, type RasterRow } from './picture.js'

export interface PathsOptions {
  readonly rows: readonly RasterRow[]
  /** How many of the rows, from the top, are operators'. */
  readonly operators: number
  readonly raster: Raster
  readonly rowPx: number
  readonly hasTitles: boolean
}

/** A row is ten units high; a bucket is one unit wide. */
const ROW = 10
/** Below it, lines of a pixel would close up into a surface that means nothing. */
const LIFE_ROW_PX_MIN = 3

/**
 * The drawing itself: one path for each family and strength, whose runs are strokes as wide as a row.
 * A run is about ten bytes this way, where a rectangle of its own would be sixty.
 */
export function rasterPaths(options: PathsOptions): Markup {
  const { rows, operators, raster, rowPx } = options
  const bars = bansOf(rows, raster).map(({ place }) => `M${short(place)} 0V${rows.length * ROW}`)
  const lives = rowPx < LIFE_ROW_PX_MIN ? [] : rows.map((row, index) => lifeOf(row, index, raster))
  const separator = operators > 0 && operators < rows.length && operators * ROW
  return html`<path class="ban-line" d="${bars.join('')}"/>
<path class="life" d="${lives.join('')}"/>
${cellPaths(rows, rowPx)}
<path class="born" style="stroke-width:${Math.min(6, Math.max(2, rowPx * 0.55)).toFixed(1)}px" d="${rows
    .map((row, index) => markOf(row.born_at, index, raster, 'h0'))
    .join('')}"/>
<path class="ended" d="${rows
    .map((row, index) => markOf(row.ended_at, index, raster, 'v8'))
    .join('')}"/>
${separator !== false && html`<path class="bystanders" d="M0 ${separator}H${raster.buckets}"/>`}
${options.hasTitles && rowTitles(rows, raster)}`
}

export interface Ban {
  /** Where on the axis, in buckets: the mean of those it is made of. */
  readonly place: number
  readonly accounts: number
}

/** Moments at which many of the accounts ended, the largest first. */
export function bansOf(rows: readonly RasterRow[], raster: Raster): readonly Ban[] {
  const placesByBucket = new Map<number, number[]>()
  for (const { ended_at } of rows) {
    const place = ended_at === null ? -1 : placeOf(ended_at, raster)
    if (!(place >= 0 && place <= raster.buckets)) continue
    const bucket = Math.floor(place)
    placesByBucket.set(bucket, [...(placesByBucket.get(bucket) ?? []), place])
  }
  const least = Math.max(3, rows.length * 0.05)
  return [...placesByBucket.values()]
    .filter((places) => places.length >= least)
    .map((places) => ({
      place: places.reduce((sum, place) => sum + place, 0) / places.length,
      accounts: places.length,
    }))
    .sort((a, b) => b.accounts - a.accounts || a.place - b.place)
    .slice(0, 8)
}

/** Whether an instant lies within the drawing. */
export function isDrawn(at: string | null, raster: Raster): boolean {
  const place = at === null ? -1 : placeOf(at, raster)
  return place >= 0 && place <= raster.buckets
}

/** Where an instant lies, in buckets. */
function placeOf(instant: string, { start, bucket_seconds }: Raster): number {
  return (Date.parse(instant) - Date.parse(start)) / 1000 / bucket_seconds
}

const LEVELS = 3

function cellPaths(rows: readonly RasterRow[], rowPx: number): readonly Markup[] {
  const levelOf = levels(rows)
  const paths = new Map<string, string[]>()
  rows.forEach((row, index) => {
    for (const { start, length, family, level } of runsOf(row, levelOf)) {
      const key = `${familyClass(family)} l${level}`
      const path = paths.get(key) ?? []
      path.push(`M${start} ${index * ROW + ROW / 2}h${length}`)
      paths.set(key, path)
    }
  })
  // Rows of a few pixels touch, so that they read as a surface; taller ones stand apart.
  const width = rowPx >= 4 ? 7.6 : ROW
  return [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, d]) => html`<path class="cell ${key}" stroke-width="${width}" d="${d.join('')}"/>`)
}

interface Run {
  readonly start: number
  readonly length: number
  readonly family: number
  readonly level: number
}

/** Neighbouring cells that look alike, as one. */
function runsOf({ cells }: RasterRow, levelOf: (exchanges: number) => number): readonly Run[] {
  const runs: Run[] = []
  for (const [bucket, exchanges, family] of cells) {
    const level = levelOf(exchanges)
    const last = runs.at(-1)
    const isSame = last?.family === family && last.level === level
    if (last && isSame && last.start + last.length === bucket) {
      runs[runs.length - 1] = { ...last, length: last.length + 1 }
    } else runs.push({ start: bucket, length: 1, family, level })
  }
  return runs
}

/** How strongly a cell is drawn: against the busy cells of the same campaign. */
function levels(rows: readonly RasterRow[]): (exchanges: number) => number {
  const counts = rows.flatMap((row) => row.cells.map(([, exchanges]) => exchanges))
  counts.sort((a, b) => a - b)
  const busy = counts[Math.floor(counts.length * 0.9)] ?? 1
  return (exchanges) =>
    Math.min(LEVELS - 1, exchanges >= busy * 0.6 ? 2 : exchanges >= busy * 0.25 ? 1 : 0)
}

function familyClass(family: number): string {
  if (family === NO_FAMILY) return 'f-none'
  return family === OTHER_FAMILY ? 'f-other' : `f${family}`
}

/** From birth, or first sight, to the end, or last sight. */
function lifeOf(row: RasterRow, index: number, raster: Raster): string {
  const [first, last] = [row.cells[0]?.[0] ?? 0, row.cells.at(-1)?.[0] ?? 0]
  const born = row.born_at === null ? first : placeOf(row.born_at, raster)
  const ended = row.ended_at === null ? last + 1 : placeOf(row.ended_at, raster)
  const from = Math.max(0, Math.min(first, born))
  const to = Math.min(raster.buckets, Math.max(last + 1, ended))
  return `M${short(from)} ${index * ROW + ROW / 2}H${short(to)}`
}

/** A mark at an instant, if it lies within the drawing: `h0` with a round cap is a dot, `v8` a bar. */
function markOf(at: string | null, index: number, raster: Raster, shape: 'h0' | 'v8'): string {
  if (at === null || !isDrawn(at, raster)) return ''
  const place = placeOf(at, raster)
  return `M${short(place)} ${index * ROW + (shape === 'h0' ? ROW / 2 : 1)}${shape}`
}

const short = (place: number) => Number(place.toFixed(1))

/** Whose a line is, shown under the pointer: `title` needs no script. */
function rowTitles(rows: readonly RasterRow[], raster: Raster): Markup {
  return joined(
    rows.map((row, index) => {
      const exchanges = row.cells.reduce((sum, [, count]) => sum + count, 0)
      return html`<rect class="hit" x="0" y="${index * ROW}" width="${raster.buckets}" height="${ROW}"><title>${row.account_id}
(${row.role}, ${counted(exchanges, 'exchange')})</title></rect>`
    }),
  )
}
