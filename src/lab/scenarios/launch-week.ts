/**
 * Look-alikes 17 and 30: the week of a new model.
 *
 * Enthusiasts sign up within the hour of the release and try the riddles that everybody posts; it
 * decays in days. Reviewers and firms run their whole suites against the new model on the same day,
 * over several keys, each worker with its own shard and every answer with its working shown. Nearly
 * all their traffic is on the newest model from the first hour: the launch response of a campaign.
 */

import { exchangeTurn, openConversation } from '../conversation.js'
import { at, createRandom, type Random } from '../random.js'
import { ask, createVoice } from '../text/compose.js'
import { problem, publicItems } from '../text/problems.js'
import { createSender, hasRoom, type Traffic } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { API_CLIENTS, createClient, PERSON_CLIENTS } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, personalNetwork } from '../world/networks.js'
import { addSeat, createFirm, daysBefore, idOf, reasoned, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

/** The riddles of the week: the same words from everybody who read the same post. */
const riddles = (): readonly string[] => {
  const random = createRandom('riddles of the week')
  return Array.from(
    { length: 14 },
    () =>
      `${random.pick(['Think as long as you like and show all of it.', 'No peeking at known answers, reason it out in the open:', 'Brauchst du Zeit? Denk laut:', 'Piensa en voz alta:'])} ${problem(random)}`,
  )
}

export const launchEnthusiasts: Scenario = {
  id: 'launch-enthusiasts',
  kind: { lookalike: 17 },
  description: 'People who sign up on the day of a release to try the riddles of the week.',
  run: (traffic, wishes) => {
    const posts = riddles()
    const ids = Array.from({ length: scaled(110, wishes.scale, 8) }, (_, fan) =>
      addFan(traffic, wishes.random.split(fan), posts),
    )
    traffic.addLookalike('launch_enthusiasts', ids)
  },
}

const addFan = (traffic: Traffic, random: Random, posts: readonly string[]): string => {
  const releasedMs = traffic.models.newestAtMs
  const isNew = random.chance(0.55)
  const voice = createVoice(random, 0.4)
  const network = personalNetwork(random, createPlace(random, voice.language?.code ?? 'en'))
  const isDeveloper = random.chance(0.5)
  const client = createClient(random, random.weighted(isDeveloper ? API_CLIENTS : PERSON_CLIENTS))
  const account = createAccount({
    random,
    createdAtMs: isNew
      ? releasedMs + Math.round(random.exponential(5 * 3_600_000))
      : daysBefore(traffic, createAgeDays(random)),
    plan: isDeveloper ? 'build' : 'plus',
    network,
    signupClient: client,
    ...(isNew ? { referrer: 'launch' } : {}),
  })
  traffic.addAccount(account)
  const sender = createSender(random, account, client, network)
  let atMs = Math.max(releasedMs, Date.parse(account.created_at)) + random.int(60_000, 9_000_000)
  for (let run = random.int(4, 30); run > 0 && hasRoom(traffic, atMs); run -= 1) {
    const conversation = openConversation(random, {
      model: MODEL.newest,
      maxTokens: 4096,
      ...(isDeveloper ? { reasoningTokensMax: 8000 } : { isStream: true }),
    })
    exchangeTurn(traffic, sender, conversation, {
      atMs,
      text: random.chance(0.7) ? random.zipf(posts) : ask(random, voice),
      response: reasoned(traffic, random, voice, 4, 10),
    })
    // Interest fades: each try comes later than the one before.
    atMs += Math.round(random.lognormal(900_000, 1.4))
  }
  return account.account_id
}

export const releaseBenchmarking: Scenario = {
  id: 'release-benchmarking',
  kind: { lookalike: 30 },
  description: 'Reviewers and firms run their suites against a new model on its first day.',
  run: (traffic, wishes) => {
    const suite = publicItems(createRandom('suite of the reviewers'), 160)
    const ids: string[] = []
    for (let place = 0; place < scaled(7, wishes.scale, 3); place += 1) {
      ids.push(...review(traffic, wishes.random.split(place), suite, place, wishes.scale))
    }
    traffic.addLookalike('release_benchmarking', ids)
  },
}

const review = (
  traffic: Traffic,
  random: Random,
  suite: readonly string[],
  place: number,
  scale: number,
): string[] => {
  const firm = createFirm(random, {
    library: 'python',
    record: at(['missing', 'verified', 'known'], place % 3),
  })
  const workers = place % 2 === 0 ? 4 : 1
  const own = Array.from({ length: scaled(200, scale, 20) }, () => problem(random))
  // Half of the suite is public and the other half their own, so that nobody has trained on it.
  const items = [...suite.slice(0, scaled(90, scale, 10)), ...own]
  const system = `Answer the item. Lay out the complete working before the answer; the working is graded too. Reviewer suite ${place % 3}.`
  return Array.from({ length: workers }, (_, worker) => {
    const sender = addSeat(traffic, firm, random.split(`worker ${worker}`), {
      createdAtMs: daysBefore(traffic, 25) + worker * 70_000,
    })
    for (const model of [MODEL.large, MODEL.newest]) {
      const isNewest = model === MODEL.newest
      runItems(traffic, sender, {
        settings: { model, system, temperature: 0, maxTokens: 4096, hasSession: false },
        startMs: isNewest
          ? traffic.models.newestAtMs + random.int(600_000, 14_000_000)
          : traffic.models.newestAtMs - 30 * 3_600_000,
        gapMs: 5000,
        items: items.filter(
          (_item, row) => row % workers === worker && (isNewest || row % 6 === 0),
        ),
        respond: (draw) => reasoned(traffic, draw, firm.voice, 4, 9),
        isRepeatable: true,
      })
    }
    return idOf(sender)
  })
}
