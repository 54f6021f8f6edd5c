// The held-out figures of the extraction classifier, as Markdown. Every score that arrives here was
// given by a model that had never seen the text's source.

import { mulberry32 } from './train-extraction-texts.js'

const FALSE_POSITIVES = [0.01, 0.001]

export function groupBy(rows, key) {
  const groups = new Map()
  for (const row of rows) {
    const k = key(row)
    const group = groups.get(k)
    if (group === undefined) groups.set(k, [row])
    else group.push(row)
  }
  return groups
}

export function figures(texts, classes) {
  const attack = texts.filter((t) => t.side === 'attack_style')
  const benign = texts.filter((t) => t.side === 'benign')
  const thresholds = FALSE_POSITIVES.map((rate) => quantileAbove(benign, rate, () => 1))
  const bySource = (rows) =>
    [...groupBy(rows, (t) => t.source)]
      .map(([source, all]) => ({ source, rows: all.length, all, ...summary(all, thresholds) }))
      .sort((a, b) => a.recalls[0] - b.recalls[0] || a.source.localeCompare(b.source))
  const perSource = evenSources([...attack, ...benign])
  return {
    attack: bySource(attack),
    benign: bySource(benign),
    banks: bySource(texts.filter((t) => t.side === 'question_bank')),
    auc: auc(attack, benign, () => 1),
    aucSources: auc(attack, benign, perSource),
    thresholds,
    recalls: thresholds.map((t) => share(attack, t)),
    // The false-positive rate with every benign source weighing the same is the harsher reading.
    evenRecalls: FALSE_POSITIVES.map((rate) => {
      const threshold = quantileAbove(benign, rate, perSource)
      const groups = [...groupBy(attack, (t) => t.source).values()]
      return mean(groups.map((rows) => share(rows, threshold)))
    }),
    reliability: reliability(
      attack.filter((t) => !t.foreign),
      benign.filter((t) => !t.foreign),
    ),
    firing: firing(texts, classes),
    spread: spread(attack, benign),
  }
}

function summary(rows, thresholds) {
  const sorted = rows.map((t) => t.millibits).sort((a, b) => a - b)
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
  return { recalls: thresholds.map((t) => share(rows, t)), median: at(0.5), high: at(0.99) }
}

// The least score above which at most `rate` of the weight lies.
function quantileAbove(rows, rate, weigh) {
  const sorted = [...rows].sort((a, b) => b.millibits - a.millibits)
  const total = sorted.reduce((sum, t) => sum + weigh(t), 0)
  let above = 0
  for (const row of sorted) {
    above += weigh(row)
    if (above > rate * total) return row.millibits
  }
  return Number.NEGATIVE_INFINITY
}

function auc(attack, benign, weigh) {
  const all = [...attack, ...benign].sort(
    (a, b) => a.millibits - b.millibits || (a.side === 'attack_style' ? -1 : 1),
  )
  let below = 0
  let wins = 0
  let total = 0
  for (const t of all) {
    if (t.side === 'attack_style') {
      wins += weigh(t) * below
      total += weigh(t)
    } else below += weigh(t)
  }
  return wins / (total * below)
}

// Sources drawn anew with replacement, 400 times: the middle 90 % of what would have been found.
function spread(attack, benign) {
  const random = mulberry32(11)
  const drawn = (rows) => {
    const groups = [...groupBy(rows, (t) => t.source).values()]
    return groups.map(() => groups[Math.floor(random() * groups.length)])
  }
  const rounds = Array.from({ length: 400 }, () => {
    const [a, b] = [drawn(attack), drawn(benign)]
    const weights = new Map()
    for (const group of [...a, ...b]) {
      for (const t of group) weights.set(t, (weights.get(t) ?? 0) + 1 / group.length)
    }
    const weigh = (t) => weights.get(t)
    const [once, others] = [[...new Set(a.flat())], [...new Set(b.flat())]]
    const threshold = quantileAbove(others, 0.01, weigh)
    return [auc(once, others, weigh), mean(a.map((rows) => share(rows, threshold)))]
  })
  return [0, 1].map((i) => {
    const sorted = rounds.map((r) => r[i]).sort((x, y) => x - y)
    return [sorted[20], sorted[380]]
  })
}

