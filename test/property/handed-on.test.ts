import { describe, expect, test } from 'vitest'
import { arrivals, RHYTHMS } from '../../src/lab/arrivals.js'
import { lifeOf } from '../../src/lab/background/people.js'
import {
  addHistory,
  exchangeTurn,
  openConversation,
  type Settings,
} from '../../src/lab/conversation.js'
import { daysBefore, idOf, reasoned } from '../../src/lab/scenarios/firm.js'
import { SCENARIOS } from '../../src/lab/scenarios/index.js'
import type { Scenario } from '../../src/lab/scenarios/scenario.js'
import { createVoice } from '../../src/lab/text/compose.js'
import { englishPhrase } from '../../src/lab/text/english.js'
import { createSender, type Sender } from '../../src/lab/traffic.js'
import { createAccount } from '../../src/lab/world/accounts.js'
import { createClient } from '../../src/lab/world/clients.js'
import { MODEL } from '../../src/lab/world/models.js'
import { createPlace, personalNetwork } from '../../src/lab/world/networks.js'
import { testStore } from '../store.js'
import { logsFolder, makeWorld, RANKS, scanFolders, seedsOf, verdictsOf } from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('handed-on', ['one', 'two', 'three'])

const LESSON =
  'Write one training example for the fine-tuning set of your capstone model. Take the topic, write a user question, think step by step in detail, then the final answer. Return JSON with "question", "reasoning" and "answer".'
const REVIEW =
  'Review the training example above as a peer. Score the reasoning from 1 to 10 with a rationale for each step, repair what does not follow, and return the improved example in full.'
const SETTINGS: Settings = {
  model: MODEL.large,
  temperature: 1,
  maxTokens: 4096,
  hasSession: false,
}
const LEARNERS = 18
const REVIEW_SHARE = 0.2

/**
 * Learners of a course on fine-tuning, each at home and on a card of one's own. They do ask for what trains, by the
 * lesson's text and with its library, and a peer reviews each set in the conversation that made it.
 */
const course: Scenario = {
  id: 'fine-tuning-course',
  kind: { lookalike: 42 },
  description: 'Learners who make training examples by one lesson and review each other’s.',
  run: (traffic, { random }) => {
    const library = createClient(random, 'python')
    const learners = Array.from({ length: LEARNERS }, (_, place) => {
      const own = random.split(place)
      const network = personalNetwork(own, createPlace(own, 'en'))
      const createdAtMs = daysBefore(traffic, own.uniform(3, 30))
      const account = createAccount({ random: own, createdAtMs, plan: 'build', network })
      traffic.addAccount(account)
      const client = own.chance(0.6) ? library : createClient(own, 'python')
      return createSender(own, account, client, network)
    })
    const made: { readonly atMs: number; text: string; reply: string; by: Sender }[] = []
    const deeds = learners
      .flatMap((by) =>
        arrivals(by.random, RHYTHMS.evening, 0, lifeOf(traffic, by), 26).map((atMs) => ({
          by,
          atMs,
        })),
      )
      .sort((a, b) => a.atMs - b.atMs)
    for (const { by, atMs } of deeds) {
      const voice = createVoice(by.random, 0)
      const conversation = openConversation(random, SETTINGS)
      const reply = reasoned(traffic, random, voice, 4, 9)
      const ready = made.findIndex((one) => one.atMs < atMs - 1_800_000 && one.by !== by)
      const [first] = ready >= 0 && random.chance(REVIEW_SHARE) ? made.splice(ready, 1) : []
      if (first !== undefined) {
        addHistory(conversation, 'user', first.text)
        addHistory(conversation, 'assistant', first.reply)
        exchangeTurn(traffic, by, conversation, { atMs, text: REVIEW, response: reply })
        continue
      }
      const text = `${LESSON}\n\nTopic: ${englishPhrase(random, random.pick(voice.subjects))}`
      exchangeTurn(traffic, by, conversation, { atMs, text, response: reply })
      made.push({ atMs, text, reply, by })
    }
    traffic.addLookalike('fine_tuning_course', learners.map(idOf))
  },
}

/** Not in the catalogue: a person has to look at a course on fine-tuning, and the catalogue has whom nobody need look at. */
;(SCENARIOS as Scenario[]).push(course)

const verdictsIn = async (seed: string, id: string, scale = 1) => {
  const wishes = { accounts: 500, exchangesMean: 4, days: 7 }
  const world = makeWorld(logs.fresh(), seed, { ...wishes, scenarios: [{ id, scale }] })
  const verdicts = verdictsOf(await scanFolders(held.store, world.folder))
  const { lookalikes } = world.truth
  return lookalikes.flatMap(({ accounts }) => accounts).map((one) => verdicts.get(one) ?? 'clear')
}

describe.each(seeds)('seed %s', (seed) => {
  test('nobody of a course on fine-tuning whose learners review each other is acted on', async () => {
    const verdicts = await verdictsIn(seed, course.id)
    expect(verdicts).toHaveLength(LEARNERS)
    expect(verdicts.filter((verdict) => RANKS[verdict] > RANKS.review)).toEqual([])
  })

  test('nobody at a table, or in a project whose sessions are passed on, is even for review', async () => {
    const verdicts = await verdictsIn(seed, 'passed-on-work')
    expect(verdicts.length).toBeGreaterThan(40)
    expect(verdicts.filter((verdict) => RANKS[verdict] > RANKS.watch)).toEqual([])
  })

  test('of those who read one post hardly one in fifty is for review, at a table where each goes on with a neighbour’s conversation or at home', async () => {
    const verdicts = await verdictsIn(seed, 'meetup-readers', 0.3)
    expect(verdicts.length).toBeGreaterThan(300)
    const accused = verdicts.filter((verdict) => RANKS[verdict] > RANKS.watch)
    expect(accused.length).toBeLessThan(verdicts.length / 50)
    expect(accused.filter((verdict) => RANKS[verdict] > RANKS.review)).toEqual([])
  })
})
