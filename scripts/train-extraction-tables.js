// The tables by family, by language and of reasoning traces, as Markdown.
import { groupBy, mean, percent, share } from './train-extraction-figures.js'
import { FAMILY_NAMES, FINER_NAMES } from './train-extraction-texts.js'

/** The confusion of the families, every family and every source in it weighing the same. */
export function familyTables(texts) {
  const coarse = confusion(texts, FAMILY_NAMES, 'family', 'likelyFamily')
  const finer = confusion(texts, FINER_NAMES, 'finer', 'likelyFiner')
  const rows = FINER_NAMES.map((name, i) => {
    const cells = finer.matrix[i].map((value) => percent(value))
    const { recall, precision, f1 } = finer.each[i]
    return `| ${name} | ${cells.join(' | ')} | ${[recall, precision, f1].map((v) => v.toFixed(2)).join(' | ')} |`
  })
  return [
    `\nMacro F1 of five families ${coarse.macro.toFixed(3)} (texts weighing the same ${confusion(texts, FAMILY_NAMES, 'family', 'likelyFamily', true).macro.toFixed(3)});`,
    `of nine ${finer.macro.toFixed(3)}, with open-instruct's rubrics as grading ${relabelled(texts).macro.toFixed(3)};`,
    `of five: ${coarse.each.map((e, i) => `${FAMILY_NAMES[i]} ${e.f1.toFixed(2)}`).join(', ')}.\n`,
    `| asked, found | ${FINER_NAMES.join(' | ')} | recall | precision | F1 |`,
    `|${' --- |'.repeat(FINER_NAMES.length + 4)}`,
    ...rows,
  ].join('\n')
}

// The eight texts of open-instruct are called pairs for what their marks were used for; they ask for a
// mark on a scale by a rubric, so by their wording they are grading. Judged again, not trained again.
function relabelled(texts) {
  const wording = (t) => (t.origin === 'allenai/open-instruct' ? 'grading' : t.finer)
  const rows = texts.map((t) => ({ ...t, finer: wording(t) }))
  return confusion(rows, FINER_NAMES, 'finer', 'likelyFiner')
}

function confusion(texts, names, truth, guess, byTexts = false) {
  const rows = texts.filter((t) => names.includes(t[truth]))
  const groups = groupBy(rows, (t) => `${t[truth]} ${t.source}`)
  const sources = names.map((n) => [...groups.keys()].filter((k) => k.startsWith(`${n} `)).length)
  const weigh = (t) =>
    byTexts
      ? 1
      : 1 / groups.get(`${t[truth]} ${t.source}`).length / sources[names.indexOf(t[truth])]
  const matrix = names.map(() => new Array(names.length).fill(0))
  for (const t of rows) matrix[names.indexOf(t[truth])][names.indexOf(t[guess])] += weigh(t)
  const each = names.map((_, i) => {
    const asked = matrix[i].reduce((a, b) => a + b, 0)
    const found = matrix.reduce((sum, row) => sum + row[i], 0)
    return {
      recall: matrix[i][i] / asked,
      precision: found === 0 ? 0 : matrix[i][i] / found,
      f1: (2 * matrix[i][i]) / (asked + found),
    }
  })
  return { matrix, each, macro: mean(each.map((e) => e.f1)) }
}

/** By label and by language: what lies above the 1 % line. */
export function languageTables(texts, examples, threshold) {
  const line = ([name, rows]) =>
    `| ${name} | ${rows.length} | ${percent(share(rows, threshold))} | ${percent(share(rows, 0))} |`
  const table = (head, groups) =>
    [
      `\n| ${head} | texts | above the 1 % line | above 0 |\n| --- | --- | --- | --- |`,
      ...groups.map(line),
    ].join('\n')
  const by = (rows, key) => [...groupBy(rows, key)].sort((a, b) => a[0].localeCompare(b[0]))
  const of = (side) => (t) => t.side === side
  return [
    table(
      'attack-style label',
      by(texts.filter(of('attack_style')), (t) => t.label),
    ),
    table(
      'benign label',
      by(texts.filter(of('benign')), (t) => t.label),
    ),
    table(
      'language of benign texts',
      by(texts.filter(of('benign')), (t) => t.lang),
    ),
    table(
      'language of attack-style texts',
      by(texts.filter(of('attack_style')), (t) => t.lang),
    ),
    table(
      'our own demands',
      by(examples.filter(of('attack_style')), (t) => t.lang),
    ),
    table(
      'our own innocent neighbours',
      by(examples.filter(of('benign')), (t) => t.lang),
    ),
    `\nFamily of our own sentences found: ${percent(mean(examples.map((t) => (t.family === t.likelyFamily ? 1 : 0))))}.`,
  ].join('\n')
}

const EXPLAIN =
  /explain|step[ -]by[ -]step|show (?:me )?(?:your|the) work|\bwhy\b|reasoning|rationale|justify|解释|说明理由|为什么|一步/i

/** The class of reconstructed reasoning against benign texts that ask for an explanation. */
export function traceTable(texts, examples, classes) {
  const bit = classes.indexOf('reasoning_trace_reconstruction')
  const fires = (t) => t.classes.includes(bit)
  const asked = examples.filter((t) => t.isTrace)
  const own = examples.filter((t) => t.isExplanation)
  const public_ = texts.filter((t) => t.side !== 'attack_style' && EXPLAIN.test(t.text))
  const hits = asked.filter(fires).length
  const wrong = [...own, ...public_].filter(fires).length
  const rates = [hits / asked.length, wrong / (own.length + public_.length)]
  return [
    `\nReasoning-trace reconstruction: found in ${hits} of ${asked.length} demands, in ${own.filter(fires).length} of`,
    `${own.length} of our own requests for an explanation and in ${public_.filter(fires).length} of ${public_.length} public ones.`,
    `Precision ${(hits / (hits + wrong)).toFixed(3)} on these counts, ${(rates[0] / (rates[0] + rates[1])).toFixed(3)} with both kinds weighing the same.`,
    `By family instead: ${asked.filter((t) => t.likelyFamily === 'reasoning').length} of ${asked.length} found, ${[...own, ...public_].filter((t) => t.likelyFamily === 'reasoning').length} of ${own.length + public_.length} wrong.`,
  ].join('\n')
}
