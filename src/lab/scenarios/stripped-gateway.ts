/**
 * Look-alike 27: a gateway that strips what clients send.
 *
 * A privacy product stands in front of many customers' own accounts. It removes user agent, header
 * order and everything else, ends TLS itself and leaves through one address. So sixty strangers look
 * like one machine that hides something. Among them are graders, makers of data and tutors.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { talk } from '../background/people.js'
import type { Random } from '../random.js'
import { applicationSystem } from '../text/stock.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAgeDays } from '../world/accounts.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, reasoned, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const WORKED = [
  'Solve the pupil’s exercise with all intermediate thoughts, so that the lesson can show them one at a time.',
  'Explique chaque décision, étape par étape, avant de donner la réponse finale au client.',
  'Give the complete diagnostic reasoning of a technician for the fault report, then the repair order.',
  '逐步写出判断的理由，再给出结论，供审核人员复查。',
] as const

export const strippedGateway: Scenario = {
  id: 'stripped-gateway',
  kind: { lookalike: 27 },
  description: 'Strangers behind a gateway that strips every trace of their clients.',
  run: (traffic, wishes) => {
    const gateway = createFirm(wishes.random.split('gateway'), { addresses: 1, language: 'en' })
    const ids = Array.from({ length: scaled(60, wishes.scale, 6) }, (_, place) => {
      const sender = addCustomer(traffic, wishes.random.split(place), gateway)
      return idOf(sender)
    })
    traffic.addLookalike('stripped_gateway', ids)
  },
}

const BARE = { user_agent: null, client_version: null, ja4: null, header_order: null }

const addCustomer = (traffic: Traffic, random: Random, gateway: Firm): Sender => {
  const firm = createFirm(random, { record: random.pick(['verified', 'known', 'missing']) })
  const seat = addSeat(traffic, firm, random, {
    createdAtMs: daysBefore(traffic, createAgeDays(random)),
    plan: random.pick(['build', 'scale']),
  })
  const sender = createSender(random, seat.account, firm.client, gateway.network, BARE)
  const starts = arrivals(random, RHYTHMS.product, 0, traffic.window, random.lognormal(10, 0.8))
  const life = Date.parse(seat.account.created_at)
  const system = random.chance(0.45)
    ? random.pick(WORKED)
    : applicationSystem(random, firm.domain, random.pick(firm.voice.subjects))
  const isWorked = WORKED.some((text) => text === system)
  for (const startMs of starts.filter((ms) => ms > life)) {
    if (isWorked) workThrough(traffic, sender, firm, { system, startMs })
    else {
      talk(
        traffic,
        sender,
        {
          voice: firm.voice,
          rhythm: RHYTHMS.product,
          offsetHours: 0,
          sessions: 0,
          turnsMean: 2,
          answerSentences: 6,
          settings: { model: MODEL.middle, system },
        },
        startMs,
      )
    }
  }
  return sender
}

const workThrough = (
  traffic: Traffic,
  sender: Sender,
  firm: Firm,
  job: { readonly system: string; readonly startMs: number },
): void => {
  const { random } = sender
  runItems(traffic, sender, {
    settings: { model: MODEL.large, system: job.system, maxTokens: 2000, hasSession: false },
    startMs: job.startMs,
    gapMs: 9000,
    items: Array.from({ length: random.int(1, 6) }, () =>
      reasoned(traffic, random, firm.voice, 2, 3),
    ),
    respond: (draw) => reasoned(traffic, draw, firm.voice, 3, 8),
  })
}
