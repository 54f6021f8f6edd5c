/**
 * Look-alike 16: labelling, indexing and retrieval jobs.
 *
 * A data company runs one template over a shard of documents on each of its accounts, single-turn,
 * without ever repeating an item: low entropy of templates, full novelty of slots, contiguous ids.
 * The answers are short labels from a fixed list, the model is the smallest, and it is one company.
 * Small shops do the same with one account each.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveInBatches } from '../background/machines.js'
import type { Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { answer, ask, createVoice, type Voice } from '../text/compose.js'
import { labelTask } from '../text/stock.js'
import { createSender, type Traffic } from '../traffic.js'
import { type AccountWishes, createAccount, createDomain } from '../world/accounts.js'
import { type Client, createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork, type Network, type Place } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const batchLabelling: Scenario = {
  id: 'batch-labelling',
  kind: { lookalike: 16 },
  description: 'Companies label and index disjoint shards with one template.',
  run: (traffic, wishes) => {
    const ids: string[] = []
    for (let place = 0; place < scaled(5, wishes.scale, 2); place += 1) {
      const company = createCompany(wishes.random.split(`company ${place}`), place)
      for (let worker = 0; worker < scaled(9, wishes.scale, 3); worker += 1) {
        ids.push(addWorker(traffic, company, worker))
      }
    }
    traffic.addLookalike('batch_labelling', ids)
  },
}

interface Company {
  readonly random: Random
  readonly voice: Voice
  readonly place: Place
  readonly cloud: Network
  readonly client: Client
  readonly isIndexing: boolean
  readonly labels: readonly string[]
  readonly settings: Settings
  readonly shared: Pick<
    AccountWishes,
    'organizationId' | 'isOrganizationVerified' | 'domain' | 'paymentHash'
  >
}

const createCompany = (random: Random, place: number): Company => {
  const voice = createVoice(random, 0.2)
  const domain = createDomain(random)
  const home = createPlace(random, 'en')
  const task = labelTask(random, domain, at(voice.subjects, 0))
  const isIndexing = place % 2 === 1
  return {
    random,
    voice,
    place: home,
    cloud: fixedNetwork(random, 'cloud', home, 2),
    client: createClient(random, 'python'),
    isIndexing,
    labels: task.labels,
    settings: {
      model: MODEL.small,
      system: isIndexing
        ? `Summarise the passage from ${domain} in one line of at most fifteen words for a search index, and list three keywords. Do not add anything else.`
        : task.system,
      temperature: 0,
      maxTokens: isIndexing ? 60 : 12,
      isBatch: true,
      hasSession: false,
    },
    shared: {
      organizationId: `org_${random.hex(12)}`,
      isOrganizationVerified: place !== 2,
      domain,
      paymentHash: random.hex(32),
    },
  }
}

const addWorker = (traffic: Traffic, company: Company, worker: number): string => {
  const random = company.random.split(worker)
  const account = createAccount({
    random,
    ...company.shared,
    createdAtMs: traffic.window.startMs - 12 * 86_400_000 + random.int(0, 500_000),
    plan: 'build',
    network: company.cloud,
    emailShape: 'aaaaaaaaa99',
    paymentKind: 'card',
    verification: 'payment',
  })
  traffic.addAccount(account)
  const shard = worker * 100_000
  liveInBatches(traffic, createSender(random, account, company.client, company.cloud), {
    settings: company.settings,
    rhythm: RHYTHMS.night,
    offsetHours: company.place.offset,
    runs: 3,
    itemsMean: 80,
    item: (draw, item) => `Document ${shard + item}: ${document(draw, company.isIndexing)}`,
    result: (draw) =>
      company.isIndexing ? ask(draw, company.voice).slice(0, 90) : draw.pick(company.labels),
    gapMs: 700,
  })
  return account.account_id
}

const document = (random: Random, isLong: boolean): string =>
  answer(random, createVoice(random, 0.15), isLong ? random.int(6, 14) : random.int(1, 4))
