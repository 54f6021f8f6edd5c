// The models: logistic regression for "asks for training data", a softmax for the families. Both by
// AdaGrad with strong shrinkage; one seed, the same order, hence the same numbers every time.
import { groupBy } from './train-extraction-figures.js'
import { mulberry32 } from './train-extraction-texts.js'

const SEED = 7
const EPOCHS = 8
// Chosen on left-out sources among .02 to .6. Weaker, and the words learn the sources by heart.
const SHRINKAGE_WORDS = 0.1
const BINARY_STEPS = { step: 0.3, shrinkageSigns: 0.2, power: 0.5 }
// Every source of a family weighs the same: the figures weigh them so, and the sources differ more
// than the texts of one. Shrinkage among .1 to 1.5, step among .1 to .3, on left-out sources as well.
const FAMILY_STEPS = { step: 0.1, shrinkageSigns: 0.8, power: 1 }
// A source teaches by at most so many texts, and a bucket must occur in so many of the sources.
const SOURCE_TEXTS_MAX = 300
const WORD_SOURCES_MIN = 6

/** Where each kind of feature lies in a weight vector: words, signs, classes, bias. */
export function layout(buckets, signs, classes, cues) {
  const parts = { signs: buckets, classes: buckets + signs, cues: buckets + signs + classes }
  return { ...parts, bias: parts.cues + cues }
}

/** Marks the texts that teach: at most 300 of a source on a side, drawn by the seed. */
export function markTeachers(texts) {
  const random = mulberry32(SEED)
  for (const rows of groupBy(texts, (t) => `${t.side} ${t.origin}`).values()) {
    const drawn = rows.map((t) => [random(), t]).sort((a, b) => a[0] - b[0])
    drawn.forEach(([, t], place) => {
      t.teaches = place < SOURCE_TEXTS_MAX
    })
  }
}

/** The features of a text as pairs of position and value. */
export function featuresOf(text, at, learned, withWords) {
  return [
    ...(withWords ? text.words : []),
    ...text.signs.map(([sign, count]) => [at.signs + sign, count]),
    ...text.classes.filter((bit) => learned[bit]).map((bit) => [at.classes + bit, 1]),
    [at.bias, 1],
  ]
}

// Question banks are neither side: they fed the slots. Benign texts in other languages are left
// out, since there is no attack style in them to learn against.
export function trainBinary(texts, at, learned) {
  const rows = texts.filter((t) => t.teaches && t.side !== 'question_bank' && !t.foreign)
  const label = (t) => (t.side === 'attack_style' ? 1 : 0)
  const input = (t) => featuresOf(t, at, learned, true)
  const prior = new Float64Array((at.bias + 1) * 2)
  const weights = descend(rows, at, { label, input, families: 2, prior, ...BINARY_STEPS })
  const difference = new Float64Array(at.bias + 1)
  for (let key = 0; key <= at.bias; key++) difference[key] = weights[2 * key + 1]
  return difference
}

/** The features of a text that tell its family: what it shows, however often. */
export function familyFeaturesOf(text, at) {
  const keys = [
    ...text.signs.map(([sign]) => at.signs + sign),
    ...text.classes.map((b) => at.classes + b),
  ]
  return [...keys, ...text.family_cues.map((cue) => at.cues + cue), at.bias].map((key) => [key, 1])
}

export function trainFamilies(texts, at, names, key, priors) {
  const rows = texts.filter((t) => t.teaches && !t.isOpening && names.includes(t[key]))
  const label = (t) => names.indexOf(t[key])
  const prior = new Float64Array((at.bias + 1) * names.length)
  for (const [position, family, weight] of priors) {
    if (names.includes(family)) prior[position * names.length + names.indexOf(family)] = weight
  }
  const input = (t) => familyFeaturesOf(t, at)
  return descend(rows, at, { label, input, families: names.length, prior, ...FAMILY_STEPS })
}

