/**
 * Look-alikes 24 and 26: volume without a ramp.
 *
 * A company moves a running product to a new account in one minute: the old one falls silent, the new
 * one starts at full rate on its first day, with the old conversations. So does a campaign after a
 * ban. A small firm of three people sends as much as a corporation, from a young account, because its
 * product is documents.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { exchangeTurn, openConversation } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, createVoiceIn, followUp } from '../text/compose.js'
import { applicationSystem } from '../text/stock.js'
import type { Sender, Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, prose, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

export const movedWorkload: Scenario = {
  id: 'moved-workload',
  kind: { lookalike: 24 },
  description: 'Products that move to a new account at once and without a ramp.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(9, wishes.scale, 3) }, (_, place) => {
      const random = wishes.random.split(place)
      const firm = createFirm(random, {
        record: at(['verified', 'missing', 'known'], place % 3),
        library: 'node',
      })
      return move(traffic, firm, random, Math.round(110 * wishes.scale) + 20)
    })
    traffic.addLookalike('moved_workload', ids.flat())
  },
}

const move = (traffic: Traffic, firm: Firm, random: Random, sessions: number): string[] => {
  const { startMs, endMs } = traffic.window
  const movedMs = Math.round(startMs + random.uniform(0.3, 0.75) * (endMs - startMs))
  const before = addSeat(traffic, firm, random.split('before'), {
    createdAtMs: daysBefore(traffic, random.uniform(60, 500)),
    plan: 'scale',
  })
  const after = addSeat(traffic, firm, random.split('after'), {
    createdAtMs: movedMs - random.int(2, 20) * 3_600_000,
    plan: 'scale',
  })
  const settings = {
    model: MODEL.large,
    system: applicationSystem(random, firm.domain, at(firm.voice.subjects, 0)),
    reasoningTokensMax: 4000,
  }
  for (const arrivedMs of arrivals(random, RHYTHMS.product, 0, traffic.window, sessions)) {
    const conversation = openConversation(random, settings, `c${random.int(1, 900)}`)
    let atMs = arrivedMs
    for (let turn = Math.min(6, random.geometric(2.4)); turn > 0; turn -= 1) {
      const sender: Sender = atMs < movedMs ? before : after
      const isFirst = conversation.turns === 0
      const doneAtMs = exchangeTurn(traffic, sender, conversation, {
        atMs,
        text: isFirst ? ask(random, firm.voice) : followUp(random, firm.voice),
        response: prose(traffic, random, firm.voice, 4, 9),
      })
      atMs = doneAtMs + Math.round(random.lognormal(50_000, 1.2))
    }
  }
  return [idOf(before), idOf(after)]
}

export const smallFirm: Scenario = {
  id: 'small-firm',
  kind: { lookalike: 26 },
  description: 'Firms of three people with the volume of a corporation.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(4, wishes.scale, 2) }, (_, place) => {
      const random = wishes.random.split(place)
      const language = at(['de', 'en', 'es', 'ja'], place % 4)
      const firm = createFirm(random, { language, record: place % 2 === 0 ? 'missing' : 'known' })
      return extractAll(traffic, firm, random, Math.round(1040 * wishes.scale) + 40)
    })
    traffic.addLookalike('small_firm', ids.flat())
  },
}

const FORMS: Readonly<Record<string, string>> = {
  de: 'Lies das Schreiben. Gib alle Forderungen, Fristen und Beteiligten an und begründe zu jeder Angabe, aus welchem Satz sie folgt. Danach ein Vorschlag für die Antwort.',
  es: 'Lee el documento. Enumera importes, plazos y partes, explica de qué frase sale cada dato y redacta después una respuesta completa.',
  ja: '書類を読み、金額、期限、当事者を挙げ、それぞれの根拠となる文を説明してから、返信案を全文書いてください。',
  en: 'Read the claim file. List amounts, dates and parties, say for each which sentence it rests on and how sure you are, then draft the complete reply.',
}

const extractAll = (traffic: Traffic, firm: Firm, random: Random, items: number): string[] => {
  const voice = createVoiceIn(random, firm.place.language)
  // Another account was opened whenever those before it met their limits.
  const accounts = random.pick([2, 5])
  return Array.from({ length: accounts }, (_, row) => {
    const own = random.split(row)
    const sender = addSeat(traffic, firm, own, {
      createdAtMs: daysBefore(traffic, 9 - 1.5 * row),
      plan: 'scale',
    })
    const starts = arrivals(own, RHYTHMS.product, 0, traffic.window, 8)
    for (const startMs of starts) {
      runItems(traffic, sender, {
        settings: {
          model: MODEL.large,
          system: FORMS[firm.place.language] ?? FORMS.en ?? '',
          temperature: 0,
          maxTokens: 2000,
          hasSession: false,
        },
        startMs,
        gapMs: 2500,
        items: Array.from(
          { length: Math.ceil(items / accounts / Math.max(1, starts.length)) },
          () => `#${own.int(10_000, 99_999)}\n${prose(traffic, own, voice, 6, 16)}`,
        ),
        respond: (draw) => prose(traffic, draw, voice, 6, 14),
      })
    }
    return idOf(sender)
  })
}
