/**
 * Look-alike 37: a family or a flat of students.
 *
 * One card, one line, sometimes one laptop. Somebody who meets a limit asks a flatmate to go on with
 * the chat on another account; old chats are pasted from one to the next. All study the same subject
 * and use the same prompt to learn.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { lifeOf } from '../background/people.js'
import { exchangeTurn, failTurn, openConversation, type Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, createVoice, followUp, type Voice } from '../text/compose.js'
import type { Sender, Traffic } from '../traffic.js'
import { createEmailShape, MAIL_DOMAINS } from '../world/accounts.js'
import { createClient, PERSON_CLIENTS } from '../world/clients.js'
import { homeNetwork } from '../world/networks.js'
import { addSeat, createFirm, daysBefore, idOf, prose, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const LEARNING = [
  'Be my examiner. Explain the whole line of thought behind every answer, so that I can repeat it in the oral exam.',
  'Sei mein Lernpartner und zeige zu jeder Antwort den vollständigen Rechenweg mit allen Überlegungen.',
  'Aide-moi à réviser : montre tout ton raisonnement avant la réponse.',
  'Ayúdame a estudiar: enseña todo el razonamiento antes de la respuesta.',
] as const

export const sharedFlat: Scenario = {
  id: 'shared-flat',
  kind: { lookalike: 37 },
  description: 'Families and flats with one card and one line, who lend each other accounts.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(24, wishes.scale, 3) }, (_, place) =>
      moveIn(traffic, wishes.random.split(place)),
    )
    traffic.addLookalike('shared_flat', ids.flat())
  },
}

const moveIn = (traffic: Traffic, random: Random): string[] => {
  const firm = createFirm(random, {
    language: random.pick(['en', 'de', 'fr', 'es', 'hi']),
    record: 'missing',
  })
  const line = homeNetwork(random, firm.place)
  const subject = createVoice(random, 0)
  const isStudying = random.chance(0.6)
  const flatmates = Array.from({ length: random.int(3, 6) }, (_, head) =>
    addSeat(traffic, firm, random.split(head), {
      createdAtMs: daysBefore(traffic, random.uniform(0.5, 200)),
      plan: random.pick(['free', 'plus', 'plus']),
      network: line,
      domain: random.weighted(MAIL_DOMAINS),
      emailShape: createEmailShape(random),
      client: createClient(random, random.weighted(PERSON_CLIENTS)),
    }),
  )
  for (const [head, sender] of flatmates.entries()) {
    const own = createVoice(sender.random, 0)
    const voice = { ...(isStudying ? subject : own), language: firm.voice.language }
    const neighbour = at(flatmates, (head + 1) % flatmates.length)
    live(traffic, sender, neighbour, voice, isStudying)
  }
  return flatmates.map(idOf)
}

const live = (
  traffic: Traffic,
  sender: Sender,
  neighbour: Sender,
  voice: Voice,
  isStudying: boolean,
): void => {
  const { random } = sender
  const settings: Settings = {
    model: traffic.models.habitual(random, 'chat'),
    isStream: true,
    ...(isStudying ? { system: random.pick(LEARNING) } : {}),
  }
  const life = lifeOf(traffic, sender)
  for (const startMs of arrivals(random, RHYTHMS.evening, 0, life, random.lognormal(6, 0.7))) {
    const conversation = openConversation(random, settings)
    let atMs = startMs
    let seat = sender
    for (let turn = Math.min(9, random.geometric(2.8)); turn > 0; turn -= 1) {
      if (conversation.turns > 0 && random.chance(0.04)) {
        failTurn(traffic, seat, conversation, atMs, { status: 429, error_type: 'usage_limit' })
        seat = seat === sender ? neighbour : sender
        atMs += Math.round(random.lognormal(60_000, 0.8))
      }
      const doneAtMs = exchangeTurn(traffic, seat, conversation, {
        atMs,
        text: conversation.turns === 0 ? ask(random, voice) : followUp(random, voice),
        response: isStudying
          ? reasoned(traffic, random, voice, 3, 7)
          : prose(traffic, random, voice, 3, 8),
      })
      atMs = doneAtMs + Math.round(random.lognormal(50_000, 1))
    }
  }
}
