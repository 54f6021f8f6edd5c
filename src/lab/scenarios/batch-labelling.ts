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
import type { Random } from '../random.js'
import { at } from '../random.js'
import { answer, ask, createVoice } from '../text/compose.js'
import { labelTask } from '../text/stock.js'
import { createSender } from '../traffic.js'
import { createAccount, createDomain } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

export const batchLabelling: Scenario = {
  id: 'batch-labelling',
  kind: { lookalike: 16 },
  description: 'Companies label and index disjoint shards with one template.',
  run: (traffic, wishes) => {
    const ids: string[] = []
    for (let company = 0; company < scaled(5, wishes.scale, 2); company += 1) {
      const shared = wishes.random.split(`company ${company}`)
      const voice = createVoice(shared, 0.2)
      const place = createPlace(shared, 'en')
      const cloud = fixedNetwork(shared, 'cloud', place, 2)
      const domain = createDomain(shared)
      const task = labelTask(shared, domain, at(voice.subjects, 0))
      const isIndexing = company % 2 === 1
      const organizationId = `org_${shared.hex(12)}`
      const paymentHash = shared.hex(32)
      for (let worker = 0; worker < scaled(9, wishes.scale, 3); worker += 1) {
        const random = shared.split(worker)
        const account = createAccount({
          random,
          createdAtMs: traffic.window.startMs - 12 * 86_400_000 + random.int(0, 500_000),
          plan: 'build',
          network: cloud,
          organizationId,
          isOrganizationVerified: company !== 2,
          domain,
          emailShape: 'aaaaaaaaa99',
          paymentHash,
          paymentKind: 'card',
          verification: 'payment',
        })
        traffic.addAccount(account)
        const shard = worker * 100_000
        const sender = createSender(
          random,
          account,
          createClient(shared.split('client'), 'python'),
          cloud,
        )
        liveInBatches(traffic, sender, {
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
          rhythm: RHYTHMS.night,
          offsetHours: place.offset,
          runs: 3,
          itemsMean: 80,
          item: (draw, item) => `Document ${shard + item}: ${document(draw, isIndexing)}`,
          result: (draw) => (isIndexing ? ask(draw, voice).slice(0, 90) : draw.pick(task.labels)),
          gapMs: 700,
        })
        ids.push(account.account_id)
      }
    }
    traffic.addLookalike('batch_labelling', ids)
  },
}

const document = (random: Random, isLong: boolean): string =>
  answer(random, createVoice(random, 0.15), isLong ? random.int(6, 14) : random.int(1, 4))
