/**
 * A picture of a few lines between 0 and 1, as SVG that needs nothing else.
 *
 * Lines are told apart by colour, by the form of their marks and by a label at their end, so that the
 * picture can be read in grey, in print and by who does not see colours; a title and a description say
 * in words what it shows.
 */

export interface Line {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface LineChart {
  readonly title: string
  readonly description: string
  readonly xAxis: string
  readonly yAxis: string
  readonly isLogarithmic: boolean
  readonly xTicks: readonly number[]
  readonly lines: readonly Line[]
  /** A height that is marked across the picture. */
  readonly mark: { readonly y: number; readonly name: string }
}

const WIDTH = 760
const HEIGHT = 420
const PLOT = { left: 64, right: 640, top: 52, bottom: 352 }
const LABEL_GAP = 16
/** Apart for the colour-blind, and dark enough on white for text (contrast of 4.5 and more). */
const COLOURS = ['#0b5394', '#a3420a', '#2d6a2d', '#6a2c91']

export function drawLines(chart: LineChart): string {
  const x = scaleOf(chart)
  const drawn = chart.lines.map((line, place) => lineText(line, place, x))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="13">
<title id="title">${escaped(chart.title)}</title>
<desc id="description">${escaped(chart.description)}</desc>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${PLOT.left}" y="28" font-size="17" font-weight="bold">${escaped(chart.title)}</text>
${axesText(chart, x)}
${drawn.join('\n')}
${labelsText(chart.lines)}
</svg>
`
}

type Scale = (value: number) => number

function scaleOf({ lines, isLogarithmic, xTicks }: LineChart): Scale {
  const place = isLogarithmic ? Math.log : (value: number) => value
  const all = [...xTicks, ...lines.flatMap((line) => line.points.map((point) => point.x))].map(
    place,
  )
  const from = Math.min(...all)
  const span = Math.max(...all) - from || 1
  return (value) => PLOT.left + ((place(value) - from) / span) * (PLOT.right - PLOT.left)
}

const yOf: Scale = (value) => PLOT.bottom - value * (PLOT.bottom - PLOT.top)

function axesText({ xAxis, yAxis, xTicks, mark }: LineChart, x: Scale): string {
  const middle = (PLOT.left + PLOT.right) / 2
  const rows = [0, 0.25, 0.5, 0.75, 1].map(
    (tick) =>
      `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(yOf(tick))}" y2="${at(yOf(tick))}" stroke="#d9d9d9"/><text x="${PLOT.left - 8}" y="${at(yOf(tick) + 4)}" text-anchor="end" fill="#333333">${tick}</text>`,
  )
  const columns = xTicks.map(
    (tick) =>
      `<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 5}" stroke="#333333"/><text x="${at(x(tick))}" y="${PLOT.bottom + 20}" text-anchor="middle" fill="#333333">${tick}</text>`,
  )
  return [
    ...rows,
    ...columns,
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(yOf(mark.y))}" y2="${at(yOf(mark.y))}" stroke="#333333" stroke-dasharray="5 4"/>`,
    `<text x="${PLOT.left + 6}" y="${at(yOf(mark.y) + 15)}" fill="#333333">${escaped(mark.name)}</text>`,
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}" stroke="#333333"/>`,
    `<text x="${middle}" y="${PLOT.bottom + 46}" text-anchor="middle">${escaped(xAxis)}</text>`,
    `<text transform="translate(18 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yAxis)}</text>`,
  ].join('\n')
}

function lineText({ points }: Line, place: number, x: Scale): string {
  const colour = colourOf(place)
  const path = points.map((point) => `${at(x(point.x))},${at(yOf(point.y))}`).join(' ')
  const marks = points.map((point) => markText(place, x(point.x), yOf(point.y)))
  return `<g fill="${colour}"><polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>${marks.join('')}</g>`
}

/** A circle, a square, a triangle or a rhombus. */
function markText(place: number, x: number, y: number): string {
  const shapes = [
    `<circle cx="${at(x)}" cy="${at(y)}" r="5"/>`,
    `<rect x="${at(x - 4.5)}" y="${at(y - 4.5)}" width="9" height="9"/>`,
    `<path d="M${at(x)} ${at(y - 6)}l6 10.5h-12z"/>`,
    `<path d="M${at(x)} ${at(y - 6.5)}l6 6.5l-6 6.5l-6 -6.5z"/>`,
  ]
  return shapes[place % shapes.length] ?? ''
}

/** Names at the ends of their lines, pushed apart where lines end together. */
function labelsText(lines: readonly Line[]): string {
  const ends = lines
    .map(({ name, points }, place) => ({ name, place, y: yOf(points.at(-1)?.y ?? 0) }))
    .sort((one, other) => one.y - other.y)
  let free = Number.NEGATIVE_INFINITY
  const lowest = PLOT.bottom - (ends.length - 1) * LABEL_GAP
  return ends
    .map(({ name, place, y }, order) => {
      const own = Math.max(Math.min(y, lowest + order * LABEL_GAP), free)
      free = own + LABEL_GAP
      const text = `<text x="${PLOT.right + 22}" y="${at(own + 4)}" font-weight="bold">${escaped(name)}</text>`
      return `<g fill="${colourOf(place)}">${markText(place, PLOT.right + 13, own)}${text}</g>`
    })
    .join('\n')
}

const colourOf = (place: number) => COLOURS[place % COLOURS.length] ?? '#333333'
const at = (value: number) => String(Math.round(value * 10) / 10)
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
