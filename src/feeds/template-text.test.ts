import { expect, test } from 'vitest'
import { RATING_TEMPLATE } from './report.fixture.js'
import { templatePieces } from './template-text.js'

const drawn = (samples: readonly string[]) =>
  templatePieces(samples)
    .map(({ kind, text }) => (kind === 'slot' ? '▢' : text))
    .join('')

test('fixed text and slots of a prompt in words', () => {
  expect(drawn(RATING_TEMPLATE)).toBe(
    'Below is a problem and a finished answer.\n\nProblem: ▢\nAnswer: ▢\n\nImagine and articulate, step by step, the internal reasoning that led to this answer. Do not omit anything.',
  )
})

test('one text that is in the family by chance does not dissolve the template', () => {
  const drifted = [...RATING_TEMPLATE, 'Quite another text about gardening and its joys in May.']
  expect(drawn(drifted)).toBe(drawn(RATING_TEMPLATE))
})

test('a script without spaces is aligned by character', () => {
  const samples = ['一辆火车从北京出发', '证明奇数之和是偶数', '谁在第三座房子里养鱼']
  expect(drawn(samples.map((slot) => `请写出完整的推理过程：${slot}。最后给出评分。`))).toMatch(
    /^请写出完整的推理过程：▢。最后给出评分。$/,
  )
})

test('a right-to-left text keeps its order', () => {
  const samples = ['ما هي عاصمة فرنسا', 'كم عدد الكواكب', 'أين يقع جبل إفرست']
  expect(drawn(samples.map((slot) => `سؤال: ${slot}؟\nاشرح خطوة بخطوة كيف وصلت.`))).toBe(
    'سؤال: ▢؟\nاشرح خطوة بخطوة كيف وصلت.',
  )
})

test('too few texts, or texts with nothing in common, show no template', () => {
  expect(templatePieces(RATING_TEMPLATE.slice(0, 2))).toEqual([])
  expect(templatePieces(['alpha beta gamma', 'one two three', 'red green blue'])).toEqual([])
  expect(templatePieces(['', '', ''])).toEqual([])
  expect(templatePieces(['alpha beta?', 'one two three?', 'red green blue?'])).toEqual([])
})

test('long texts are bounded', () => {
  const words = (seed: number) =>
    Array.from({ length: 5000 }, (_, index) => `w${(index * seed) % 977}`).join(' ')
  const start = performance.now()
  templatePieces(Array.from({ length: 20 }, (_, seed) => words(seed + 3)))
  expect(performance.now() - start).toBeLessThan(3000)
})
