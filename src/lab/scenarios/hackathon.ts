/**
 * Look-alike 2: a hackathon.
 *
 * A hundred accounts are opened within one hour on one address with one voucher campaign and the same
 * library, run at full rate through the night, and stop after two days. Every team builds something
 * else, by hand, with many retries of the same prompt.
 */

import { exchangeTurn, openConversation } from '../conversation.js'
import { answer, ask, createVoice } from '../text/compose.js'
import { applicationSystem } from '../text/stock.js'
import { createSender, hasRoom } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { API_CLIENTS, createClient } from '../world/clients.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const hackathon: Scenario = {
  id: 'hackathon',
  kind: { lookalike: 2 },
  description: 'A hundred accounts of one hour and one hall that build different things.',
  run: (traffic, wishes) => {
    const shared = wishes.random.split('hall')
    const place = createPlace(shared, 'en')
    const hall = fixedNetwork(shared, 'office', place, 2)
    const openedMs = traffic.window.startMs + 36 * 3_600_000
    const ids = Array.from({ length: scaled(110, wishes.scale) }, (_, hacker) => {
      const random = wishes.random.split(hacker)
      const voice = createVoice(random, 0.1)
      const account = createAccount({
        random,
        createdAtMs: openedMs + random.int(0, 3_600_000),
        plan: 'build',
        network: hall,
        paymentKind: 'voucher',
        verification: 'email',
        referrer: 'event',
      })
      traffic.addAccount(account)
      const client = createClient(random, random.weighted(API_CLIENTS))
      const sender = createSender(random, account, client, hall)
      const [subject] = voice.subjects
      const system = subject ? applicationSystem(random, 'our team', subject) : 'Be brief.'
      let atMs = Date.parse(account.created_at) + random.int(600_000, 9_000_000)
      const endMs = openedMs + 48 * 3_600_000
      let prompt = ask(random, voice)
      while (atMs < endMs && hasRoom(traffic, atMs)) {
        if (random.chance(0.55)) prompt = ask(random, voice)
        const conversation = openConversation(random, {
          model: traffic.models.habitual(random, 'server'),
          system,
          maxTokens: 1024,
          errorShare: 0.03,
          hasSession: false,
        })
        const response = answer(random, voice, random.int(2, 9))
        exchangeTurn(traffic, sender, conversation, { atMs, text: prompt, response })
        // People slow down over the two days.
        const tired = 1 + (atMs - openedMs) / 40_000_000
        atMs += Math.round(random.lognormal(1_500_000 * tired, 1.3))
      }
      return account.account_id
    })
    traffic.addLookalike('hackathon', ids)
  },
}
