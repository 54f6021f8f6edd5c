/**
 * Look-alike 29: applications with several providers.
 *
 * When the first provider is down or slow, the next turn comes here, with a history that another
 * provider served: assistant turns that were never made by us, replayed by the thousand, as stored
 * conversations are. Outages hit all customers of the other provider in the same hour. One company
 * balances over three accounts; others restore saved chats when a user comes back.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { addHistory, exchangeTurn, openConversation, type Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, createVoice, followUp } from '../text/compose.js'
import { reasoningTrace } from '../text/problems.js'
import { applicationSystem } from '../text/stock.js'
import { hasRoom, type Sender, type Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, prose, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

export const failover: Scenario = {
  id: 'failover',
  kind: { lookalike: 29 },
  description: 'Applications that go on here with conversations another provider began.',
  run: (traffic, wishes) => {
    const { random, scale } = wishes
    const { startMs, endMs } = traffic.window
    // The hours in which the other provider was down, for everybody at once.
    const outages = Array.from({ length: 3 }, () =>
      Math.round(random.uniform(startMs, endMs - 8_000_000)),
    )
    const ids = Array.from({ length: scaled(14, scale, 3) }, (_, place) =>
      serveBoth(traffic, random.split(place), place, { outages, scale }),
    )
    traffic.addLookalike('failover', ids.flat())
  },
}

const serveBoth = (
  traffic: Traffic,
  random: Random,
  place: number,
  plan: { readonly outages: readonly number[]; readonly scale: number },
): string[] => {
  const firm = createFirm(random, { record: at(['known', 'missing', 'verified'], place % 3) })
  const senders = Array.from({ length: place % 4 === 0 ? 3 : 1 }, (_, row) =>
    addSeat(traffic, firm, random.split(row), {
      createdAtMs: daysBefore(traffic, random.uniform(10, 300)) + row * 45_000,
      plan: 'scale',
    }),
  )
  const settings: Settings = {
    model: MODEL.large,
    system: applicationSystem(random, firm.domain, at(firm.voice.subjects, 0)),
    maxTokens: 1500,
  }
  const spill = arrivals(random, RHYTHMS.product, 0, traffic.window, 25 * plan.scale + 4)
  const rush = plan.outages.flatMap((outageMs) =>
    Array.from({ length: random.poisson(20 * plan.scale + 2) }, () =>
      Math.round(outageMs + random.uniform(0, 5_400_000)),
    ),
  )
  for (const atMs of [...spill, ...rush].toSorted((one, other) => one - other)) {
    if (hasRoom(traffic, atMs)) continueHere(traffic, random.pick(senders), firm, settings, atMs)
  }
  return senders.map(idOf)
}

const continueHere = (
  traffic: Traffic,
  sender: Sender,
  firm: Firm,
  settings: Settings,
  startMs: number,
): void => {
  const { random } = sender
  const user = `fo_${random.int(1, 4000).toString(36)}`
  const conversation = openConversation(random, settings, user)
  const voice = random.chance(0.7) ? firm.voice : createVoice(random)
  for (let turn = random.int(1, 5); turn > 0; turn -= 1) {
    addHistory(conversation, 'user', turn === 1 ? ask(random, voice) : followUp(random, voice))
    // The other provider's model shows its thoughts, which this one never served.
    const thoughts = random.chance(0.3) ? `${reasoningTrace(random, random.int(2, 5))}\n---\n` : ''
    addHistory(conversation, 'assistant', thoughts + prose(traffic, random, voice, 3, 9))
  }
  let atMs = startMs
  for (let turn = random.geometric(1.5); turn > 0; turn -= 1) {
    const isDoubt = random.chance(0.2)
    const doneAtMs = exchangeTurn(traffic, sender, conversation, {
      atMs,
      text: isDoubt
        ? 'How did you get to that? Go through your reasoning above once more, step by step.'
        : followUp(random, voice),
      response: isDoubt
        ? reasoned(traffic, random, voice, 4, 8)
        : prose(traffic, random, voice, 3, 9),
    })
    atMs = doneAtMs + Math.round(random.lognormal(40_000, 1))
  }
}
