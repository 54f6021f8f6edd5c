/**
 * What a campaign puts into its templates, and what comes back, in the tongue of the template.
 *
 * Items are drawn from the campaign's stream and never twice, so the shards of its accounts are
 * disjoint. Each campaign labels question and answer in a manner of its own.
 */

import { at, type Random } from '../random.js'
import { createVoice, type Voice } from './compose.js'
import type { Tongue } from './drafts.js'
import { foreignAnswer, foreignQuestion, LANGUAGES, type Language } from './languages.js'
import { finishedAnswer, problem, reasoningTrace } from './problems.js'

/** How one operator writes: tongues, and the marks between question and answer. */
export interface Idiom {
  readonly tongues: readonly Tongue[]
  readonly labels: readonly [question: string, answer: string]
  readonly separator: string
}

const LABELS: Readonly<Record<Tongue, readonly (readonly [string, string])[]>> = {
  en: [
    ['QUESTION:', 'ANSWER:'],
    ['Q.', 'A.'],
    ['[task]', '[result]'],
    ['Prompt =', 'Completion ='],
    ['<p>', '<r>'],
    ['## Input', '## Output'],
  ],
  zh: [
    ['题目：', '答案：'],
    ['【问】', '【答】'],
    ['输入：', '输出：'],
  ],
  es: [
    ['Pregunta:', 'Respuesta:'],
    ['Enunciado:', 'Solución:'],
  ],
  ru: [
    ['Вопрос:', 'Ответ:'],
    ['Условие:', 'Решение:'],
  ],
}

const TONGUES: readonly (readonly [readonly Tongue[], number])[] = [
  [['en'], 0.42],
  [['en', 'zh'], 0.22],
  [['zh'], 0.14],
  [['en', 'ru'], 0.09],
  [['en', 'es'], 0.08],
  [['en', 'zh', 'ru', 'es'], 0.05],
]

export const createIdiom = (random: Random, tongues?: readonly Tongue[]): Idiom => {
  const spoken = tongues ?? random.weighted(TONGUES)
  return {
    tongues: spoken,
    labels: random.pick(LABELS[at(spoken, 0)]),
    separator: random.pick(['\n', '\n\n', '\n---\n']),
  }
}

export const pairOf = (idiom: Idiom, question: string, reply: string): string =>
  `${idiom.labels[0]} ${question}${idiom.separator}${idiom.labels[1]} ${reply}`

const languageOf = (tongue: Tongue): Language => {
  const found = LANGUAGES.find((language) => language.code === tongue)
  if (!found) throw new Error(`no language is called ${tongue}`)
  return found
}

/** A voice that speaks the tongue. */
export const voiceIn = (random: Random, tongue: Tongue): Voice => ({
  ...createVoice(random, 0),
  language: tongue === 'en' ? undefined : languageOf(tongue),
})

/** One question of a collection: a problem, or something somebody once asked. */
export const itemIn = (random: Random, tongue: Tongue): string =>
  tongue === 'en'
    ? problem(random)
    : foreignQuestion(random, languageOf(tongue), random.int(2, 5)) + numbers(random, tongue)

/** A finished answer as a collection holds it. */
export const solvedIn = (random: Random, tongue: Tongue): string =>
  tongue === 'en'
    ? finishedAnswer(random)
    : foreignAnswer(random, languageOf(tongue), random.int(2, 6))

const NUMBERS: Readonly<Record<Exclude<Tongue, 'en'>, readonly string[]>> = {
  zh: ['已知数量为{a}，单价{b}。', '共有{a}个，分成{b}组。', '限时{b}天，预算{a}元。'],
  es: [' Hay {a} en total y {b} por grupo.', ' Dispones de {a} euros y {b} días.'],
  ru: [' Всего {a}, в каждой группе {b}.', ' Бюджет {a} рублей, срок {b} дней.'],
}

const numbers = (random: Random, tongue: Exclude<Tongue, 'en'>): string =>
  random
    .pick(NUMBERS[tongue])
    .replace('{a}', String(random.int(100, 9900)))
    .replace('{b}', String(random.int(2, 90)))

const STEPS: Readonly<Record<Exclude<Tongue, 'en'>, readonly string[]>> = {
  zh: [
    '先看{s}',
    '假设取{a}，那么剩下{b}，这不对。',
    '等等，刚才漏了一项，重新算：{a}除以{b}。',
    '验证一下：{b}乘以{b}大于{a}。',
    '换个角度，{s}',
  ],
  es: [
    'Primero miro esto: {s}',
    'Si tomo {a}, quedan {b}, y eso no cuadra.',
    'Un momento, conté dos veces; repito con {b}.',
    'Compruebo: {b} por {b} supera {a}.',
    'Por otro lado, {s}',
  ],
  ru: [
    'Сначала заметим: {s}',
    'Пусть будет {a}, тогда остаётся {b}, противоречие.',
    'Стоп, один случай пропущен, беру {b} и считаю заново.',
    'Проверка: {b} на {b} больше {a}.',
    'С другой стороны, {s}',
  ],
}

const ENDS: Readonly<Record<Exclude<Tongue, 'en'>, string>> = {
  zh: '所以答案是',
  es: 'Por tanto, el resultado es',
  ru: 'Итак, ответ',
}

/** A long chain of reasoning in the tongue. */
export const traceIn = (random: Random, tongue: Tongue, steps: number): string => {
  if (tongue === 'en') return reasoningTrace(random, steps)
  const language = languageOf(tongue)
  const lines = Array.from({ length: steps }, (_, step) => {
    const line = random
      .pick(STEPS[tongue])
      .replace('{a}', String(random.int(90, 9000)))
      .replaceAll('{b}', String(random.int(2, 89)))
      .replace('{s}', () => foreignAnswer(random, language, 1))
    return `${step + 1}. ${line}`
  })
  return `${lines.join('\n')}\n${ENDS[tongue]} ${random.int(2, 9999)}`
}