// With two families the first is the base and keeps weight 0, which makes it a logistic regression.
function descend(rows, at, { label, input, families, prior, step, shrinkageSigns, power }) {
  const size = (at.bias + 1) * families
  const weights = Float64Array.from(prior)
  const seen = new Float64Array(size).fill(1e-6)
  const slopes = new Float64Array(families)
  const first = families === 2 ? 1 : 0
  const weigh = balanced(rows, label, power)
  const known = commonBuckets(rows)
  const lessons = rows.map((t) => {
    const kept = input(t).filter(([key]) => key >= at.signs || known.has(key))
    return {
      keys: Int32Array.from(kept, ([key]) => key),
      values: Float64Array.from(kept, ([, value]) => value),
      label: label(t),
      weight: weigh(t),
    }
  })
  const random = mulberry32(SEED)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(lessons, random)
    for (const lesson of lessons) {
      softmax(weights, lesson, slopes)
      slopes[lesson.label] -= 1
      for (let k = 0; k < lesson.keys.length; k++) {
        const key = lesson.keys[k]
        const shrinkage = key === at.bias ? 0 : key < at.signs ? SHRINKAGE_WORDS : shrinkageSigns
        const scale = lesson.weight * lesson.values[k]
        for (let f = first; f < families; f++) {
          const place = key * families + f
          const slope = slopes[f] * scale + shrinkage * (weights[place] - prior[place])
          seen[place] += slope * slope
          weights[place] -= (step / Math.sqrt(seen[place])) * slope
        }
      }
    }
  }
  return weights
}

/** Fills `out` with the probabilities of the families. */
export function softmax(weights, { keys, values }, out) {
  out.fill(0)
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < keys.length; k++) {
    const place = keys[k] * out.length
    for (let f = 0; f < out.length; f++) out[f] += weights[place + f] * values[k]
  }
  for (let f = 0; f < out.length; f++) most = Math.max(most, out[f])
  let total = 0
  for (let f = 0; f < out.length; f++) {
    out[f] = Math.exp(out[f] - most)
    total += out[f]
  }
  for (let f = 0; f < out.length; f++) out[f] /= total
}

export function score(weights, input) {
  return input.reduce((sum, [key, value]) => sum + weights[key] * value, 0)
}

function commonBuckets(rows) {
  const sources = new Map()
  for (const t of rows) {
    for (const [bucket] of t.words) {
      const set = sources.get(bucket)
      if (set === undefined) sources.set(bucket, new Set([t.source]))
      else set.add(t.source)
    }
  }
  return new Set([...sources].filter(([, set]) => set.size >= WORD_SOURCES_MIN).map(([b]) => b))
}

function shuffle(order, random) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[order[i], order[j]] = [order[j], order[i]]
  }
}

// The families weigh the same, and a source within its family a power of its rows, by default the root.
function balanced(rows, label, power = 0.5) {
  const key = (t) => `${label(t)} ${t.source}`
  const groups = new Map([...groupBy(rows, key)].map(([k, all]) => [k, all.length]))
  const raw = (t) => 1 / groups.get(key(t)) ** power
  const totals = new Map()
  for (const t of rows) totals.set(label(t), (totals.get(label(t)) ?? 0) + raw(t))
  return (t) => (raw(t) * rows.length) / (totals.size * totals.get(label(t)))
}

// Platt's two numbers on out-of-source scores, with both sides weighing the same: a score of 0 then
// is the prior, whatever the prior is. Newton's method, which converges in a few steps.
export function calibrate(judged) {
  const rows = judged.filter((t) => !t.foreign)
  const truth = (t) => (t.side === 'attack_style' ? 1 : 0)
  const weigh = balanced(rows, truth)
  let slope = 0.5
  let intercept = 0
  for (let step = 0; step < 50; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9]
    for (const t of rows) {
      const p = 1 / (1 + Math.exp(-(slope * t.score + intercept)))
      const w = weigh(t)
      const d = w * (p - truth(t))
      const h = w * p * (1 - p)
      ga += d * t.score
      gb += d
      haa += h * t.score * t.score
      hab += h * t.score
      hbb += h
    }
    const det = haa * hbb - hab * hab
    slope -= (hbb * ga - hab * gb) / det
    intercept -= (haa * gb - hab * ga) / det
  }
  return { slope, intercept }
}
