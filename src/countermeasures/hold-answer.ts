import { type Answered, type Body, defineCountermeasure, type Refused, valuesOf } from './define.js'

const SHINGLE_WORDS = 8
/** A short answer repeats its reasoning by right: it is the last sentence of it. */
const SHINGLES_MIN = 25
const SHARE_MAX = 0.5

// The hash of a run is a polynomial of its words, so that the next run takes one step.
const BASE = 0x9e3779b1
let power = 1
for (let at = 0; at < SHINGLE_WORDS; at += 1) power = Math.imul(power, BASE)
const BASE_LAST = power

/** A letter is a word where words are not set apart. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]|[\p{L}\p{M}\p{N}]+/gu

/** Each run of eight words as a number. Two that differ have the same one once in four billion. */
function shinglesOf(text: string): ReadonlySet<number> {
  const words = (text.normalize('NFKC').toLowerCase().match(WORD) ?? []).map(hashOf)
  const shingles = new Set<number>()
  let hash = 0
  for (const [at, word] of words.entries()) {
    const gone = at < SHINGLE_WORDS ? 0 : (words[at - SHINGLE_WORDS] ?? 0)
    hash = (Math.imul(hash, BASE) + word - Math.imul(gone, BASE_LAST)) | 0
    if (at >= SHINGLE_WORDS - 1) shingles.add(hash)
  }
  return shingles
}

function hashOf(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at += 1) hash = mixed(hash, word.charCodeAt(at))
  return hash
}

function mixed(hash: number, value: number): number {
  const both = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) + value
  return Math.imul(both ^ (both >>> 13), 0xc2b2ae35) >>> 0
}

/** The part of what an answer says that is its own reasoning. */
function repeatedShare(trace: ReadonlySet<number>, text: string): number {
  const said = shinglesOf(text)
  if (said.size < SHINGLES_MIN) return 0
  let both = 0
  for (const shingle of said) if (trace.has(shingle)) both += 1
  return both / said.size
}

function repeating({ reasoning, texts, limits }: Answered): Refused | null {
  const trace = shinglesOf(reasoning)
  const most = limits.repeated_share_max ?? SHARE_MAX
  return trace.size > 0 && texts.some((text) => repeatedShare(trace, text) > most)
    ? {
        kind: 'refuse',
        status: 403,
        message: 'An answer that repeats its reasoning is not available to this account at present',
      }
    : null
}

const isAsked = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && value !== 0

/** An answer that is kept where it can be fetched from would go around whoever holds it. */
const isFetchedLater = (body: Body, keys: readonly string[]): boolean =>
  keys.some((key) => valuesOf(body, key).some(isAsked))

const KEPT_BY = { chat: ['store'], responses: ['background', 'conversation'] } as const

const TRACE = `First I count the vowels of each word and write the numbers down in a row, then I compare that row with
  the one that was given, and since the third number differs I go back to the third word and count once more, which
  gives four and not five, so that both rows are the same and the riddle is solved by the second reading.`
const ANSWER = `Both rows agree at the second reading: the third word has four vowels. Whoever counts five has taken the y
  for a vowel, which the rules of the riddle leave out; the other words are as they were counted at first, and nothing
  else has to be changed for the solution to hold.`

export default defineCountermeasure({
  id: 'hold-answer',
  title: 'Answers held, and none that repeats its reasoning',
  level: 'hold',
  is_default: true,
  needs_body: true,
  why: `Reasoning that is shown apart from the answer can be summarised, withheld and signed. So a harvester has the model say
    it again as the answer, ready to be trained on. The answer is held until it is whole. Of its runs of eight words so many
    are in the reasoning beside it: over one half, or \`limits.repeated_share_max\`, it is refused, and else it goes on byte for
    byte.`,
  costs: [
    'No answer comes word by word: a stream arrives all at once when it is whole, at the pace of an answer that is not streamed.',
    'A model that drafts its whole answer in its reasoning and then gives that draft is refused. A higher share leaves it.',
    'Completions that are stored, conversations that the API keeps, and responses in the background are refused.',
    'The tokens of an answer that is refused were made, and are billed.',
  ],
  falls_short: [
    'Paraphrase, a translation, another alphabet, or an answer most of which is something else.',
    'It compares with what the answer shows of its reasoning. Where the API seals it, or shows a summary as `summarise-reasoning` has it do, there is little or nothing to compare with: let the policy name its measures where this one matters more. The reasoning of another turn is not compared.',
    'An answer with fewer than 25 different runs of eight words may repeat what it likes.',
    'An answer that cannot be looked into is refused as `unseen`, by whoever is under this measure alone: longer than `hold_bytes_max` or half a million letters, slower than `hold_seconds_max`, compressed in an unknown way, neither JSON nor events, or not UTF-8. Where all answers that are held have no room for more, it is 503 with `retry-after`. One that the API breaks off is 502: no half of it is passed on.',
    'No sign of life is sent meanwhile: it would begin the answer with 200, and a refusal would then be the end of a stream. A client or a balancer that waits less long than an answer takes gives up.',
    'Answers that were made before, and those that an API keeps for its console.',
  ],
  look: ({ kind, body }) =>
    (kind === 'chat' || kind === 'responses') && isFetchedLater(body, KEPT_BY[kind])
      ? {
          kind: 'refuse',
          status: 403,
          message:
            'An answer that is stored or made in the background is not available to this account at present',
        }
      : null,
  look_answer: repeating,
  cases: {
    touches: {
      'an answer that is its reasoning': {
        kind: 'messages',
        answer: { reasoning: TRACE, texts: [`As you asked:\n\n${TRACE.toUpperCase()}`] },
        effect: { kind: 'refuse', status: 403 },
      },
      'reasoning that is handed to a tool, beside an honest answer': {
        kind: 'chat',
        answer: { reasoning: TRACE, texts: [ANSWER, TRACE] },
        effect: { kind: 'refuse', status: 403 },
      },
      'a part of it that the policy does not allow': {
        kind: 'responses',
        limits: { repeated_share_max: 0.2 },
        answer: { reasoning: TRACE, texts: [`${ANSWER} ${TRACE.slice(0, 170)}`] },
        effect: { kind: 'refuse', status: 403 },
      },
      'a response in the background': {
        kind: 'responses',
        body: { background: true },
        effect: { kind: 'refuse', status: 403 },
      },
      'a completion that is stored': {
        kind: 'chat',
        body: { store: true },
        effect: { kind: 'refuse', status: 403 },
      },
    },
    leaves: {
      'an answer in other words': {
        kind: 'messages',
        answer: { reasoning: TRACE, texts: [ANSWER] },
      },
      'a part of the reasoning in an answer of its own': {
        kind: 'responses',
        answer: { reasoning: TRACE, texts: [`${ANSWER} ${TRACE.slice(0, 170)}`] },
      },
      'a short proof that is said again': {
        kind: 'messages',
        answer: { reasoning: 'Two and two are four.', texts: ['Two and two are four.'] },
      },
      'an answer without reasoning': { kind: 'chat', answer: { reasoning: '', texts: [TRACE] } },
      'a completion that is not stored': { kind: 'chat', body: { store: false } },
    },
  },
})
