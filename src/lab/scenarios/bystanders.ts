/**
 * The innocent inside a campaign: owners of keys that a pool uses too, and strangers who bought their
 * access from the same shelf.
 *
 * An owner lives on as before, from an own place, with the same key that the pool uses from its
 * exits. A stranger has an account of the same make as the pool's and does nothing but ask.
 */

import type { Truth } from '../../domain/truth.js'
import { RHYTHMS } from '../arrivals.js'
import { liveInSessions } from '../background/people.js'
import type { Random } from '../random.js'
import { createVoice } from '../text/compose.js'
import { createSender, type Traffic } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { API_CLIENTS, createClient, disguiseClient } from '../world/clients.js'
import { createExits, createPlace, personalNetwork, rotateExits } from '../world/networks.js'
import type { Member, Pool, SuppliedPool } from './pool.js'

type Role = Truth['bystanders'][number]['role']

export interface OwnersWishes {
  readonly random: Random
  readonly count: number
  readonly campaignId: string
  readonly stack: string
  readonly role: (random: Random) => Role
  /** From when the pool uses the key; from the beginning if absent. */
  readonly usedFrom?: (random: Random) => number
  readonly keepsTemplate: (random: Random) => boolean
}

/** People whose key the pool uses too: their own life goes on from their own place. */
export const addOwners = (traffic: Traffic, pool: Pool, wishes: OwnersWishes): void => {
  const exits = createExits(wishes.random.split('exits'), Math.ceil(wishes.count / 4) + 4)
  for (let person = 0; person < wishes.count; person += 1) {
    const random = wishes.random.split(`owner ${person}`)
    const voice = createVoice(random)
    const place = createPlace(random, voice.language?.code ?? 'en')
    const network = personalNetwork(random, place)
    const account = createAccount({
      random,
      createdAtMs: Math.round(traffic.window.startMs - random.uniform(200, 800) * 86_400_000),
      plan: random.pick(['plus', 'build', 'max']),
      network,
    })
    traffic.addAccount(account)
    traffic.addBystander({
      account_id: account.account_id,
      campaign_id: wishes.campaignId,
      role: wishes.role(random),
    })
    const key = { api_key_id: `key_${random.hex(12)}` }
    const client = createClient(random, random.weighted(API_CLIENTS))
    liveInSessions(traffic, createSender(random, account, client, network, key), {
      voice,
      rhythm: RHYTHMS.evening,
      offsetHours: place.offset,
      sessions: random.lognormal(9, 0.6),
      turnsMean: 2,
      answerSentences: 7,
      settings: { model: traffic.models.habitual(random, 'chat'), maxTokens: 2048 },
    })
    const relayed = disguiseClient(createClient(random, 'node'), wishes.stack)
    const from = wishes.usedFrom?.(random)
    pool.members.push({
      sender: createSender(random, account, relayed, rotateExits(random, exits, 12), key),
      random,
      voice,
      keepsTemplate: wishes.keepsTemplate(random),
      crosses: random.chance(0.5),
      diesAtMs: Number.POSITIVE_INFINITY,
      ...(from === undefined ? {} : { usedFromMs: from }),
    })
  }
}

export interface StrangersWishes {
  readonly count: number
  readonly campaignId: string
  readonly bornAt: (random: Random) => number
  readonly random: Random
}

/** Customers of the same shelf: accounts made like the pool's, in the hands of other people. */
export const addStrangers = (
  traffic: Traffic,
  pool: SuppliedPool,
  wishes: StrangersWishes,
): readonly Member[] =>
  Array.from({ length: wishes.count }, (_, place) => {
    const random = wishes.random.split(place)
    const stranger = pool.outfit({ atMs: wishes.bornAt(random) })
    traffic.addBystander({
      account_id: stranger.sender.account.account_id,
      campaign_id: wishes.campaignId,
      role: 'customer',
    })
    const turnsMean = random.uniform(1.4, 3.5)
    liveInSessions(traffic, stranger.sender, {
      voice: stranger.voice,
      rhythm: RHYTHMS.evening,
      offsetHours: stranger.sleepsAtOffset ?? random.pick([-6, 1, 3, 8]),
      sessions: random.lognormal(8, 0.8),
      turnsMean,
      answerSentences: 6,
      settings: stranger.cover ?? { model: traffic.models.habitual(random, 'chat') },
    })
    return stranger
  })
