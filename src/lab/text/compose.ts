/**
 * One voice: what an account's holder writes and what the model answers.
 *
 * A voice has a language, one to three subjects and habits of writing. It is personal, so that
 * honest accounts differ from each other in what they ask, as real ones do.
 */

import { at, type Random } from '../random.js'
import { englishAnswer, englishQuestion } from './english.js'
import { SUBJECTS, type Subject } from './english-words.js'
import { foreignAnswer, foreignQuestion, LANGUAGES, type Language } from './languages.js'

export interface Voice {
  readonly language: Language | undefined
  readonly subjects: readonly Subject[]
  readonly isLowerCase: boolean
  readonly wordiness: number
}

/** Shares of languages in consumer traffic; English counts for the rest. */
const FOREIGN_SHARE = 0.36

export const createVoice = (random: Random, foreignShare = FOREIGN_SHARE): Voice => ({
  language: random.chance(foreignShare) ? random.zipf(LANGUAGES) : undefined,
  subjects: random.sample(SUBJECTS, random.int(1, 3)),
  isLowerCase: random.chance(0.2),
  wordiness: random.lognormal(1, 0.5),
})

/** A voice in a given language, for people whose place is already known. */
export const createVoiceIn = (random: Random, code: string): Voice => ({
  ...createVoice(random, 0),
  language: LANGUAGES.find((language) => language.code === code),
})

export const ask = (random: Random, voice: Voice): string => {
  const sentences = Math.min(12, random.geometric(1.2 + voice.wordiness))
  const text =
    voice.language && random.chance(0.93)
      ? foreignQuestion(random, voice.language, sentences)
      : englishQuestion(random, random.pick(voice.subjects), sentences)
  return voice.isLowerCase ? text.toLowerCase() : text
}

const FOLLOW_UPS =
  'And the second one?|Can you shorten that?|ok thanks, and if it is much bigger?|Why?|Please redo it as a table|Are you sure about the last part?|more detail please|Give me an example|What would you do in my place?|Now in a friendlier tone|hm, that did not work|and what does it cost?|continue|Which of these is cheapest?|Could you translate that to plain English?|Add a title'.split(
    '|',
  )

export const followUp = (random: Random, voice: Voice): string =>
  random.chance(0.4) ? random.pick(FOLLOW_UPS) : ask(random, voice)

/** The model's answer, in about so many sentences, in the language of the question. */
export const answer = (random: Random, voice: Voice, sentences: number): string =>
  voice.language
    ? foreignAnswer(random, voice.language, sentences)
    : englishAnswer(random, random.pick(voice.subjects), sentences)

/** Answers that many people receive word for word: the ones that must link nobody. */
const CANNED =
  'Hello! How can I help you today?|Hi there! What would you like to work on?|You are welcome! Let me know if there is anything else I can do for you.|I am sorry, but I cannot help with that request. If you have another question, I am happy to help with that instead, and I can also point you to public resources on the subject that may be useful for understanding it better.|Of course! Please paste the text that you would like me to look at, and tell me whether you want corrections only or a full rewrite, and which tone you prefer for the result, and I will get started on it right away.|I do not have access to live data such as current prices, weather or news. You could check an official website or a trusted news source for the latest figures, and I can help you read and compare them afterwards.'.split(
    '|',
  )

export const cannedAnswer = (random: Random): string => random.zipf(CANNED)
export const CANNED_REFUSAL = at(CANNED, 3)
const GREETINGS = 'hi|hello|Hey|thanks!|hi there|你好|hola|test|good morning|help'.split('|')
export const greeting = (random: Random): string => random.pick(GREETINGS)
