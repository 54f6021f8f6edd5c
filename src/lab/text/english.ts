/**
 * English questions and answers, composed from phrases.
 *
 * A sentence is a skeleton with noun phrases, verbs, people, places and reasons drawn apart, so the
 * number of sentences is far above the number of exchanges and repetition happens only where a
 * scenario asks for it.
 */

import { at, type Random } from '../random.js'
import { ADJECTIVES, PEOPLE, PLACES, REASONS, type Subject } from './english-words.js'

/** The words of one sentence, drawn one by one. */
export interface Words {
  readonly noun: () => string
  readonly verb: () => string
  readonly person: () => string
  readonly place: () => string
  readonly reason: () => string
  readonly number: (low: number, high: number) => number
}

export const englishWords = (random: Random, subject: Subject): Words => {
  const pick = random.pick
  return {
    noun: () => {
      const noun = pick(subject.nouns)
      const shape = random.unit()
      if (shape < 0.42) return noun
      if (shape < 0.86) return `${pick(ADJECTIVES)} ${noun}`
      return `${noun} and ${pick(ADJECTIVES)} ${pick(subject.nouns)}`
    },
    verb: () => pick(subject.verbs),
    person: () => pick(PEOPLE),
    place: () => pick(PLACES),
    reason: () => pick(REASONS),
    number: random.int,
  }
}

type Skeleton = (words: Words) => string

const QUESTIONS: readonly Skeleton[] = [
  (w) => `How do I ${w.verb()} the ${w.noun()} ${w.reason()}?`,
  (w) => `What is the difference between a ${w.noun()} and a ${w.noun()}?`,
  (w) => `Can you help me ${w.verb()} a ${w.noun()} ${w.place()}?`,
  (w) => `Why does the ${w.noun()} keep failing when I ${w.verb()} it ${w.place()}?`,
  (w) => `Write a short note to ${w.person()} about the ${w.noun()}.`,
  (w) => `Is it worth trying to ${w.verb()} the ${w.noun()}, or should I look for another?`,
  (w) => `Give me ${w.number(3, 9)} ideas for a ${w.noun()} ${w.place()}.`,
  (w) => `${cap(w.person())} wants to ${w.verb()} our ${w.noun()}. What should I say?`,
  (w) => `Explain to ${w.person()} what happens to a ${w.noun()} if we ${w.verb()} it.`,
  (w) => `How long should I let the ${w.noun()} stand before I ${w.verb()} it?`,
  (w) => `Make me a checklist: ${w.noun()}, ${w.noun()}, ${w.noun()}.`,
  (w) => `I need to ${w.verb()} ${w.number(2, 40)} of these ${w.reason()}. Where do I start?`,
  (w) => `Compare a ${w.noun()} with a ${w.noun()} for ${w.person()}.`,
  (w) => `Could you rewrite this so that ${w.person()} understands the ${w.noun()}?`,
  (w) => `what would you ${w.verb()} first, the ${w.noun()} or the ${w.noun()}`,
  (w) => `Any risk if I ${w.verb()} the ${w.noun()} ${w.place()} ${w.reason()}?`,
  (w) => `Draft a plan for ${w.number(2, 14)} days: ${w.verb()} the ${w.noun()}, then the rest.`,
  (w) => `Suggest a name for a ${w.noun()} run by ${w.person()}.`,
  (w) => `Do I really need a ${w.noun()} to ${w.verb()} this?`,
  (w) => `tell me about ${w.noun()} history, nothing too long`,
  (w) => `Which ${w.noun()} lasts longest ${w.place()}?`,
  (w) => `My ${w.noun()} cost ${w.number(20, 900)} euros; was that too much?`,
  (w) => `Summarise what we said about the ${w.noun()} for ${w.person()}.`,
  (w) => `What does "${w.verb()} the ${w.noun()}" mean exactly?`,
]

const CONTEXT: readonly Skeleton[] = [
  (w) => `I have a ${w.noun()} ${w.place()}.`,
  (w) => `${cap(w.person())} gave me a ${w.noun()} ${w.reason()}.`,
  (w) => `We tried to ${w.verb()} it ${w.number(2, 6)} times.`,
  (w) => `The ${w.noun()} is ${w.number(2, 30)} years old and the ${w.noun()} is gone.`,
  (w) => `I am not an expert and work mostly ${w.place()}.`,
  (w) => `So far I only know that the ${w.noun()} must ${w.verb()}.`,
  (w) => `There is also a ${w.noun()}, ${w.reason()}.`,
  (w) => `It has to be ready in ${w.number(2, 20)} days.`,
  (w) => `Our ${w.noun()} belongs to ${w.person()}.`,
  (w) => `Last year we used a ${w.noun()} instead.`,
  (w) => `Yesterday the ${w.noun()} stopped ${w.reason()}.`,
  (w) => `Someone told ${w.person()} to ${w.verb()} everything at once.`,
]

