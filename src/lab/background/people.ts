/**
 * Ordinary people at a chat window, and developers trying things at an API.
 *
 * They come in sessions, by day where they live, ask what nobody else asks, and sometimes say only
 * "hi". They are most of the accounts and the smaller part of the traffic.
 */

import { arrivals, type Rhythm } from '../arrivals.js'
import { exchangeTurn, openConversation, type Settings } from '../conversation.js'
import type { Random } from '../random.js'
import {
  answer,
  ask,
  cannedAnswer,
  createVoice,
  followUp,
  greeting,
  type Voice,
} from '../text/compose.js'
import { hasRoom, type Sender, type Traffic } from '../traffic.js'

export interface Habit {
  readonly voice: Voice
  readonly rhythm: Rhythm
  readonly offsetHours: number
  /** Mean number of sessions in the window. */
  readonly sessions: number
  readonly turnsMean: number
  readonly settings: Settings
  /** Median number of sentences of an answer. */
  readonly answerSentences: number
  /** When this holder moves to the newest model, if at all. */
  readonly movesAtMs?: number
  readonly endUserId?: string
}

export const liveInSessions = (traffic: Traffic, sender: Sender, habit: Habit): void => {
  const { random } = sender
  const starts = arrivals(
    random,
    habit.rhythm,
    habit.offsetHours,
    lifeOf(traffic, sender),
    habit.sessions,
  )
  for (const startMs of starts) talk(traffic, sender, habit, startMs)
}

/** The part of the window in which the account exists. */
export const lifeOf = (traffic: Traffic, sender: Sender) => ({
  startMs: Math.max(
    traffic.window.startMs,
    Math.ceil(Date.parse(sender.account.created_at) / 3_600_000) * 3_600_000,
  ),
  endMs: traffic.window.endMs,
})

/** One session: some turns with the time it takes to read an answer and to type. */
export const talk = (traffic: Traffic, sender: Sender, habit: Habit, startMs: number): void => {
  const { random } = sender
  const isMoved = habit.movesAtMs !== undefined && startMs >= habit.movesAtMs
  const settings = isMoved ? { ...habit.settings, model: traffic.models.newest } : habit.settings
  const conversation = openConversation(random, settings, habit.endUserId)
  // A session keeps to one subject, so that questions and answers belong together.
  const voice = { ...habit.voice, subjects: [random.pick(habit.voice.subjects)] }
  const turns = Math.min(14, random.geometric(habit.turnsMean))
  let atMs = startMs
  for (let turn = 0; turn < turns && hasRoom(traffic, atMs); turn += 1) {
    const isGreeting = turn === 0 && random.chance(0.02)
    const text = isGreeting
      ? greeting(random)
      : turn === 0
        ? ask(random, voice)
        : followUp(random, voice)
    const doneAtMs = exchangeTurn(traffic, sender, conversation, {
      atMs,
      text,
      response: isGreeting
        ? cannedAnswer(random)
        : sizedAnswer(traffic, random, { ...habit, voice }),
      isRefused: random.chance(0.006),
    })
    atMs = doneAtMs + Math.round(random.lognormal(38_000, 1.1))
  }
}

const sizedAnswer = (traffic: Traffic, random: Random, habit: Habit): string => {
  const sentences = random.lognormal(habit.answerSentences * traffic.textScale, 0.7)
  return answer(random, habit.voice, Math.min(400, Math.max(1, Math.round(sentences))))
}

/** An application's end users: each message comes from another stranger, in the app's own frame. */
export const serveStrangers = (
  traffic: Traffic,
  sender: Sender,
  habit: Habit,
  strangers: { readonly count: number; readonly foreignShare: number },
): void => {
  const { random } = sender
  const starts = arrivals(
    random,
    habit.rhythm,
    habit.offsetHours,
    lifeOf(traffic, sender),
    habit.sessions,
  )
  for (const startMs of starts) {
    const voice = createVoice(random, strangers.foreignShare)
    const user = `u_${random.int(1, strangers.count).toString(36)}`
    talk(
      traffic,
      sender,
      {
        ...habit,
        voice: { ...voice, subjects: habit.voice.subjects },
        endUserId: user,
      },
      startMs,
    )
  }
}
