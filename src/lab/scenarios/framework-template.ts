/**
 * Look-alike 5: users of a popular framework.
 *
 * Hundreds of unrelated accounts, old and new, send the same system prompt, the same tools and the
 * same fingerprint, because they all installed the same package last month. Some of them ask for step
 * by step reasoning, because the framework does. Their questions have nothing in common.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveInBatches } from '../background/machines.js'
import { answer, ask, createVoice } from '../text/compose.js'
import { createSender } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { createPlace, fixedNetwork, personalNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

const SYSTEM =
  'You are a planner in a chain of modules. Decompose the task into sub-questions, reason about each sub-question step by step in the field `thinking`, cite the memory entries you rely on, and then write the field `result`. Follow the schema exactly. If a sub-question cannot be answered, set its status to open. Modules downstream will read only `result`, but reviewers read `thinking`.'
const TOOLS = ['memory_lookup', 'memory_write', 'ask_module', 'finish'] as const

export const frameworkTemplate: Scenario = {
  id: 'framework-template',
  kind: { lookalike: 5 },
  description: 'Unrelated accounts that installed the same popular framework.',
  run: (traffic, wishes) => {
    const client = createClient(wishes.random, 'chain')
    const ids = Array.from({ length: scaled(160, wishes.scale) }, (_, user) => {
      const random = wishes.random.split(user)
      const voice = createVoice(random, 0.3)
      const place = createPlace(random, voice.language?.code ?? 'en')
      const network = random.chance(0.4)
        ? fixedNetwork(random, 'cloud', place, 1)
        : personalNetwork(random, place)
      // The framework became popular last month, so many of its users are new.
      const days = random.chance(0.45) ? random.uniform(0.2, 30) : createAgeDays(random)
      const account = createAccount({
        random,
        createdAtMs: Math.round(traffic.window.startMs - days * 86_400_000),
        plan: random.pick(['build', 'build', 'plus', 'scale']),
        network,
      })
      traffic.addAccount(account)
      const items = random.int(2, 15)
      liveInBatches(traffic, createSender(random, account, client, network), {
        settings: {
          model: traffic.models.habitual(random, 'server'),
          system: SYSTEM,
          tools: TOOLS,
          toolsHash: '77f0c3d9a1e2b4480c6d',
          temperature: 0.3,
          maxTokens: 4096,
          responseFormat: 'json_schema:planner/2',
          hasSession: false,
        },
        rhythm: random.pick([RHYTHMS.office, RHYTHMS.evening, RHYTHMS.flat]),
        offsetHours: place.offset,
        runs: 28 / items,
        itemsMean: items,
        item: (draw) => `TASK: ${ask(draw, voice)}\nMEMORY: ${ask(draw, voice)}`,
        result: (draw) =>
          `{"thinking": ${JSON.stringify(answer(draw, voice, Math.max(1, Math.round(draw.int(3, 9) * traffic.textScale))))}}`,
        gapMs: random.lognormal(7000, 0.9),
      })
      return account.account_id
    })
    traffic.addLookalike('framework_template', ids)
  },
}
