/**
 * Look-alike 3: a corporation behind a security gateway.
 *
 * Hundreds of seats of one verified company leave through three addresses, pay by one invoice, share
 * a mail domain and an e-mail shape, and were opened in batches on Monday mornings. Their work has
 * nothing in common. Some seats belong to no organisation in the records, because people signed up by
 * themselves with the company's card.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveAsAgent } from '../background/machines.js'
import { liveInSessions } from '../background/people.js'
import { createRepository } from '../text/code.js'
import { createVoice } from '../text/compose.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { createSender } from '../traffic.js'
import { createAccount, createDomain } from '../world/accounts.js'
import { createClient, PERSON_CLIENTS } from '../world/clients.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const corporateNat: Scenario = {
  id: 'corporate-nat',
  kind: { lookalike: 3 },
  description: 'Hundreds of seats of one company behind three addresses and one invoice.',
  run: (traffic, wishes) => {
    const shared = wishes.random.split('company')
    const place = createPlace(shared, 'en')
    const office = fixedNetwork(shared, 'office', place, 3)
    const domain = createDomain(shared)
    const organizationId = `org_${shared.hex(12)}`
    const paymentHash = shared.hex(32)
    const ids = Array.from({ length: scaled(450, wishes.scale) }, (_, seat) => {
      const random = wishes.random.split(seat)
      const voice = createVoice(random, 0.1)
      const isRecorded = random.chance(0.9)
      // Seats are opened in batches of forty, within a few minutes on a Monday morning.
      const mondayMs = traffic.window.startMs - (1 + Math.floor(seat / 40)) * 7 * 86_400_000
      const account = createAccount({
        random,
        createdAtMs: mondayMs + 9 * 3_600_000 + random.int(0, 420_000),
        plan: 'enterprise',
        network: office,
        domain,
        emailShape: `${'a'.repeat(random.int(4, 8))}.${'a'.repeat(random.int(5, 9))}`,
        verification: 'institution',
        paymentKind: 'invoice',
        paymentHash,
        ...(isRecorded ? { organizationId, isOrganizationVerified: true } : {}),
      })
      traffic.addAccount(account)
      const isCoder = random.chance(0.25)
      const client = createClient(random, isCoder ? 'agent' : random.weighted(PERSON_CLIENTS))
      const sender = createSender(random, account, client, office)
      const shape = { rhythm: RHYTHMS.office, offsetHours: place.offset }
      if (isCoder) {
        liveAsAgent(traffic, sender, {
          ...shape,
          repository: createRepository(random),
          sessions: 1.6,
          callsMean: 7,
          settings: {
            model: traffic.models.habitual(random, 'code'),
            system: AGENT_SYSTEM,
            tools: AGENT_TOOLS,
            toolsHash: AGENT_TOOLS_HASH,
          },
        })
      } else {
        liveInSessions(traffic, sender, {
          ...shape,
          voice,
          sessions: random.lognormal(3, 0.8),
          turnsMean: 2,
          answerSentences: 6,
          settings: { model: traffic.models.habitual(random, 'chat'), isStream: true },
        })
      }
      return account.account_id
    })
    traffic.addLookalike('corporate_nat', ids)
  },
}
