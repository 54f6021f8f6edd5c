/**
 * Look-alike 9: agencies that keep one account for each client.
 *
 * One card, one address, one prompt template with the client's name in it, accounts opened in rows on
 * the day of a contract; some agencies are freelancers whom the records know as no organisation. A
 * developer who debugs a client's chat now and then sends it again from the agency's test account:
 * an answer served to one account, presented by another. Some agencies also write their clients' whole
 * catalogues in nightly runs: disjoint items through one template, in bulk.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { exchangeTurn, openConversation, type Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, createVoice, followUp, type Voice } from '../text/compose.js'
import type { Sender, Traffic } from '../traffic.js'
import { createDomain } from '../world/accounts.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, prose, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

interface Client {
  readonly sender: Sender
  readonly voice: Voice
  readonly settings: Settings
}

const TEMPLATES = [
  'You write for {c}. Work in three passes and show each of them: first the notes with everything you considered, then a draft, then the final text. Stay in the voice of {c}, never name the agency, and give three variants of the headline.',
  'Sie sind der Assistent von {c}. Beantworten Sie die Anfrage vollständig, nennen Sie die Überlegungen, die zur Antwort führen, und schließen Sie mit einer Empfehlung. Keine Preise, keine Zusagen.',
  'Tu es la plume de {c}. Pour chaque demande, explique d’abord ton plan et les choix écartés, puis rédige le texte complet, puis un résumé en une phrase.',
]

export const agency: Scenario = {
  id: 'agency',
  kind: { lookalike: 9 },
  description: 'Agencies with one account for each client, on one card and one template.',
  run: (traffic, wishes) => {
    const ids: string[] = []
    for (let place = 0; place < scaled(4, wishes.scale, 2); place += 1) {
      const random = wishes.random.split(place)
      const firm = createFirm(random, {
        language: at(['en', 'de', 'fr'], place % 3),
        network: 'office',
        addresses: 1,
        library: 'node',
        record: place % 2 === 0 ? 'missing' : 'known',
      })
      const clients = Array.from({ length: scaled(14, Math.min(1, wishes.scale), 4) }, (_, row) =>
        addClient(traffic, firm, random.split(`client ${row}`), row, place),
      )
      for (const client of clients) {
        serve(traffic, client, at(clients, 0))
        if (place % 4 < 2) writeCatalogue(traffic, client, Math.round(45 * wishes.scale) + 4)
      }
      ids.push(...clients.map((client) => idOf(client.sender)))
    }
    traffic.addLookalike('agency', ids)
  },
}

const ROW = 5

const addClient = (
  traffic: Traffic,
  firm: Firm,
  random: Random,
  row: number,
  place: number,
): Client => {
  const name = createDomain(random)
  const sender = addSeat(traffic, firm, random, {
    // Contracts come some at a time, and their accounts are opened in one sitting.
    createdAtMs: daysBefore(traffic, 8 + 35 * Math.floor(row / ROW)) + (row % ROW) * 150_000,
    emailShape: 'aaaaaaa+aaaaaa99',
    paymentKind: 'card',
  })
  return {
    sender,
    voice: { ...createVoice(random, 0), language: firm.voice.language },
    settings: {
      model: MODEL.middle,
      system: at(TEMPLATES, place % TEMPLATES.length).replaceAll('{c}', name),
      temperature: 0.7,
      maxTokens: 1800,
    },
  }
}

const CATALOGUE =
  'Catalogue run. Write the product page for the article below: three selling points with the reasoning behind each, the full description, ten questions that buyers ask with complete answers, and the meta text. Article:'

const writeCatalogue = (traffic: Traffic, client: Client, articles: number): void => {
  const { random } = client.sender
  for (const startMs of arrivals(random, RHYTHMS.night, 0, traffic.window, 3)) {
    runItems(traffic, client.sender, {
      settings: client.settings,
      startMs,
      gapMs: 4000,
      items: Array.from(
        { length: Math.ceil(articles / 3) },
        () =>
          `${CATALOGUE} ${random.int(1000, 9999)}, ${prose(traffic, random, client.voice, 1, 3)}`,
      ),
      respond: (draw) => prose(traffic, draw, client.voice, 9, 20),
    })
  }
}

/** Share of conversations that a developer sends again from the test account, some minutes later. */
const DEBUG_SHARE = 0.04

const serve = (traffic: Traffic, client: Client, test: Client): void => {
  const { random } = client.sender
  for (const startMs of arrivals(random, RHYTHMS.office, 0, traffic.window, 26)) {
    const conversation = openConversation(random, client.settings)
    const turns = Math.min(6, random.geometric(1.8))
    let atMs = startMs
    for (let turn = 0; turn < turns; turn += 1) {
      const doneAtMs = exchangeTurn(traffic, client.sender, conversation, {
        atMs,
        text: turn === 0 ? ask(random, client.voice) : followUp(random, client.voice),
        response: prose(traffic, random, client.voice, 4, 12),
      })
      atMs = doneAtMs + Math.round(random.lognormal(45_000, 1))
    }
    if (client !== test && random.chance(DEBUG_SHARE)) {
      exchangeTurn(traffic, test.sender, conversation, {
        atMs: atMs + random.int(120_000, 5_000_000),
        text: followUp(random, client.voice),
        response: prose(traffic, random, client.voice, 3, 8),
      })
    }
  }
}
