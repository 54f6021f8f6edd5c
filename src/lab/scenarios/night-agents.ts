/**
 * Look-alike 13: coding agents at night, and bots in continuous integration.
 *
 * Long tool loops at a machine's pace, around the clock, with a stock system prompt and stock tools.
 * The repositories are real and each account keeps to its own.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveAsAgent } from '../background/machines.js'
import { createRepository } from '../text/code.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { createSender } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const nightAgents: Scenario = {
  id: 'night-agents',
  kind: { lookalike: 13 },
  description: 'Coding agents and integration bots that run all night.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(40, wishes.scale, 4) }, (_, bot) => {
      const random = wishes.random.split(bot)
      const place = createPlace(random, 'en')
      const network = fixedNetwork(random, 'cloud', place, 1)
      const account = createAccount({
        random,
        createdAtMs: Math.round(traffic.window.startMs - createAgeDays(random) * 86_400_000),
        plan: random.pick(['max', 'build', 'scale']),
        network,
      })
      traffic.addAccount(account)
      const sender = createSender(random, account, createClient(random, 'agent'), network)
      liveAsAgent(traffic, sender, {
        repository: createRepository(random),
        rhythm: random.pick([RHYTHMS.flat, RHYTHMS.night]),
        offsetHours: place.offset,
        sessions: 14,
        callsMean: 13,
        // A bot is configured to the newest model within a day.
        ...(random.chance(0.5) ? { movesAtMs: traffic.models.newestAtMs + 7_200_000 } : {}),
        settings: {
          model: MODEL.large,
          system: AGENT_SYSTEM,
          tools: AGENT_TOOLS,
          toolsHash: AGENT_TOOLS_HASH,
          reasoningTokensMax: 8000,
        },
      })
      return account.account_id
    })
    traffic.addLookalike('coding_agents', ids)
  },
}
