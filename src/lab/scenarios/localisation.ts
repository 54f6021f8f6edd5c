/**
 * Look-alike 15: translation, localisation and accessibility vendors.
 *
 * The same source texts go into many languages, one account for each pair, by one template that asks
 * for the choice of every term to be justified. One vendor is an organisation. The other is a network
 * of freelancers at home, who only share the vendor's template and its queue: each gets other texts,
 * and a reviser reworks what a colleague was served. A third vendor describes pictures.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { addHistory, exchangeTurn, openConversation } from '../conversation.js'
import { at, type Random } from '../random.js'
import { answer, createVoice, createVoiceIn, type Voice } from '../text/compose.js'
import type { Sender, Traffic } from '../traffic.js'
import { createEmailShape, MAIL_DOMAINS } from '../world/accounts.js'
import { API_CLIENTS, createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, personalNetwork } from '../world/networks.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, prose, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const TARGETS = ['de', 'fr', 'es', 'ja', 'ko', 'zh', 'ru', 'ar', 'hi'] as const

const PAIR_SYSTEM =
  'Translate the source segment into {l}. Give the translation first. Then list every term where more than one rendering was possible, the renderings you considered, and the reason for your choice, so that the reviser can follow the decision. Keep placeholders and numbers.'
const FREELANCE_SYSTEM =
  'Lingua Guild work order. Target: {l}. Translate the whole text, then write the translator’s commentary: difficulties in order, alternatives weighed, decisions taken and why. The commentary is delivered to the client together with the text.'
const PICTURE_SYSTEM =
  'Describe the picture for a person who cannot see it. First what matters for the purpose of the page, then the details from left to right, then any text in it. Write three versions: short, long, and in plain language.'

export const localisation: Scenario = {
  id: 'localisation',
  kind: { lookalike: 15 },
  description: 'Vendors put the same texts into many languages, or describe pictures.',
  run: (traffic, wishes) => {
    const ids = [
      ...openVendor(traffic, wishes.random.split('vendor'), wishes.scale),
      ...openGuild(traffic, wishes.random.split('guild'), wishes.scale),
      ...openPictures(traffic, wishes.random.split('pictures'), wishes.scale),
    ]
    traffic.addLookalike('localisation', ids)
  },
}

const openVendor = (traffic: Traffic, random: Random, scale: number): string[] => {
  const firm = createFirm(random, { language: 'en', library: 'java' })
  const source = createVoice(random, 0)
  const segments = Array.from({ length: scaled(70, scale, 10) }, () =>
    answer(random, source, random.int(1, 5)),
  )
  return TARGETS.slice(0, scaled(9, scale, 3)).map((code, place) => {
    const sender = addSeat(traffic, firm, random.split(code), {
      createdAtMs: daysBefore(traffic, 40) + place * 60_000,
      plan: 'scale',
      paymentKind: 'invoice',
    })
    const target = createVoiceIn(random, code)
    runItems(traffic, sender, {
      settings: {
        model: MODEL.middle,
        system: PAIR_SYSTEM.replace('{l}', code),
        temperature: 0.2,
        hasSession: false,
      },
      startMs: traffic.window.startMs + random.int(10, 60) * 3_600_000 + place * 20_000,
      gapMs: 6000,
      items: segments,
      respond: (draw) => prose(traffic, draw, target, 3, 8),
    })
    return idOf(sender)
  })
}

interface Delivered {
  readonly atMs: number
  readonly source: string
  readonly text: string
}

/** Freelancers of many places: the guild's queue makes their shards disjoint. */
const openGuild = (traffic: Traffic, random: Random, scale: number): string[] => {
  const delivered: Delivered[] = []
  return Array.from({ length: scaled(26, scale, 5) }, (_, place) => {
    const own = random.split(place)
    const code = own.pick(TARGETS)
    const sender = addFreelancer(
      traffic,
      createFirm(own, { language: code, record: 'missing' }),
      own,
    )
    const target = createVoiceIn(own, code)
    translate(traffic, sender, { code, target, delivered, isReviser: place % 5 === 4 })
    return idOf(sender)
  })
}

const addFreelancer = (traffic: Traffic, firm: Firm, random: Random): Sender =>
  addSeat(traffic, firm, random, {
    createdAtMs: daysBefore(traffic, random.uniform(2, 300)),
    plan: random.pick(['build', 'plus']),
    network: personalNetwork(random, createPlace(random, firm.place.language)),
    client: createClient(random, random.weighted(API_CLIENTS)),
    domain: random.weighted(MAIL_DOMAINS),
    emailShape: createEmailShape(random),
    referrer: 'partner:lingua-guild',
  })

const translate = (
  traffic: Traffic,
  sender: Sender,
  order: {
    readonly code: string
    readonly target: Voice
    readonly delivered: Delivered[]
    readonly isReviser: boolean
  },
): void => {
  const { random } = sender
  const system = FREELANCE_SYSTEM.replace('{l}', order.code)
  for (const atMs of arrivals(random, RHYTHMS.office, 0, traffic.window, 20)) {
    const conversation = openConversation(random, { model: MODEL.large, system, temperature: 0.3 })
    const ready = order.delivered.filter((job) => job.atMs < atMs - 7_200_000)
    const colleague = order.isReviser && ready.length > 0 ? random.pick(ready) : undefined
    if (colleague) {
      addHistory(conversation, 'user', colleague.source)
      addHistory(conversation, 'assistant', colleague.text)
    }
    const source = answer(random, createVoice(random, 0), random.int(3, 9))
    const text = prose(traffic, random, order.target, 6, 14)
    exchangeTurn(traffic, sender, conversation, {
      atMs,
      text: colleague ? 'Revise this delivery: list what you would change and why.' : source,
      response: text,
    })
    if (!colleague) order.delivered.push({ atMs, source, text })
  }
}

const openPictures = (traffic: Traffic, random: Random, scale: number): string[] => {
  const firm = createFirm(random, { language: at(TARGETS, 1), record: 'known' })
  return Array.from({ length: scaled(4, scale, 2) }, (_, shard) => {
    const sender = addSeat(traffic, firm, random.split(shard), {
      createdAtMs: daysBefore(traffic, 5) + shard * 30_000,
    })
    for (const startMs of arrivals(
      sender.random,
      RHYTHMS.night,
      0,
      traffic.window,
      60 * scale + 8,
    )) {
      const settings = { model: MODEL.middle, system: PICTURE_SYSTEM, hasSession: false }
      exchangeTurn(traffic, sender, openConversation(sender.random, settings), {
        atMs: startMs,
        text: `Page ${shard * 10_000 + sender.random.int(1, 9999)}, picture ${sender.random.int(1, 9)}`,
        response: prose(traffic, sender.random, firm.voice, 5, 12),
        images: 1,
      })
    }
    return idOf(sender)
  })
}
