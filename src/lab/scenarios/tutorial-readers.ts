/**
 * Look-alike 40: readers of a tutorial.
 *
 * A post shows how to make a small study set with a model. Its readers are young accounts, most signed
 * up in the days after it, that pin the same library, fill the same text with subjects of their own and
 * want every step. Some do it at one table of a meet-up: one line, one hour of sign-up. No proven
 * customer has the text yet. What differs is that each works in sittings of a few evenings.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { lifeOf } from '../background/people.js'
import { at, type Random } from '../random.js'
import { createVoice } from '../text/compose.js'
import { englishPhrase } from '../text/english.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { type Client, createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, homeNetwork, type Network, personalNetwork } from '../world/networks.js'
import { daysBefore, idOf, reasoned, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const RECIPE =
  'Write one worked example for the study set. Take the topic below, invent a problem that a beginner would meet, solve it aloud with every step and every doubt, and end with a check of one line. Return JSON with the keys problem, steps and check.'
const TABLE_SEATS = [4, 5, 6, 7] as const
const READERS_FOR_EACH_TABLE = 12

export const tutorialReaders: Scenario = {
  id: 'tutorial-readers',
  kind: { lookalike: 40 },
  description: 'Readers of a post make study sets by its text, some at one table of a meet-up.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const client = createClient(random, 'python')
    const postedMs = daysBefore(traffic, random.uniform(0.5, 3))
    const tables = Array.from({ length: scaled(4, wishes.scale, 1) }, (_, place) =>
      meet(traffic, random.split(`table ${place}`), {
        client,
        seats: at(TABLE_SEATS, place % 4),
        postedMs,
      }),
    )
    const readers = Array.from({ length: tables.length * READERS_FOR_EACH_TABLE }, (_, place) => {
      const own = random.split(`reader ${place}`)
      const sender = signUp(traffic, own, client, {
        createdAtMs: own.chance(0.6)
          ? postedMs + own.exponential(18 * 3_600_000)
          : daysBefore(traffic, own.uniform(3, 170)),
        network: personalNetwork(own, createPlace(own, 'en')),
      })
      followPost(traffic, sender, own.int(2, 5))
      return idOf(sender)
    })
    traffic.addLookalike('tutorial_readers', [...tables.flat(), ...readers])
  },
}

/** One evening at one line; some go on at it, and some at home. */
const meet = (
  traffic: Traffic,
  random: Random,
  table: { readonly client: Client; readonly seats: number; readonly postedMs: number },
): string[] => {
  const { client, seats, postedMs } = table
  const line = homeNetwork(random, createPlace(random, 'en'))
  const opensMs = postedMs + random.uniform(0.1, 3) * 86_400_000
  return Array.from({ length: seats }, (_, seat) => {
    const own = random.split(seat)
    const createdAtMs = opensMs + own.int(0, 1_500_000)
    const sender = signUp(traffic, own, client, { createdAtMs, network: line })
    followPost(traffic, sender, own.int(2, 5))
    return idOf(sender)
  })
}

const signUp = (
  traffic: Traffic,
  random: Random,
  client: Client,
  seat: { readonly createdAtMs: number; readonly network: Network },
): Sender => {
  const { createdAtMs, network } = seat
  const account = createAccount({
    random,
    createdAtMs: Math.round(createdAtMs),
    plan: random.pick(['free', 'build', 'build']),
    network,
    signupClient: client,
    referrer: 'docs',
  })
  traffic.addAccount(account)
  return createSender(random, account, client, network)
}

const followPost = (traffic: Traffic, sender: Sender, sittings: number): void => {
  const { random } = sender
  const voice = createVoice(random, 0)
  const trade = { ...voice, subjects: voice.subjects.slice(0, 2) }
  for (const startMs of arrivals(random, RHYTHMS.evening, 0, lifeOf(traffic, sender), sittings)) {
    runItems(traffic, sender, {
      settings: { model: MODEL.large, temperature: 1, maxTokens: 4096, hasSession: false },
      startMs,
      gapMs: random.pick([6000, 25_000, 90_000]),
      items: Array.from(
        { length: random.int(6, 16) },
        () => `${RECIPE}\n\nTopic: ${englishPhrase(random, random.pick(trade.subjects))}`,
      ),
      respond: (draw) =>
        JSON.stringify({
          problem: englishPhrase(draw, draw.pick(trade.subjects)),
          steps: reasoned(traffic, draw, trade, 3, 7),
          check: 'ok',
        }),
    })
  }
}
