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
import type { Random } from '../random.js'
import { createRepository } from '../text/code.js'
import { createVoice } from '../text/compose.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createDomain } from '../world/accounts.js'
import { createClient, PERSON_CLIENTS } from '../world/clients.js'
import { createPlace, fixedNetwork, type Network, type Place } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const corporateNat: Scenario = {
  id: 'corporate-nat',
  kind: { lookalike: 3 },
  description: 'Hundreds of seats of one company behind three addresses and one invoice.',
  run: (traffic, wishes) => {
    const company = createCompany(wishes.random.split('company'))
    const ids = Array.from({ length: scaled(450, wishes.scale) }, (_, seat) =>
      addSeat(traffic, wishes.random.split(seat), company, seat),
    )
    traffic.addLookalike('corporate_nat', ids)
  },
}

interface Company {
  readonly place: Place
  readonly office: Network
  readonly domain: string
  readonly organizationId: string
  readonly paymentHash: string
}

const createCompany = (random: Random): Company => {
  const place = createPlace(random, 'en')
  return {
    place,
    office: fixedNetwork(random, 'office', place, 3),
    domain: createDomain(random),
    organizationId: `org_${random.hex(12)}`,
    paymentHash: random.hex(32),
  }
}

const SEATS_PER_BATCH = 40

const addSeat = (traffic: Traffic, random: Random, company: Company, seat: number): string => {
  // Seats are opened in batches, within a few minutes on a Monday morning.
  const weeksAgo = 1 + Math.floor(seat / SEATS_PER_BATCH)
  const mondayMs = traffic.window.startMs - weeksAgo * 7 * 86_400_000
  const account = createAccount({
    random,
    createdAtMs: mondayMs + 9 * 3_600_000 + random.int(0, 420_000),
    plan: 'enterprise',
    network: company.office,
    domain: company.domain,
    emailShape: `${'a'.repeat(random.int(4, 8))}.${'a'.repeat(random.int(5, 9))}`,
    verification: 'institution',
    paymentKind: 'invoice',
    paymentHash: company.paymentHash,
    ...(random.chance(0.9)
      ? { organizationId: company.organizationId, isOrganizationVerified: true }
      : {}),
  })
  traffic.addAccount(account)
  const isCoder = random.chance(0.25)
  const client = createClient(random, isCoder ? 'agent' : random.weighted(PERSON_CLIENTS))
  const sender = createSender(random, account, client, company.office)
  if (isCoder) writeCode(traffic, sender, company)
  else askAround(traffic, sender, company)
  return account.account_id
}

const writeCode = (traffic: Traffic, sender: Sender, company: Company): void =>
  liveAsAgent(traffic, sender, {
    rhythm: RHYTHMS.office,
    offsetHours: company.place.offset,
    repository: createRepository(sender.random),
    sessions: 1.6,
    callsMean: 7,
    settings: {
      model: traffic.models.habitual(sender.random, 'code'),
      system: AGENT_SYSTEM,
      tools: AGENT_TOOLS,
      toolsHash: AGENT_TOOLS_HASH,
    },
  })

const askAround = (traffic: Traffic, sender: Sender, company: Company): void =>
  liveInSessions(traffic, sender, {
    rhythm: RHYTHMS.office,
    offsetHours: company.place.offset,
    voice: createVoice(sender.random, 0.1),
    sessions: sender.random.lognormal(3, 0.8),
    turnsMean: 2,
    answerSentences: 6,
    settings: { model: traffic.models.habitual(sender.random, 'chat'), isStream: true },
  })
