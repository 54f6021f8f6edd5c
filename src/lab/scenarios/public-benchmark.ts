/**
 * Look-alike 6: runners of public benchmarks.
 *
 * Laboratories and hobbyists run the same public items with the same harness: one template, one
 * parser, temperature zero, by night, from servers. Within one run every item is new, as in a
 * campaign. Across runs the items are identical, the set is finite, and at temperature zero so are
 * the answers. When a model comes out, several run it on the same day.
 */

import { exchangeTurn, openConversation } from '../conversation.js'
import { createRandom, type Random } from '../random.js'
import { publicItems, reasoningTrace } from '../text/problems.js'
import { createSender, hasRoom, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

const FRAMES = [
  'The following is a multiple choice question. Think step by step, write your reasoning in full, and then finish your answer with "the answer is (X)" where X is the correct letter choice.',
  'Answer the question below. Show all intermediate reasoning between the tags <scratch> and </scratch>, then give the letter in JSON: {"choice": "A"}.',
]

export const publicBenchmark: Scenario = {
  id: 'public-benchmark',
  kind: { lookalike: 6 },
  description: 'Unrelated laboratories run one public set of items with one harness.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const items = publicItems(createRandom('public items'), scaled(420, wishes.scale, 80))
    const client = createClient(random, 'python')
    const ids = Array.from({ length: scaled(26, wishes.scale, 6) }, (_, runner) => {
      const own = random.split(runner)
      const place = createPlace(own, own.pick(['en', 'en', 'de', 'zh', 'fr', 'ko']))
      const network = fixedNetwork(own, 'cloud', place, 1)
      const account = createAccount({
        random: own,
        createdAtMs: Math.round(
          traffic.window.startMs -
            (own.chance(0.3) ? own.uniform(0.1, 20) : createAgeDays(own)) * 86_400_000,
        ),
        plan: own.pick(['build', 'scale']),
        network,
        program: own.pick(['none', 'none', 'research']),
      })
      traffic.addAccount(account)
      const sender = createSender(own, account, client, network)
      const frame = own.pick(FRAMES)
      for (const startMs of runStarts(own, traffic)) runSet(traffic, sender, frame, items, startMs)
      return account.account_id
    })
    traffic.addLookalike('public_benchmark', ids)
  },
}

/** One or two runs: some night, or on the evening of a release. */
const runStarts = (random: Random, traffic: Traffic): readonly number[] => {
  const { startMs } = traffic.window
  const night = startMs + random.int(0, 4) * 86_400_000 + random.int(20, 26) * 3_600_000
  return random.chance(0.5)
    ? [traffic.models.newestAtMs + Math.round(random.exponential(7) * 3_600_000)]
    : random.chance(0.5)
      ? [night, night + 86_400_000]
      : [night]
}

const runSet = (
  traffic: Traffic,
  sender: Sender,
  frame: string,
  items: readonly string[],
  startMs: number,
): void => {
  const { random } = sender
  const model = startMs > traffic.models.newestAtMs ? traffic.models.newest : MODEL.large
  const part = random.chance(0.6) ? items : random.sample(items, Math.ceil(items.length / 3))
  let atMs = startMs
  for (const item of random.chance(0.5) ? random.shuffle(part) : part) {
    if (!hasRoom(traffic, atMs)) return
    const conversation = openConversation(random, {
      model,
      temperature: 0,
      maxTokens: 2048,
      hasSession: false,
      errorShare: 0.02,
    })
    const fixed = createRandom(`${model} ${item}`)
    exchangeTurn(traffic, sender, conversation, {
      atMs,
      text: `${frame}\n\n${item}`,
      response: reasoningTrace(fixed, fixed.int(3, 9)),
    })
    atMs += Math.round(random.hyperExponential(4200, 1.3))
  }
}
