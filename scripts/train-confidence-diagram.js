// Draws what a confidence said against how often it was so. No script, no font of its own; the table beside
// it says the same in words.

const SIZE = 420
const EDGE = 56
const SPAN = SIZE - 2 * EDGE

export function reliabilityDiagram(bins, { clusters, campaigns, brier }) {
  const title = 'Reliability of the confidence, on shapes that it was not fitted to'
  const description = `${clusters} clusters of made traffic, ${campaigns} of them campaigns; Brier score ${brier}. ${bins
    .map(({ said, guilty, clusters: count }) => `Said ${percent(said)}: ${guilty} of ${count}.`)
    .join(' ')}`
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${description}</desc>
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.axis { stroke: #777; fill: none }
.even { stroke: #777; stroke-dasharray: 4 4 }
.range { stroke: #0b5394; stroke-width: 2 }
.point { fill: #0b5394 }
.ground { fill: #fff }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .range { stroke: #8ec5ff } .point { fill: #8ec5ff } .ground { fill: #16181c }
}
</style>
<rect class="ground" width="${SIZE}" height="${SIZE}"/>
<rect class="axis" x="${EDGE}" y="${EDGE}" width="${SPAN}" height="${SPAN}"/>
<line class="even" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}"/>
${ticks.map(tick).join('\n')}
${bins.map(mark).join('\n')}
<text x="${SIZE / 2}" y="${SIZE - 14}" text-anchor="middle">confidence said</text>
<text x="16" y="${SIZE / 2}" text-anchor="middle" transform="rotate(-90 16 ${SIZE / 2})">share that were campaigns</text>
</svg>
`
}

const percent = (share) => `${Math.round(100 * share)} %`
const at = (share) => Math.round(EDGE + SPAN * share)
const up = (share) => Math.round(SIZE - EDGE - SPAN * share)

const tick = (share) =>
  `<text x="${at(share)}" y="${SIZE - EDGE + 18}" text-anchor="middle">${percent(share)}</text>
<text x="${EDGE - 6}" y="${up(share) + 4}" text-anchor="end">${percent(share)}</text>`

function mark({ said, guilty, clusters }) {
  const [low, high] = wilson(guilty, clusters)
  const isRight = said < 0.5
  return `<line class="range" x1="${at(said)}" y1="${up(low)}" x2="${at(said)}" y2="${up(high)}"/>
<circle class="point" cx="${at(said)}" cy="${up(guilty / clusters)}" r="5"/>
<text x="${at(said) + (isRight ? 9 : -9)}" y="${up(guilty / clusters) + (isRight ? -8 : 16)}" text-anchor="${isRight ? 'start' : 'end'}">${guilty} of ${clusters}</text>`
}

// Wilson's interval at 95 %: holds where a share is 0 or 1 and clusters are few.
function wilson(hits, trials) {
  const z = 1.96
  const share = hits / trials
  const middle = share + (z * z) / (2 * trials)
  const reach = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  const scale = 1 + (z * z) / trials
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)]
}
