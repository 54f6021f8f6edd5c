// The texts that the extraction classifier learns from: read, stripped of marks, slots filled.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Characters of the openings that stand beside each whole template.
const HEADS = [400, 160]

// Sources that share a tenth of the runs of eight words of the smaller one, or come from the same
// hands, are one group: they are left out together.
const GROUPS = {
  'tatsu-lab/stanford_alpaca': 'self-instruct family',
  'LianjiaTech/BELLE': 'self-instruct family',
  'sahil280114/codealpaca': 'self-instruct family',
  'yizhongw/self-instruct': 'self-instruct family',
  'IlyaGusev/rulm': 'self-instruct family',
  'bofenghuang/vigogne': 'self-instruct family',
  'teknium1/GPTeacher': 'self-instruct family',
  'openai/evals': 'openai/evals, autoevals',
  'braintrustdata/autoevals': 'openai/evals, autoevals',
  'lm-sys/FastChat': 'FastChat, arena-hard, alpaca_eval',
  'lmarena/arena-hard-auto': 'FastChat, arena-hard, alpaca_eval',
  'tatsu-lab/alpaca_eval': 'FastChat, arena-hard, alpaca_eval',
  'openai/human-eval': 'human-eval, DeepSeek-Coder',
  'deepseek-ai/DeepSeek-Coder': 'human-eval, DeepSeek-Coder',
  'sierra-research/tau-bench': 'tau-bench',
  'sierra-research/tau2-bench': 'tau-bench',
  'SWE-agent/SWE-agent': 'SWE-agent, SWE-smith',
  'SWE-bench/SWE-smith': 'SWE-agent, SWE-smith',
  'dair-ai/Prompt-Engineering-Guide': 'reasoning-teacher, Prompt-Engineering-Guide',
  'itsnamgyu/reasoning-teacher': 'reasoning-teacher, Prompt-Engineering-Guide',
  'meta-math/MetaMath': 'MetaMath, grade-school-math',
  'openai/grade-school-math': 'MetaMath, grade-school-math',
}

// What a text asks for. What only the topic tells apart is one family: a shopping task, a chat and
// an exam item are all requests. Recordings of test calls and a guide's samples are a mixture.
const FAMILIES = {
  generation: ['synth_instruct', 'synth_data', 'vision_gen', 'swe_synth'],
  grading: ['rubric_grade', 'preference_pair'],
  reasoning: ['cot_elicit'],
  standing_instructions: ['app_system_prompt', 'coding_system'],
  mixture: ['sdk_test_call', 'app_template'],
}
export const FAMILY_NAMES = [
  'generation',
  'grading',
  'reasoning',
  'standing_instructions',
  'request',
]
// The finer reading, for comparison with the usual figure: items and code apart from requests.
const FINER = {
  preference: ['preference_pair'],
  item: ['eval_harness', 'qb_exam', 'qb_math', 'vision_q'],
  code: ['qb_code', 'instruction_bank_code', 'coding_user'],
  agent: ['agentic_tool', 'agentic_task', 'agentic_swe', 'computer_use'],
}
export const FINER_NAMES = [...FAMILY_NAMES, ...Object.keys(FINER)]

const named = (table, label) => Object.keys(table).find((name) => table[name].includes(label))

// Some files hold lines that were cut in the middle; they are skipped and counted.
export function readRows(path) {
  const rows = []
  let broken = 0
  for (const file of readdirSync(path).sort()) {
    if (!file.endsWith('.jsonl')) continue
    for (const line of readFileSync(join(path, file), 'utf8').trim().split('\n')) {
      try {
        const { text, side, role, lang, source, label, licence } = JSON.parse(line)
        const family = named(FAMILIES, label) ?? 'request'
        rows.push({
          text: withoutMarks(text),
          ...{ side, role, lang, label, licence, family },
          finer: named(FINER, label) ?? family,
          origin: source,
          source: GROUPS[source] ?? source,
        })
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
