/**
 * Look-alike 39: a consulting firm that the records do not know.
 *
 * Six people, six accounts, no organisation: one card, one office line, and one internal library of
 * prompts, which some of them paste with changes. For a client's small model they generate examples
 * with reasoning, each from another part of the client's catalogue; a colleague polishes what another
 * was served. In between they do what consultants do.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { talk } from '../background/people.js'
import { addHistory, exchangeTurn, openConversation } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, type Voice } from '../text/compose.js'
import type { Sender, Traffic } from '../traffic.js'
import { API_CLIENTS, createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

/** The firm's library, as it lies on a shared drive. */
const LIBRARY = [
  'CASE BUILDER v4. You prepare teaching cases for a compact assistant of our client. From the catalogue entry write a demanding user question, the full deliberation of a senior expert (at least eight moves, with one wrong turn that is noticed), and the final reply. Mark the parts Q, D and R.',
  'CASE CRITIC v2. Review the teaching case below. Say for each move of the deliberation whether it follows, repair what does not, and score the case from 1 to 10 on realism, depth and safety with one reason each.',
  'FALLBEISPIEL v3. Schreibe zum Katalogeintrag eine schwierige Kundenfrage, die vollständige Abwägung einer erfahrenen Fachkraft und die Antwort. Trenne die Teile mit ###.',
] as const

interface Draft {
  readonly atMs: number
  readonly entry: string
  readonly text: string
}

export const consultingFirm: Scenario = {
  id: 'consulting-firm',
  kind: { lookalike: 39 },
  description: 'Six consultants without an organisation write examples for a client’s model.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(3, wishes.scale, 2) }, (_, place) =>
      openFirm(
        traffic,
        wishes.random.split(place),
        at(['en', 'de', 'en'], place % 3),
        wishes.scale,
      ),
    )
    traffic.addLookalike('consulting_firm', ids.flat())
  },
}

const openFirm = (traffic: Traffic, random: Random, language: string, scale: number): string[] => {
  const firm = createFirm(random, {
    language,
    network: 'office',
    addresses: 1,
    record: 'missing',
  })
  const drafts: Draft[] = []
  return Array.from({ length: 6 }, (_, person) => {
    const own = random.split(person)
    const sender = addSeat(traffic, firm, own, {
      createdAtMs: daysBefore(traffic, own.uniform(3, 240)),
      client: own.chance(0.6) ? firm.client : createClient(own, own.weighted(API_CLIENTS)),
      emailShape: 'aaaaa.aaaaaaaa',
    })
    consult(traffic, sender, firm, { drafts, person, cases: 40 * scale + 5 })
    return idOf(sender)
  })
}

const consult = (
  traffic: Traffic,
  sender: Sender,
  firm: Firm,
  project: { readonly drafts: Draft[]; readonly person: number; readonly cases: number },
): void => {
  const { random } = sender
  const isGerman = firm.place.language === 'de'
  const builder = at(LIBRARY, isGerman ? 2 : 0)
  for (const atMs of arrivals(random, RHYTHMS.office, 0, traffic.window, project.cases)) {
    const ready = project.drafts.filter((draft) => draft.atMs < atMs - 1_800_000)
    if (random.chance(0.3)) doOrdinaryWork(traffic, sender, firm.voice, atMs)
    else if (ready.length > 0 && random.chance(0.2))
      polish(traffic, sender, firm.voice, ready, atMs)
    else {
      const entry = `[${project.person}-${random.int(100, 999)}] ${ask(random, firm.voice)}`
      const text = reasoned(traffic, random, firm.voice, 5, 11)
      exchangeTurn(traffic, sender, openConversation(random, SETTINGS), {
        atMs,
        text: `${tweak(random, builder)}\n\n${entry}`,
        response: text,
      })
      project.drafts.push({ atMs, entry, text })
    }
  }
}

const SETTINGS = { model: MODEL.large, temperature: 0.8, maxTokens: 3500, hasSession: false }

/** People paste from the library and add a line of their own. */
const tweak = (random: Random, text: string): string =>
  random.chance(0.3)
    ? `${text} ${random.pick(['Keep it under two pages.', 'Tone: calm.', 'Bitte sachlich.', 'No tables.'])}`
    : text

const polish = (
  traffic: Traffic,
  sender: Sender,
  voice: Voice,
  ready: readonly Draft[],
  atMs: number,
): void => {
  const { random } = sender
  const draft = random.pick(ready)
  const conversation = openConversation(random, SETTINGS)
  addHistory(conversation, 'user', draft.entry)
  addHistory(conversation, 'assistant', draft.text)
  exchangeTurn(traffic, sender, conversation, {
    atMs,
    text: at(LIBRARY, 1),
    response: reasoned(traffic, random, voice, 4, 8),
  })
}

const doOrdinaryWork = (traffic: Traffic, sender: Sender, voice: Voice, atMs: number): void => {
  const settings = { model: traffic.models.habitual(sender.random, 'chat') }
  const habit = { rhythm: RHYTHMS.office, offsetHours: 0, sessions: 0, answerSentences: 6 }
  talk(traffic, sender, { ...habit, voice, turnsMean: 1.8, settings }, atMs)
}
