import { counted, countText, dayText, durationText, minuteText } from './format.js'
import { html, type Markup } from './html.js'
import { NO_FAMILY, OTHER_FAMILY, type Raster, type RasterRow } from './picture.js'
import { bansOf, isDrawn, type PathsOptions, rasterPaths } from './raster-paths.js'
import type { Detail } from './report-budget.js'

const HEIGHT_GOAL_PX = 460
const ROW_PX_MIN = 1.5
const ROW_PX_MAX = 16

/**
 * Accounts over time, one a line, coloured by template family. A pool that is banned and one that takes
 * over show as a step: lines that end in bars, and lines that begin with dots beside them.
 */
export function rasterFigure(raster: Raster, detail: Detail): Markup {
  if (raster.rows.length === 0) {
    return html`<p class="quiet">There is no exchange to draw in this window.</p>`
  }
  const rows = rowsShown(raster, detail)
  const operators = rows.filter((row) => row.role === 'operator').length
  const leftOut = raster.rows_left_out + raster.rows.length - rows.length
  const rowPx = Math.min(ROW_PX_MAX, Math.max(ROW_PX_MIN, HEIGHT_GOAL_PX / rows.length))
  const options: PathsOptions = { rows, operators, raster, rowPx, hasTitles: detail.has_row_titles }
  return html`<figure class="raster">
<div class="bans">${banLabels(rows, raster)}</div>
<svg viewBox="0 0 ${raster.buckets} ${rows.length * 10}" preserveAspectRatio="none"
style="height:${Math.round(rows.length * rowPx)}px" role="img"
aria-label="${counted(rows.length, 'account')} over time">${rasterPaths(options)}</svg>
<div class="axis">${axisTicks(raster)}</div>
<figcaption>${legend(raster, rows)}
<p>One line an account, in the order in which they were first seen${
    leftOut > 0
      ? `: ${countText(rows.length)} of ${countText(rows.length + leftOut)} are drawn, spread evenly and with the busiest among them`
      : ''
  }. One step is ${durationText(raster.bucket_seconds)}, stronger where there was more. A step takes the colour of
its commonest template, grey only where no exchange of it carries one. ${
    operators < rows.length
      ? `Below the dashed line: ${counted(rows.length - operators, 'customer or victim', 'customers and victims')}, not to be acted on. `
      : ''
  }Times are UTC.</p></figcaption>
</figure>`
}

/** Operators first, bystanders below them; fewer where the drawing would grow too large. */
function rowsShown(raster: Raster, detail: Detail): readonly RasterRow[] {
  const ordered = [
    ...raster.rows.filter((row) => row.role === 'operator'),
    ...raster.rows.filter((row) => row.role !== 'operator'),
  ]
  const runs = raster.rows.reduce((sum, row) => sum + row.cells.length, 0)
  if (runs <= detail.raster_runs) return ordered
  const limit = Math.max(1, Math.floor((ordered.length * detail.raster_runs) / runs))
  return ordered.filter((_, index) => (index * limit) % ordered.length < limit)
}

function legend(raster: Raster, rows: readonly RasterRow[]): Markup {
  const used = new Set(rows.flatMap((row) => row.cells.map(([, , family]) => family)))
  const families = raster.families
    .map((family, index) => ({ family, index }))
    .filter(({ index }) => used.has(index))
  return html`<ul class="legend">
${families.map(
  ({ family, index }) =>
    html`<li><i class="swatch f${index}"></i>T${index + 1} <code>${family.slice(0, 8)}</code></li>`,
)}
${used.has(OTHER_FAMILY) && html`<li><i class="swatch f-other"></i>other templates</li>`}
${used.has(NO_FAMILY) && html`<li><i class="swatch f-none"></i>no template</li>`}
${rows.some((row) => isDrawn(row.born_at, raster)) && html`<li><i class="mark born"></i>account made</li>`}
${rows.some((row) => isDrawn(row.ended_at, raster)) && html`<li><i class="mark ended"></i>suspended or closed</li>`}
</ul>`
}

const BAN_LABELS_MAX = 4
const BAN_LABEL_DISTANCE = 0.16

/** Where many accounts end at once, a word says how many. */
function banLabels(rows: readonly RasterRow[], raster: Raster): readonly Markup[] {
  const placed: { readonly share: number; readonly accounts: number }[] = []
  for (const { place, accounts } of bansOf(rows, raster)) {
    const share = place / raster.buckets
    const isClear = placed.every((other) => Math.abs(other.share - share) > BAN_LABEL_DISTANCE)
    if (isClear && placed.length < BAN_LABELS_MAX) placed.push({ share, accounts })
  }
  return placed.map(
    ({ share, accounts }) =>
      html`<span class="${share > 0.8 ? 'left' : 'right'}" style="left:${percent(share)}">${countText(accounts)}
suspended</span>`,
  )
}

const TICKS_MAX = 6
const HOUR = 3600
const DAY = 24 * HOUR
const TICK_SECONDS = [
  ...[60, 300, 600, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
  ...[DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 365 * DAY, 1825 * DAY],
]

function axisTicks(raster: Raster): readonly Markup[] {
  const start = Date.parse(raster.start) / 1000
  const span = raster.buckets * raster.bucket_seconds
  const step = TICK_SECONDS.find((seconds) => span / seconds <= TICKS_MAX) ?? span
  const ticks: Markup[] = []
  const first = Math.ceil(start / step) * step
  for (let at = first; at < start + span && ticks.length <= TICKS_MAX; at += step) {
    const instant = new Date(at * 1000).toISOString()
    const day = dayText(instant, { withYear: step >= 91 * DAY })
    const label = step < DAY ? `${day} ${minuteText(instant).slice(11)}` : day
    ticks.push(html`<span style="left:${percent((at - start) / span)}">${label}</span>`)
  }
  return ticks
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`
