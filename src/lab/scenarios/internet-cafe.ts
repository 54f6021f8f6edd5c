/**
 * Look-alike 18: machines that many people share, in cafés, libraries and families.
 *
 * One address, the same few devices, accounts that were opened on them, and sometimes a question that
 * continues from a neighbour's screen. Topics are personal and the hours are human.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveInSessions } from '../background/people.js'
import { createVoice } from '../text/compose.js'
import { createSender } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { createPlace, homeNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const internetCafe: Scenario = {
  id: 'internet-cafe',
  kind: { lookalike: 18 },
  description: 'Strangers who share the machines and the address of a café.',
  run: (traffic, wishes) => {
    const ids: string[] = []
    for (let cafe = 0; cafe < scaled(8, wishes.scale, 2); cafe += 1) {
      const shared = wishes.random.split(`cafe ${cafe}`)
      const place = createPlace(shared, shared.pick(['es', 'ar', 'hi', 'zh', 'en']))
      const network = homeNetwork(shared, place)
      const devices = [createClient(shared, 'chrome'), createClient(shared, 'firefox')]
      for (let guest = 0; guest < shared.int(8, 24); guest += 1) {
        const random = shared.split(guest)
        const client = random.pick(devices)
        const account = createAccount({
          random,
          createdAtMs: Math.round(traffic.window.startMs - random.uniform(0.2, 400) * 86_400_000),
          plan: random.chance(0.8) ? 'free' : 'plus',
          network,
          signupClient: client,
        })
        traffic.addAccount(account)
        liveInSessions(traffic, createSender(random, account, client, network), {
          voice: createVoice(random, 0.8),
          rhythm: RHYTHMS.evening,
          offsetHours: place.offset,
          sessions: random.lognormal(2.5, 0.8),
          turnsMean: 2.4,
          answerSentences: 6,
          settings: { model: traffic.models.habitual(random, 'chat'), isStream: true },
        })
        ids.push(account.account_id)
      }
    }
    traffic.addLookalike('internet_cafe', ids)
  },
}
