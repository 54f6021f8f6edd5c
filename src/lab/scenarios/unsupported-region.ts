/**
 * Look-alike 19: people of regions that the provider does not serve.
 *
 * They come through rented exits in other countries, sign up with rented numbers and with virtual
 * cards of one card shop, and pay more for it. What they ask is personal. A few run a small relay for
 * friends: eight accounts in rotation, conversations that move on after a limit, no template and no
 * harvest. That breaks the terms of access and is still no distillation, so it is told apart.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveInSessions } from '../background/people.js'
import { at, type Random } from '../random.js'
import { answer, ask, createVoiceIn, followUp } from '../text/compose.js'
import { createSender, type Traffic } from '../traffic.js'
import { createAccount, createEmailShape } from '../world/accounts.js'
import { API_CLIENTS, createClient, PERSON_CLIENTS } from '../world/clients.js'
import { createExits, type Network, rotateExits } from '../world/networks.js'
import { dispatch, type Job } from './dispatch.js'
import { daysBefore } from './firm.js'
import type { Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'

interface Shop {
  readonly exits: readonly Network[]
  readonly cards: readonly string[]
}

const TONGUES = ['zh', 'ru', 'ar', 'zh'] as const

export const unsupportedRegion: Scenario = {
  id: 'unsupported-region',
  kind: { lookalike: 19 },
  description: 'Private people behind rented exits and resold cards, and a small relay of friends.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const count = scaled(140, wishes.scale, 8)
    const shop: Shop = {
      exits: createExits(random.split('exits'), Math.ceil(count / 6) + 3),
      // The shop funds its virtual cards from a few real ones, which is what a fingerprint shows.
      cards: Array.from({ length: Math.ceil(count / 9) + 1 }, () => random.hex(32)),
    }
    const ids = Array.from({ length: count }, (_, place) =>
      addPerson(traffic, random.split(place), shop),
    )
    traffic.addLookalike('unsupported_region', ids)
    traffic.addLookalike(
      'friends_relay',
      openRelay(traffic, random.split('relay'), shop, scaled(8, Math.min(1, wishes.scale), 3)),
    )
  },
}

const openAccount = (traffic: Traffic, random: Random, shop: Shop, isApi: boolean) => {
  const network = rotateExits(random, random.sample(shop.exits, 3), random.pick([4, 20, 90]))
  const client = createClient(random, random.weighted(isApi ? API_CLIENTS : PERSON_CLIENTS))
  const account = createAccount({
    random,
    createdAtMs: daysBefore(traffic, random.uniform(0.5, 160)),
    plan: isApi ? 'build' : random.pick(['plus', 'plus', 'max']),
    network,
    signupClient: client,
    verification: 'phone',
    domain: random.pick(['gmail.com', 'outlook.com', 'proton.me']),
    emailShape: random.chance(0.4) ? 'aaaaaaaa9999' : createEmailShape(random),
    paymentKind: 'virtual',
    ...(random.chance(0.6) ? { paymentHash: random.pick(shop.cards) } : {}),
  })
  traffic.addAccount(account)
  return createSender(random, account, client, network)
}

const addPerson = (traffic: Traffic, random: Random, shop: Shop): string => {
  const sender = openAccount(traffic, random, shop, random.chance(0.2))
  liveInSessions(traffic, sender, {
    voice: createVoiceIn(random, random.pick(TONGUES)),
    rhythm: RHYTHMS.evening,
    offsetHours: random.pick([3, 8]),
    sessions: random.lognormal(5, 0.8),
    turnsMean: 2.6,
    answerSentences: 6,
    settings: { model: traffic.models.habitual(random, 'chat'), isStream: true },
  })
  return sender.account.account_id
}

const openRelay = (traffic: Traffic, random: Random, shop: Shop, count: number): string[] => {
  const members: Member[] = Array.from({ length: count }, (_, place) => {
    const own = random.split(place)
    return {
      sender: openAccount(traffic, own, shop, true),
      random: own,
      voice: createVoiceIn(own, 'zh'),
      keepsTemplate: false,
      crosses: true,
      diesAtMs: Number.POSITIVE_INFINITY,
    }
  })
  dispatch(
    traffic,
    { members, recruit: () => at(members, 0) },
    {
      random: random.split('jobs'),
      discipline: 'careful',
      coverShare: 0,
      jobs: members.length * 30,
      job: (draw) => friendAsks(traffic, draw),
    },
  )
  return members.map((member) => member.sender.account.account_id)
}

const friendAsks = (traffic: Traffic, random: Random): Job => {
  const voice = createVoiceIn(random, random.pick(TONGUES))
  return {
    settings: { model: traffic.models.habitual(random, 'chat'), isStream: true },
    turns: Array.from({ length: Math.min(8, random.geometric(2.8)) }, (_, turn) => ({
      text: turn === 0 ? ask(random, voice) : followUp(random, voice),
      response: answer(random, voice, random.int(3, 9)),
    })),
    isExtracting: false,
    gapMs: 40_000,
  }
}
