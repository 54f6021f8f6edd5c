/** Which part of the raster is seen, in buckets and rows. */
export interface View {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Bounds {
  readonly buckets: number
  readonly rows: number
}

export const wholeView = ({ buckets, rows }: Bounds): View => ({
  x: 0,
  y: 0,
  width: Math.max(1, buckets),
  height: Math.max(1, rows),
})

const LEAST_BUCKETS = 4
const LEAST_ROWS = 4

/** Nearer by a factor above 1, with the point (`u`, `v`, each 0 to 1 of what is seen) staying where it is. */
export function zoomed(
  view: View,
  factor: number,
  [u, v]: readonly [number, number],
  bounds: Bounds,
): View {
  const width = clamp(view.width / factor, Math.min(LEAST_BUCKETS, bounds.buckets), bounds.buckets)
  const height = clamp(view.height / factor, Math.min(LEAST_ROWS, bounds.rows), bounds.rows)
  return within(
    { x: view.x + (view.width - width) * u, y: view.y + (view.height - height) * v, width, height },
    bounds,
  )
}

export const moved = (view: View, dx: number, dy: number, bounds: Bounds): View =>
  within({ ...view, x: view.x + dx, y: view.y + dy }, bounds)

/** The same rows, over the time between two places. */
export function brushed(view: View, from: number, to: number, bounds: Bounds): View {
  const [x, end] = [Math.min(from, to), Math.max(from, to)]
  return within(
    { ...view, x, width: Math.max(Math.min(LEAST_BUCKETS, bounds.buckets), end - x) },
    bounds,
  )
}

/** Moved as little as it takes to show a cell. */
export function showing(view: View, bucket: number, row: number, bounds: Bounds): View {
  const x = clamp(view.x, bucket + 1 - view.width, bucket)
  const y = clamp(view.y, row + 1 - view.height, row)
  return within({ ...view, x, y }, bounds)
}

function within(view: View, { buckets, rows }: Bounds): View {
  const width = Math.min(view.width, Math.max(1, buckets))
  const height = Math.min(view.height, Math.max(1, rows))
  return {
    width,
    height,
    x: clamp(view.x, 0, Math.max(0, buckets - width)),
    y: clamp(view.y, 0, Math.max(0, rows - height)),
  }
}

const clamp = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value))