function evenSources(rows) {
  const key = (t) => `${t.side} ${t.source}`
  const groups = groupBy(rows, key)
  return (t) => 1 / (groups.get(key(t))?.length ?? 1)
}

// Within a bin of stated bits, what the texts really are, both sides weighing the same.
function reliability(attack, benign) {
  const weigh = evenSources([...attack, ...benign])
  const weightOf = (rows) => rows.reduce((sum, t) => sum + weigh(t), 0)
  const [wa, wb] = [weightOf(attack), weightOf(benign)]
  const edges = [-99, -5, -3, -2, -1, 0, 1, 2, 3, 5, 99]
  return edges.slice(0, -1).map((low, i) => {
    const inside = (t) => t.millibits >= low * 1000 && t.millibits < edges[i + 1] * 1000
    const a = attack.filter(inside)
    const b = benign.filter(inside)
    const bits = Math.log2((weightOf(a) / wa + 1e-6) / (weightOf(b) / wb + 1e-6))
    return {
      bin: `${low} to ${Math.floor(edges[i + 1])}`,
      attack: a.length,
      benign: b.length,
      bits,
    }
  })
}

function firing(texts, classes) {
  const sides = groupBy(texts, (t) => t.side)
  return classes.map((name, bit) => ({
    name,
    shares: ['attack_style', 'question_bank', 'benign'].map((side) => {
      const rows = sides.get(side) ?? []
      return rows.filter((t) => t.classes.includes(bit)).length / rows.length
    }),
  }))
}

export const share = (rows, threshold) =>
  rows.filter((t) => t.millibits > threshold).length / rows.length
export const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length
export const percent = (value) => `${(100 * value).toFixed(1)} %`
const bits = (millibits) => (millibits / 1000).toFixed(2)

/** The head figures, the weak ones first. */
export function overview(f) {
  return [
    '| measure | value |\n| --- | --- |',
    `| recall at 0.1 % false positives, mean of sources, benign sources weighing the same | ${percent(f.evenRecalls[1])} |`,
    `| recall at 1 % false positives, mean of sources, benign sources weighing the same | ${percent(f.evenRecalls[0])} |`,
    `| recall at 0.1 % false positives, mean of sources | ${percent(mean(f.attack.map((s) => s.recalls[1])))} |`,
    `| recall at 1 % false positives, mean of sources | ${percent(mean(f.attack.map((s) => s.recalls[0])))} |`,
    `| recall at 0.1 % false positives, texts | ${percent(f.recalls[1])} |`,
    `| recall at 1 % false positives, texts | ${percent(f.recalls[0])} |`,
    `| AUC, sources weighing the same | ${f.aucSources.toFixed(3)} |`,
    `| 90 % of draws of sources: AUC; recall at 1 %, sources weighing the same | ${f.spread[0].map((v) => v.toFixed(3)).join(' to ')}; ${f.spread[1].map(percent).join(' to ')} |`,
    `| AUC, texts | ${f.auc.toFixed(3)} |`,
    `| the 1 % and 0.1 % lines, bits | ${f.thresholds.map(bits).join(', ')} |`,
  ]
}

export function markdown(f) {
  const source = (s) =>
    `| ${s.source} | ${s.rows} | ${s.recalls.map(percent).join(' | ')} | ${bits(s.median)} | ${bits(s.high)} |`
  const head = (name) =>
    `| ${name} | texts | above the 1 % line | above the 0.1 % line | median bits | 99 % bits |\n| --- | --- | --- | --- | --- | --- |`
  return [
    ...overview(f),
    `\n${head('attack-style source, left out')}`,
    ...f.attack.map(source),
    `\n${head('benign source, left out')}`,
    ...f.benign.toReversed().map(source),
    `\n${head('question bank, never trained on as a side')}`,
    ...f.banks.toReversed().map(source),
    '\n| stated bits | attack-style texts | benign texts | bits found, sources weighing the same |\n| --- | --- | --- | --- |',
    ...f.reliability.map((r) => `| ${r.bin} | ${r.attack} | ${r.benign} | ${r.bits.toFixed(2)} |`),
    '\n| class | attack-style | question banks | benign |\n| --- | --- | --- | --- |',
    ...f.firing.map(
      (c) => `| ${c.name} | ${c.shares.map((s) => `${(100 * s).toFixed(2)} %`).join(' | ')} |`,
    ),
  ].join('\n')
}
