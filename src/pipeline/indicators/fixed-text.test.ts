import { expect, test } from 'vitest'
import { fixedText } from './fixed-text.js'

const FIRST = 'Rate the answer below from one to ten and say why it is worth that much.'
const SECOND = 'Write nothing but the number on the last line.'
const TOPICS =
  'tide pools, copper mines, night trains, sourdough, glass harps, salt roads, kites, peat, moths'
const texts = TOPICS.split(', ').map(
  (topic, at) => `${FIRST}\n${topic} number ${at} and ${topic}\n${SECOND}`,
)

test('what all send is told, in pieces, and nothing of what stands between', () => {
  expect(fixedText(texts, 8)).toEqual([FIRST, SECOND])
})

test('a piece that seven of nine send is not told: it may be somebody’s own', () => {
  const own = texts.map((text, at) =>
    at < 7 ? `${text}\nRegards from Rosalind Achterberg, desk nine` : text,
  )
  const told = fixedText(own, 8)
  expect(told).toContain(FIRST)
  expect(told.join()).not.toContain('Rosalind')
})

test('of fewer texts than that nothing is told', () => {
  expect(fixedText(texts.slice(0, 7), 8)).toEqual([])
  expect(fixedText([...texts.slice(0, 7), '', '', ''], 8)).toEqual([])
})

test('words that are too few to be found again are no piece', () => {
  expect(
    fixedText(
      texts.map((text) => text.replace(FIRST, 'Rate this')),
      8,
    ),
  ).toEqual([SECOND])
})

test('a script without spaces is told by its characters', () => {
  const first = '请根据下面的答案重建完整的推理过程并逐步写出'
  const words = ['潮汐', '铜矿', '夜车', '面包', '琴声', '盐路', '风筝', '泥炭', '飞蛾']
  const told = fixedText(
    words.map((word) => `${first}：${word}${word}。${first}`),
    8,
  )
  expect(told.join()).toContain(first)
})