const ENDINGS: readonly Skeleton[] = [
  () => 'Thanks!',
  () => 'Keep it short please.',
  (w) => `At most ${w.number(50, 300)} words.`,
  () => 'A table would be nice.',
  (w) => `It is for ${w.person()}.`,
  () => 'no jargon',
  () => 'Please be honest if it is a bad idea.',
  (w) => `Assume ${w.number(2, 12)} people.`,
  () => 'Sorry for the long question.',
  () => 'Bullet points if possible.',
]

const STATEMENTS: readonly Skeleton[] = [
  (w) => `The ${w.noun()} matters more than the ${w.noun()} here.`,
  (w) => `Start with the ${w.noun()}, because it is the part that ${w.person()} will notice first.`,
  (w) => `If you ${w.verb()} too early, the ${w.noun()} suffers ${w.reason()}.`,
  (w) => `A ${w.noun()} usually takes ${w.number(5, 90)} minutes to ${w.verb()} properly.`,
  (w) => `Keep a ${w.noun()} within reach ${w.place()}.`,
  (w) => `In most cases you can ${w.verb()} the ${w.noun()} yourself.`,
  (w) => `Ask ${w.person()} to check the ${w.noun()} before you go on.`,
  (w) => `There are ${w.number(2, 5)} common mistakes with a ${w.noun()}, and the first is haste.`,
  (w) => `It helps to ${w.verb()} twice: once for the ${w.noun()}, once for the ${w.noun()}.`,
  (w) => `That depends on how the ${w.noun()} was made and where it is kept.`,
  (w) => `Neither a ${w.noun()} nor a ${w.noun()} will survive that ${w.place()}.`,
  (w) => `Write down what the ${w.noun()} looked like before, so you can compare.`,
  (w) => `You would be surprised how often a ${w.noun()} is the real cause.`,
  (w) => `For ${w.person()}, a ${w.noun()} is the easier choice ${w.reason()}.`,
  (w) => `Around ${w.number(10, 95)} percent of the effort goes into the ${w.noun()}.`,
  (w) => `Only ${w.verb()} after the ${w.noun()} has settled.`,
  (w) => `Do not ${w.verb()} and hope; look at the ${w.noun()} first.`,
  (w) => `One way is to borrow a ${w.noun()} from ${w.person()}.`,
  (w) => `That said, the ${w.noun()} can wait until the ${w.noun()} is done.`,
  (w) => `Expect to spend ${w.number(15, 700)} on the ${w.noun()}.`,
  (w) => `The trade-off is simple: a ${w.noun()} is quick, a ${w.noun()} is durable.`,
  (w) => `Some people ${w.verb()} it ${w.place()}, which works when the ${w.noun()} is sound.`,
  (w) => `Think of the ${w.noun()} as a way to ${w.verb()} without stress.`,
  (w) => `When ${w.person()} asks, point to the ${w.noun()} and explain the rest later.`,
  (w) => `Every ${w.noun()} I would trust has been tested ${w.place()}.`,
  (w) => `Then ${w.verb()} the ${w.noun()} slowly ${w.reason()}.`,
  (w) => `Should it fail, ${w.verb()} the ${w.noun()} again with half the amount.`,
  (w) => `Finally, tell ${w.person()} what changed in the ${w.noun()}.`,
]

const LEADS: readonly Skeleton[] = [
  (w) => `Good question. The ${w.noun()} is the place to look.`,
  (w) => `Yes, you can ${w.verb()} the ${w.noun()}.`,
  (w) => `Short answer: a ${w.noun()}.`,
  (w) => `Here is a version for ${w.person()}.`,
  (w) => `It depends on the ${w.noun()}.`,
  (w) => `Let us take the ${w.noun()} first.`,
  (w) => `Not quite: a ${w.noun()} does not ${w.verb()} by itself.`,
  (w) => `Here are ${w.number(3, 7)} options.`,
]

export const englishQuestion = (random: Random, subject: Subject, sentences: number): string => {
  const words = englishWords(random, subject)
  let text = ''
  for (let place = 1; place < sentences; place += 1) text += `${random.pick(CONTEXT)(words)} `
  text += random.pick(QUESTIONS)(words)
  return random.chance(0.25) ? `${text} ${random.pick(ENDINGS)(words)}` : text
}

export const englishAnswer = (random: Random, subject: Subject, sentences: number): string => {
  const words = englishWords(random, subject)
  let text = random.chance(0.6) ? random.pick(LEADS)(words) : random.pick(STATEMENTS)(words)
  const isListed = sentences > 5 && random.chance(0.35)
  for (let place = 1; place < sentences; place += 1) {
    const sentence = random.pick(STATEMENTS)(words)
    if (isListed && place > 1 && place < sentences - 1) text += `\n- ${sentence}`
    else text += place % 5 === 4 ? `\n\n${sentence}` : ` ${sentence}`
  }
  return text
}

export const englishPhrase = (random: Random, subject: Subject): string => {
  const words = englishWords(random, subject)
  return `${words.noun()} ${words.place()}`
}

const cap = (text: string): string => at([text[0] ?? ''], 0).toUpperCase() + text.slice(1)
