/**
 * Three fingerprints for everybody.
 *
 * Three hundred hostile accounts of one campaign and eight honest applications share three TLS
 * fingerprints, with hardly any background and no old accounts to compare with. A published tool
 * flagged all eight applications in this position. The honest ones differ in everything but the
 * library: own network, own payment, own prompt, own customers.
 */

import { RHYTHMS } from '../arrivals.js'
import { serveStrangers } from '../background/people.js'
import { at, type Random } from '../random.js'
import { createVoice } from '../text/compose.js'
import { applicationSystem } from '../text/stock.js'
import { createSender, type Traffic } from '../traffic.js'
import { createAccount, createDomain } from '../world/accounts.js'
import { type Client, createClient, fingerprintOf } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { harvest } from './reasoning-harvest.js'
import { type Scenario, scaled } from './scenario.js'

const STACKS = ['three sdk one', 'three sdk two', 'three sdk three']

export const threeSdk: Scenario = {
  id: 'three-sdk',
  kind: { campaign: 'A' },
  description: 'A campaign of 300 accounts and eight honest applications on three fingerprints.',
  run: (traffic, wishes) => {
    const clients = STACKS.map(
      (stack, place): Client => ({
        ...createClient(wishes.random.split(stack), at(['python', 'node', 'go'], place)),
        ja4: fingerprintOf(stack),
      }),
    )
    harvest(
      traffic,
      { ...wishes, random: wishes.random.split('campaign') },
      {
        accounts: scaled(300, wishes.scale),
        jobsEach: 30,
        clients,
      },
    )
    const ids = Array.from({ length: 8 }, (_, place) =>
      addApplication(traffic, wishes.random.split(`app ${place}`), at(clients, place % 3)),
    )
    traffic.addLookalike('honest_application', ids)
  },
}

const addApplication = (traffic: Traffic, random: Random, client: Client): string => {
  const place = createPlace(random, random.pick(['en', 'de', 'fr', 'es']))
  const network = fixedNetwork(random, 'cloud', place, 1)
  const domain = createDomain(random)
  const account = createAccount({
    random,
    createdAtMs: Math.round(traffic.window.startMs - random.uniform(2, 60) * 86_400_000),
    plan: 'build',
    network,
    domain,
    organizationId: `org_${random.hex(12)}`,
    verification: 'payment',
    paymentKind: 'card',
  })
  traffic.addAccount(account)
  const voice = createVoice(random, 0.1)
  serveStrangers(
    traffic,
    createSender(random, account, client, network),
    {
      voice,
      rhythm: RHYTHMS.product,
      offsetHours: place.offset,
      sessions: random.int(120, 420),
      turnsMean: 1.8,
      answerSentences: 5,
      settings: {
        model: MODEL.middle,
        system: applicationSystem(random, domain, at(voice.subjects, 0)),
        temperature: 0.5,
        maxTokens: 700,
      },
    },
    { count: 500, foreignShare: 0.2 },
  )
  return account.account_id
}
