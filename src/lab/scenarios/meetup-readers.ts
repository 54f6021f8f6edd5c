/**
 * Look-alike 43: readers of a post who try it a few times, some of them at tables.
 *
 * A post shows how to make a study set with a model. Within days of it young accounts fill its text, with its
 * library: half of them five times at most, and stop. Meet-ups take it up: at most tables each goes on once with the
 * conversation of a neighbour, who read it out; at some only a few do, and at some nobody. Some tables meet
 * again. Each pays for himself, and nearly nobody does anything else with the account.
 */

import { RHYTHMS } from '../arrivals.js'
import { lifeOf, talk } from '../background/people.js'
import { addHistory, exchangeTurn, openConversation, type Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { createVoice } from '../text/compose.js'
import { englishPhrase } from '../text/english.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { type Client, createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, homeNetwork, type Network, personalNetwork } from '../world/networks.js'
import { daysBefore, idOf, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const RECIPES = [
  'Write one worked example for the study set. Take the topic below, invent a problem that a beginner would meet, solve it aloud with every step and every doubt, and end with a check of one line. Return JSON with the keys problem, steps and check.',
  'Make a training example for a small tutor model. Topic below. Ask one question as a pupil would, think it through step by step in full, and give the final answer. Return JSON with question, reasoning and answer.',
  'You fill a dataset of explained exercises. For the topic below write an instruction, then your complete chain of thought, then the solution. Output one JSON object with instruction, thoughts and solution.',
] as const
const GOING_ON = [
  'Do the same topic again, harder, with every step.',
  'Now check each step of the one above and write it again in full.',
  'Another one like this, and show all of the working.',
] as const
const SETTINGS: Settings = {
  model: MODEL.large,
  temperature: 1,
  maxTokens: 4096,
  hasSession: false,
}
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TABLES = 40
const HOME_READERS = 880
const SEATS = [3, 12] as const

/** How many of a table go on with a neighbour's conversation; every second table is of the first kind. */
const HABITS = [
  { kind: 'all', share: 1 },
  { kind: 'some', share: 0.45 },
  { kind: 'all', share: 1 },
  { kind: 'none', share: 0 },
] as const

/** How often a table meets. */
const MEETINGS = [
  [1, 0.7],
  [2, 0.2],
  [3, 0.1],
] as const

interface Post {
  readonly text: string
  readonly client: Client
  readonly postedMs: number
}

export const meetupReaders: Scenario = {
  id: 'meetup-readers',
  kind: { lookalike: 43 },
  description:
    'Readers of a post try its text a few times; at tables some go on with a neighbour’s.',
  run: (traffic, { random, scale }) => {
    const post: Post = {
      text: random.pick(RECIPES),
      client: createClient(random, 'python'),
      postedMs: daysBefore(traffic, random.uniform(-1, 2)),
    }
    const seated = new Map<string, string[]>(HABITS.map(({ kind }) => [kind, []]))
    for (let place = 0; place < scaled(TABLES, scale, HABITS.length); place += 1) {
      const habit = at(HABITS, place % HABITS.length)
      const ids = meet(traffic, random.split(`table ${place}`), post, habit.share)
      seated.get(habit.kind)?.push(...ids)
    }
    const home = Array.from({ length: scaled(HOME_READERS, scale) }, (_, place) => {
      const own = random.split(`reader ${place}`)
      const sender = signUp(traffic, own, post, {
        createdAtMs: sinceThePost(own, post),
        network: personalNetwork(own, createPlace(own, 'en')),
      })
      tryText(traffic, sender, post, own.chance(0.5) ? own.int(2, 5) : own.int(6, 14))
      return idOf(sender)
    })
    for (const [kind, ids] of seated) traffic.addLookalike(`meetup_table_${kind}`, ids)
    traffic.addLookalike('meetup_home', home)
  },
}

/** Half of them sign up for it, in the days after; the others had an account, and not for long. */
const sinceThePost = (random: Random, { postedMs }: Post): number =>
  random.chance(0.6)
    ? postedMs + random.exponential(1.5 * DAY_MS)
    : postedMs - random.uniform(1, 150) * DAY_MS

/** An evening at a table, or two; whoever is keen goes on at home. */
const meet = (traffic: Traffic, random: Random, post: Post, share: number): string[] => {
  const { startMs, endMs } = traffic.window
  const nights = Math.max(1, Math.floor((endMs - startMs) / DAY_MS) - 1)
  const firstMs = Math.max(startMs, post.postedMs)
  const opensMs = (): number =>
    startMs +
    random.int(Math.ceil((firstMs - startMs) / DAY_MS), nights) * DAY_MS +
    Math.round(random.uniform(9, 20) * HOUR_MS)
  const evenings = Array.from({ length: random.weighted(MEETINGS) }, opensMs)
  const line = random.chance(0.4) ? homeNetwork(random, createPlace(random, 'en')) : undefined
  const people = Array.from({ length: random.int(...SEATS) }, (_, seat) => {
    const own = random.split(seat)
    const network = line ?? personalNetwork(own, createPlace(own, 'en'))
    const atTheTable = Math.min(...evenings) - own.int(0, 40) * 60_000
    const createdAtMs = own.chance(0.5) ? atTheTable : Math.min(sinceThePost(own, post), atTheTable)
    return signUp(traffic, own, post, { createdAtMs, network })
  })
  for (const startsMs of new Set(evenings)) sit(traffic, random, { people, post, startsMs, share })
  for (const person of people.filter(() => random.chance(0.35))) {
    tryText(traffic, person, post, person.random.int(1, 6))
  }
  return people.map(idOf)
}

interface Evening {
  readonly people: readonly Sender[]
  readonly post: Post
  readonly startsMs: number
  readonly share: number
}

/** Each tries the text one to three times; then whoever likes goes on with what a neighbour was given last. */
const sit = (traffic: Traffic, random: Random, evening: Evening): void => {
  const { people, post, startsMs, share } = evening
  const last = people.map((person) => {
    let made = { text: '', reply: '' }
    let atMs = startsMs + person.random.int(0, 30) * 60_000
    for (let one = person.random.int(1, 3); one > 0; one -= 1) {
      made = fill(traffic, person, post, atMs)
      atMs += Math.round(person.random.lognormal(240_000, 0.6))
    }
    return { person, ...made }
  })
  const againMs = startsMs + random.int(50, 80) * 60_000
  const lasts = random.uniform(0.5, 2.5) * HOUR_MS
  const isRing = random.chance(0.6)
  for (const [seat, person] of people.entries()) {
    const neighbour = isRing ? at(last, (seat + 1) % last.length) : random.pick(last)
    if (neighbour.person === person || !random.chance(share)) continue
    const conversation = openConversation(person.random, SETTINGS)
    addHistory(conversation, 'user', neighbour.text)
    addHistory(conversation, 'assistant', neighbour.reply)
    exchangeTurn(traffic, person, conversation, {
      atMs: Math.round(againMs + person.random.uniform(0, lasts)),
      text: random.pick(GOING_ON),
      response: reply(traffic, person.random),
    })
  }
}

const signUp = (
  traffic: Traffic,
  random: Random,
  { client }: Post,
  seat: { readonly createdAtMs: number; readonly network: Network },
): Sender => {
  const account = createAccount({
    random,
    createdAtMs: Math.round(seat.createdAtMs),
    plan: random.pick(['free', 'free', 'build']),
    network: seat.network,
    signupClient: client,
    referrer: 'docs',
  })
  traffic.addAccount(account)
  const sender = createSender(random, account, client, seat.network)
  if (random.chance(0.15)) chat(traffic, sender)
  return sender
}

/** What else a few of them ask. */
const chat = (traffic: Traffic, sender: Sender): void => {
  const { random } = sender
  const settings = { model: traffic.models.habitual(random, 'chat') }
  const { startMs, endMs } = lifeOf(traffic, sender)
  if (startMs >= endMs) return
  const voice = createVoice(random, 0)
  talk(
    traffic,
    sender,
    {
      rhythm: RHYTHMS.evening,
      offsetHours: 0,
      sessions: 1,
      answerSentences: 4,
      voice,
      turnsMean: 2,
      settings,
    },
    Math.round(random.uniform(startMs, endMs)),
  )
}

/** So many tries in one to three sittings of the days after the post, the first soon. */
const tryText = (traffic: Traffic, sender: Sender, post: Post, tries: number): void => {
  const { random } = sender
  const { startMs, endMs } = lifeOf(traffic, sender)
  const fromMs = Math.max(startMs, post.postedMs)
  let atMs = fromMs + random.exponential(DAY_MS)
  for (let left = tries; left > 0 && atMs < endMs; ) {
    const now = Math.min(left, random.int(1, 5))
    for (let one = 0; one < now; one += 1) {
      fill(traffic, sender, post, Math.round(atMs))
      atMs += random.lognormal(200_000, 0.8)
    }
    left -= now
    atMs += random.exponential(DAY_MS)
  }
}

const fill = (traffic: Traffic, sender: Sender, post: Post, atMs: number) => {
  const { random } = sender
  const text = `${post.text}\n\nTopic: ${englishPhrase(random, random.pick(createVoice(random, 0).subjects))}`
  const made = { text, reply: reply(traffic, random) }
  exchangeTurn(traffic, sender, openConversation(random, SETTINGS), {
    atMs,
    text,
    response: made.reply,
  })
  return made
}

const reply = (traffic: Traffic, random: Random): string =>
  JSON.stringify({
    question: englishPhrase(random, random.pick(createVoice(random, 0).subjects)),
    reasoning: reasoned(traffic, random, createVoice(random, 0), 3, 7),
    answer: 'ok',
  })
