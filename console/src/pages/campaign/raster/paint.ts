import type { RasterAnswer } from '../../../../../src/service/console/campaigns/api.js'
import { bucketOf, NO_FAMILY, OTHER_FAMILY, type RasterModel } from './model.js'
import type { View } from './view.js'

export interface Palette {
  /** Red, green and blue of each family, then of another one and of none. */
  readonly families: readonly (readonly [number, number, number])[]
  readonly other: readonly [number, number, number]
  readonly none: readonly [number, number, number]
  readonly ink: string
  readonly soft: string
  readonly rule: string
}

/** The colours that the page has now. A canvas knows nothing of them by itself. */
export function readPalette(within: HTMLElement): Palette {
  const probe = within.appendChild(document.createElement('i'))
  const read = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const numbers = (name: string) => {
    const [red = 0, green = 0, blue = 0] = (read(name).match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue] as const
  }
  const palette = {
    families: ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'].map(numbers),
    other: numbers('f-other'),
    none: numbers('f-none'),
    ink: read('ink'),
    soft: read('soft'),
    rule: read('rule'),
  }
  probe.remove()
  return palette
}

/** A pixel a cell, made once: what is panned and zoomed is a picture, however many cells it has. */
function paintCells({ buckets, rows, cells }: RasterModel, palette: Palette): HTMLCanvasElement {
  const canvas = canvasOf(buckets, rows)
  const context = canvas.getContext('2d')
  if (context === null || buckets * rows === 0) return canvas
  const image = context.createImageData(buckets, rows)
  for (const [at, value] of cells.entries()) {
    if (value === 0) continue
    const [red, green, blue] = colourOf(value & 15, palette)
    // The more exchanges, the fuller; one can be seen.
    const strength = Math.min(1, 0.5 + Math.log2(value >> 4) * 0.12)
    image.data[4 * at] = red
    image.data[4 * at + 1] = green
    image.data[4 * at + 2] = blue
    image.data[4 * at + 3] = Math.round(255 * strength)
  }
  context.putImageData(image, 0, 0)
  return canvas
}

/** No frame has many rows to bring down to one pixel: each picture has half the rows of the one before. */
const ROWS_LEAST = 512

/** The cells, and the same with ever fewer rows. */
export function paintLevels(model: RasterModel, palette: Palette): readonly HTMLCanvasElement[] {
  const levels = [paintCells(model, palette)]
  for (let last = levels[0]; last !== undefined && last.height > ROWS_LEAST; last = levels.at(-1)) {
    const next = canvasOf(last.width, Math.ceil(last.height / 2))
    next.getContext('2d')?.drawImage(last, 0, 0, next.width, next.height)
    levels.push(next)
  }
  return levels
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, width)
  canvas.height = Math.max(1, height)
  return canvas
}

function colourOf(family: number, { families, other, none }: Palette) {
  if (family === NO_FAMILY) return none
  return family === OTHER_FAMILY ? other : (families[family] ?? other)
}

export interface Painting {
  readonly answer: RasterAnswer
  readonly model: RasterModel
  /** As {@link paintLevels} makes them. */
  readonly levels: readonly HTMLCanvasElement[]
  readonly palette: Palette
  readonly view: View
  readonly cursor: { readonly bucket: number; readonly row: number } | undefined
  /** A stretch of time that is being chosen, in buckets. */
  readonly brush: readonly [number, number] | undefined
}

/** Rows from this height on show when each account was made and ended. */
const LIVES_FROM_PIXELS = 3
const LABEL_WIDTH = 110

/** Draws what is seen on a canvas of so many pixels. */
export function paint(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  painting: Painting,
): void {
  const { levels, view, palette, model, cursor, brush } = painting
  const [across, down] = [width / view.width, height / view.height]
  context.clearRect(0, 0, width, height)
  // Many rows on a pixel are their mean; many pixels on a row stay sharp.
  context.imageSmoothingEnabled = across < 1 || down < 1
  const level = Math.max(0, Math.min(levels.length - 1, Math.floor(Math.log2(1 / down))))
  const cells = levels[level]
  if (cells === undefined) return
  const fewer = cells.height / Math.max(1, model.rows)
  context.drawImage(
    cells,
    view.x,
    view.y * fewer,
    view.width,
    view.height * fewer,
    0,
    0,
    width,
    height,
  )
  const at = (bucket: number) => (bucket - view.x) * across
  paintMarks(context, painting, { at, width, height })
  if (down >= LIVES_FROM_PIXELS) {
    context.fillStyle = palette.ink
    const last = Math.min(model.rows, view.y + view.height)
    for (let row = Math.floor(view.y); row < last; row += 1) {
      const [born, ended] = [model.born[row] ?? Number.NaN, model.ended[row] ?? Number.NaN]
      const y = (row - view.y) * down
      if (!Number.isNaN(born)) dot(context, at(born), y + down / 2, Math.min(3, down / 3))
      if (!Number.isNaN(ended)) context.fillRect(at(ended) - 1, y, 2.5, down)
    }
  }
  if (brush !== undefined) {
    context.fillStyle = palette.soft
    context.globalAlpha = 0.25
    context.fillRect(at(brush[0]), 0, at(brush[1]) - at(brush[0]), height)
    context.globalAlpha = 1
  }
  if (cursor !== undefined) {
    context.strokeStyle = palette.ink
    context.lineWidth = 2
    context.strokeRect(
      at(cursor.bucket) - 1,
      (cursor.row - view.y) * down - 1,
      Math.max(5, across) + 2,
      Math.max(5, down) + 2,
    )
  }
}

interface Frame {
  readonly at: (bucket: number) => number
  readonly width: number
  readonly height: number
}

function paintMarks(
  context: CanvasRenderingContext2D,
  { answer, model, palette }: Painting,
  { at, width, height }: Frame,
): void {
  context.font = '12px system-ui, sans-serif'
  const line = (bucket: number, dash: readonly number[], label: string, place: number) => {
    const x = at(bucket)
    if (x < 0 || x > width) return
    context.strokeStyle = palette.ink
    context.lineWidth = 1
    context.setLineDash([...dash])
    context.beginPath()
    context.moveTo(x, 0)
    context.lineTo(x, height)
    context.stroke()
    context.setLineDash([])
    context.fillStyle = palette.ink
    context.textAlign = x > width - LABEL_WIDTH ? 'right' : 'left'
    context.fillText(label, x + (x > width - LABEL_WIDTH ? -4 : 4), 12 + 14 * place)
  }
  for (const { bucket, accounts } of model.waves) line(bucket, [2, 3], `${accounts} ended`, 0)
  for (const { model, released_at } of answer.releases)
    line(bucketOf(answer, released_at), [7, 3], model.slice(0, 40), 1)
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, Math.max(1.5, radius), 0, 2 * Math.PI)
  context.fill()
}
