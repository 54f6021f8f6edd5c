// The texts that the extraction classifier learns from: read, stripped of marks, slots filled.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Characters of the openings that stand beside each whole template.
const HEADS = [400, 160]

// Some files hold lines that were cut in the middle; they are skipped and counted.
export function readRows(path) {
  // Sources that descend from one another are left out together.
  const lineage = {
    'tatsu-lab/stanford_alpaca': 'self-instruct family',
    'LianjiaTech/BELLE': 'self-instruct family',
    'sahil280114/codealpaca': 'self-instruct family',
    'yizhongw/self-instruct': 'self-instruct family',
    'openai/evals': 'openai/evals, autoevals',
    'braintrustdata/autoevals': 'openai/evals, autoevals',
  }
  const rows = []
  let broken = 0
  for (const file of readdirSync(path).sort()) {
    if (!file.endsWith('.jsonl')) continue
    for (const line of readFileSync(join(path, file), 'utf8').trim().split('\n')) {
      try {
        const { text, side, role, lang, source } = JSON.parse(line)
        const origin = lineage[source] ?? source
        rows.push({ text: withoutMarks(text), side, role, lang, source: origin })
      } catch {
        broken++
      }
    }
  }
  console.error(`${rows.length} rows, ${broken} broken lines skipped`)
  return rows
}

// The files mark roles and slots in ways that traffic does not.
function withoutMarks(text) {
  return text
    .replace(/^(system|user): /, '')
    .replace(/^\[tools\].*\n+(\[user\] )?/, '')
    .replace(/\[(BEGIN|END) DATA\]/g, '')
}

// In traffic the slots of a template are filled. They are filled here with items of the question
// banks, on both sides alike, so that neither an empty slot nor an item tells the side.
export function augmented(rows, seed) {
  const random = mulberry32(seed)
  const slot = /\{+%?[^{}\n]{0,60}%?\}+/g
  const items = rows.filter(
    (r) => r.side === 'question_bank' && r.lang === 'en' && r.text.length < 700,
  )
  const item = () => items[Math.floor(random() * items.length)].text
  return rows.flatMap((row) => {
    if (row.side === 'question_bank') return [row]
    const slots = row.text.match(slot) !== null
    const template = slots || /template|system/.test(row.role)
    const attack = row.side === 'attack_style'
    if (!attack && !template) return [{ ...row }]
    let filled = 0
    const whole = row.text.replace(slot, () => (filled++ < 3 ? item() : ' '))
    const closed = slots ? whole : `${row.text}\n\n${item()}`
    // Attack-style texts are long here and chats short, so a model that sees only whole texts learns
    // to acquit whatever is brief. Openings of both sides take that lesson away.
    // A fragment opens with what is to be judged, not with the demand.
    const openings = row.role === 'fragment' ? [] : HEADS.map((head) => opening(whole, head))
    return [whole, closed, ...openings]
      .filter((text, n, all) => all.indexOf(text) === n)
      .map((text) => ({ ...row, text, isOpening: openings.includes(text) && text !== whole }))
  })
}

function opening(text, head) {
  return text.length <= head ? text : text.slice(0, text.lastIndexOf(' ', head))
}

export function mulberry32(seed) {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
