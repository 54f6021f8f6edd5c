/**
 * Programs that ask: coding agents with their tool loops, classifiers and indexers in batches.
 *
 * Honest machines run all night, repeat one template for days and never tire. They are the hard
 * negatives for every rule about volume, hours or templates.
 */

import { arrivals, type Rhythm } from '../arrivals.js'
import { exchangeTurn, openConversation, type Settings } from '../conversation.js'
import type { Random } from '../random.js'
import { agentStep, codeTask, type Repository, toolResult } from '../text/code.js'
import { hasRoom, type Sender, type Traffic } from '../traffic.js'
import { lifeOf } from './people.js'

export interface AgentHabit {
  readonly repository: Repository
  readonly rhythm: Rhythm
  readonly offsetHours: number
  readonly sessions: number
  readonly callsMean: number
  readonly settings: Settings
  readonly movesAtMs?: number
}

/** Most tool calls in one session; real ones have a median of 46, but text grows with the square. */
const CALLS_MAX = 28
/** A log that is to be small in bytes gets shorter loops, down to a dozen calls. */
const callsMax = (textScale: number): number =>
  Math.round(CALLS_MAX * Math.min(1, 0.35 + textScale))

export const liveAsAgent = (traffic: Traffic, sender: Sender, habit: AgentHabit): void => {
  const { random } = sender
  const starts = arrivals(
    random,
    habit.rhythm,
    habit.offsetHours,
    lifeOf(traffic, sender),
    habit.sessions,
  )
  for (const startMs of starts) runAgent(traffic, sender, habit, startMs)
}

export const runAgent = (
  traffic: Traffic,
  sender: Sender,
  habit: AgentHabit,
  startMs: number,
): void => {
  const { random } = sender
  const isMoved = habit.movesAtMs !== undefined && startMs >= habit.movesAtMs
  const settings = isMoved ? { ...habit.settings, model: traffic.models.newest } : habit.settings
  const conversation = openConversation(random, settings)
  const calls = Math.min(callsMax(traffic.textScale), random.geometric(habit.callsMean))
  let atMs = startMs
  for (let call = 0; call < calls && hasRoom(traffic, atMs); call += 1) {
    const isLast = call === calls - 1
    const isUser = call === 0 || random.chance(0.06)
    const doneAtMs = exchangeTurn(traffic, sender, conversation, {
      atMs,
      role: isUser ? 'user' : 'tool',
      text: isUser
        ? codeTask(random, habit.repository)
        : toolResult(random, habit.repository, random.int(1, Math.ceil(7 * traffic.textScale))),
      response: agentStep(random, habit.repository),
      toolCalls: isLast ? 0 : random.int(1, 3),
    })
    // Tools answer in seconds; a person looks in between now and then.
    atMs = doneAtMs + Math.round(isUser ? random.lognormal(9000, 1) : random.lognormal(2500, 1.1))
  }
}

export interface BatchHabit {
  readonly settings: Settings
  readonly rhythm: Rhythm
  readonly offsetHours: number
  readonly runs: number
  readonly itemsMean: number
  readonly item: (random: Random, place: number) => string
  readonly result: (random: Random, item: string) => string
  readonly gapMs: number
}

/** Runs of single-turn requests, one after another, each with its own item. */
export const liveInBatches = (traffic: Traffic, sender: Sender, habit: BatchHabit): void => {
  const { random } = sender
  const starts = arrivals(
    random,
    habit.rhythm,
    habit.offsetHours,
    lifeOf(traffic, sender),
    habit.runs,
  )
  let place = 0
  for (const startMs of starts) {
    const items = random.poisson(habit.itemsMean)
    let atMs = startMs
    for (let item = 0; item < items && hasRoom(traffic, atMs); item += 1) {
      const text = habit.item(random, place)
      const conversation = openConversation(random, habit.settings)
      exchangeTurn(traffic, sender, conversation, {
        atMs,
        text,
        response: habit.result(random, text),
      })
      place += 1
      atMs += Math.round(random.hyperExponential(habit.gapMs, 1.4))
    }
  }
}
