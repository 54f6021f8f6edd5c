// Fits the map from the product of linkage and extraction to a confidence that means a share.
//
//   node scripts/train-confidence.js <clusters.tsv, as train-confidence-clusters.js makes it>
//
// A logistic of two numbers, the slope never negative, so that order is kept and no verdict moves; pulled
// towards the product itself with the strength of one cluster. Writes src/pipeline/confidence.json,
// docs/evaluation/reliability.svg and the figures of docs/evaluation/confidence.md. Every figure is of
// clusters whose shape (or kind of innocent) the map was not fitted to.
import { readFileSync, writeFileSync } from 'node:fs'
import { reliabilityDiagram } from './train-confidence-diagram.js'

/** Fewer customers are no campaign whatever they do; what is held at watch by rule gets no promise. */
const CUSTOMERS_MIN = 4
const PRODUCT_MIN = 1e-4
const PULL = 1
const BIN_EDGES = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0001]

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: train-confidence.js <clusters.tsv>')
const clusters = readClusters(file)
const used = clusters.filter((one) => one.customers >= CUSTOMERS_MIN && one.verdict !== 'watch')
const groups = [...new Set(used.map((one) => one.group))].sort()
for (const group of groups) {
  const map = fitted(used.filter((one) => one.group !== group))
  for (const one of used) if (one.group === group) one.heldOut = predict(map, one.product)
}
const map = fitted(used)
const campaigns = used.filter((one) => one.label === 1).length
const told = {
  slope: round(map.slope),
  intercept: round(map.intercept),
  clusters: used.length,
  campaigns,
  brier: round(brier((one) => one.heldOut)),
}
const target = new URL('../src/pipeline/confidence.json', import.meta.url)
writeFileSync(target, `${JSON.stringify(told, null, 2)}\n`)
const bins = binsOf()
const evaluation = new URL('../docs/evaluation/', import.meta.url)
writeFileSync(new URL('reliability.svg', evaluation), reliabilityDiagram(bins, told))
const page = new URL('confidence.md', evaluation)
const [before, , after] = readFileSync(page, 'utf8').split(/<!-- \/?figures -->/)
writeFileSync(page, `${before}<!-- figures -->\n\n${figures()}\n\n<!-- /figures -->${after}`)

function readClusters(path) {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [, discipline, , shape, mostly, customers, product, verdict, label] = line.split('\t')
    return {
      discipline,
      group: shape === '' ? `innocent ${mostly}` : `shape ${shape}`,
      customers: Number(customers),
      product: Number(product),
      verdict,
      label: Number(label),
    }
  })
}

function logit(product) {
  const held = Math.min(1 - PRODUCT_MIN, Math.max(PRODUCT_MIN, product))
  return Math.log(held / (1 - held))
}

function predict({ slope, intercept }, product) {
  return 1 / (1 + Math.exp(-(intercept + slope * logit(product))))
}

// Newton's method on the penalised log-likelihood, which is convex.
function fitted(rows) {
  let slope = 1
  let intercept = 0
  for (let round = 0; round < 60; round++) {
    let [g0, g1] = [PULL * intercept, PULL * (slope - 1)]
    let [h00, h01, h11] = [PULL, 0, PULL]
    for (const { product, label } of rows) {
      const x = logit(product)
      const p = predict({ slope, intercept }, product)
      const w = p * (1 - p)
      g0 += p - label
      g1 += (p - label) * x
      h00 += w
      h01 += w * x
      h11 += w * x * x
    }
    const determinant = h00 * h11 - h01 * h01
    intercept -= (h11 * g0 - h01 * g1) / determinant
    slope = Math.max(0, slope - (h00 * g1 - h01 * g0) / determinant)
  }
  return { slope, intercept }
}

function brier(chance, rows = used) {
  return rows.reduce((sum, one) => sum + (chance(one) - one.label) ** 2, 0) / rows.length
}

function binsOf() {
  return BIN_EDGES.slice(1).flatMap((to, index) => {
    const from = BIN_EDGES[index]
    const inside = used.filter((one) => one.heldOut >= from && one.heldOut < to)
    if (inside.length === 0) return []
    const said = inside.reduce((sum, one) => sum + one.heldOut, 0) / inside.length
    const guilty = inside.filter((one) => one.label === 1).length
    return [{ from, to: Math.min(1, to), said, guilty, clusters: inside.length }]
  })
}

function figures() {
  const innocent = used.filter((one) => one.label === 0)
  return [
    `Of ${used.length} clusters ${campaigns} were campaigns. Slope ${told.slope}, intercept ${told.intercept}. Brier score: ${told.brier}`,
    `held out; ${round(brier((one) => one.product))} for the product as it is; ${round(brier(() => campaigns / used.length))} for always saying the share of campaigns.`,
    '',
    '| product | confidence |',
    '| ---: | ---: |',
    ...[0.1, 0.5, 0.7, 0.9, 0.99].map(
      (product) => `| ${product} | ${Math.floor(100 * predict(told, product))} |`,
    ),
    '',
    '| said | clusters | campaigns | mean said | share |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...bins.map(
      ({ from, to, said, guilty, clusters: count }) =>
        `| ${from} to ${to} | ${count} | ${guilty} | ${said.toFixed(3)} | ${(guilty / count).toFixed(3)} |`,
    ),
    '',
    '| left out | clusters | Brier score |',
    '| --- | ---: | ---: |',
    ...groups
      .filter((name) => name.startsWith('shape'))
      .map((name) =>
        leftOut(
          name,
          used.filter((one) => one.group === name),
        ),
      ),
    leftOut('innocents, each kind by itself', innocent),
  ].join('\n')
}

function leftOut(name, rows) {
  return `| ${name} | ${rows.length} | ${round(brier((one) => one.heldOut, rows))} |`
}

function round(value) {
  return Math.round(value * 1e4) / 1e4
}
