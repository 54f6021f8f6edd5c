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

/** Parts of a builder prompt and of a critic prompt; each firm settles on a wording of its own. */
const BUILDER: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Create one training example for fine-tuning our client’s small model.|You write supervised data for a compact assistant of our client.|Generate a sample for the client’s fine-tuning set from the catalogue entry.',
    'Write a demanding user question, then the complete chain of thought of a senior expert with one wrong turn that is noticed, then the final reply.|Give the question, detailed step-by-step reasoning with the rejected options, and the answer.|Include the customer’s message, the expert’s private deliberation in at least eight moves, and the response.',
    'Return JSON with question, reasoning and answer.|Use the chat format: messages with the roles system, user and assistant.|Mark the parts Q, D and R.',
  ],
  de: [
    'Erstelle ein Trainingsbeispiel für das kleine Modell unseres Kunden.|Schreibe Daten für das Finetuning eines kompakten Assistenten.',
    'Es enthält eine schwierige Kundenfrage, den vollständigen Gedankengang einer erfahrenen Fachkraft Schritt für Schritt und die Antwort.|Frage, ausführliche Abwägung mit verworfenen Möglichkeiten, Antwort.',
    'Ausgabe als JSON.|Trenne die Teile mit ###.',
  ],
}
const CRITIC = [
  'Review the training example above.|Check the sample for the client’s set.|Act as second reader of this example.',
  'Say for each step of the reasoning whether it follows and repair what does not.|Rewrite the reasoning where it is thin, keep what is sound.|List gaps in the deliberation and close them.',
  'Score it from 1 to 10 on realism, depth and safety with a reason each.|End with the improved example in full.|Give a verdict: keep, mend or drop.',
] as const

interface Library {
  readonly builder: string
  readonly critic: string
}

const writeLibrary = (random: Random, language: string): Library => {
  const write = (parts: readonly string[]): string =>
    parts.map((part) => random.pick(part.split('|'))).join(' ')
  const version = `v${random.int(1, 9)}.${random.int(0, 9)}`
  return {
    builder: `[builder ${version}] ${write(BUILDER[language] ?? [])}`,
    critic: `[critic ${version}] ${write(CRITIC)}`,
  }
}

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
  const library = writeLibrary(random.split('library'), language)
  const drafts: Draft[] = []
  return Array.from({ length: 6 }, (_, person) => {
    const own = random.split(person)
    const sender = addSeat(traffic, firm, own, {
      createdAtMs: daysBefore(traffic, own.uniform(3, 240)),
      client: own.chance(0.6) ? firm.client : createClient(own, own.weighted(API_CLIENTS)),
      emailShape: 'aaaaa.aaaaaaaa',
    })
    consult(traffic, sender, firm, { library, drafts, person, cases: 40 * scale + 5 })
    return idOf(sender)
  })
}

interface Project {
  readonly library: Library
  readonly drafts: Draft[]
  readonly person: number
  readonly cases: number
}

const consult = (traffic: Traffic, sender: Sender, firm: Firm, project: Project): void => {
  const { random } = sender
  const { library } = project
  for (const atMs of arrivals(random, RHYTHMS.office, 0, traffic.window, project.cases)) {
    const ready = project.drafts.filter((draft) => draft.atMs < atMs - 1_800_000)
    if (random.chance(0.3)) doOrdinaryWork(traffic, sender, firm.voice, atMs)
    else if (ready.length > 0 && random.chance(0.2)) {
      polish(traffic, sender, firm.voice, { draft: random.pick(ready), text: library.critic, atMs })
    } else {
      const entry = `[${project.person}-${random.int(100, 999)}] ${ask(random, firm.voice)}`
      const text = reasoned(traffic, random, firm.voice, 5, 11)
      exchangeTurn(traffic, sender, openConversation(random, SETTINGS), {
        atMs,
        text: `${tweak(random, library.builder)}\n\n${entry}`,
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
  review: { readonly draft: Draft; readonly text: string; readonly atMs: number },
): void => {
  const { random } = sender
  const { draft, text, atMs } = review
  const conversation = openConversation(random, SETTINGS)
  addHistory(conversation, 'user', draft.entry)
  addHistory(conversation, 'assistant', draft.text)
  exchangeTurn(traffic, sender, conversation, {
    atMs,
    text,
    response: reasoned(traffic, random, voice, 4, 8),
  })
}

const doOrdinaryWork = (traffic: Traffic, sender: Sender, voice: Voice, atMs: number): void => {
  const settings = { model: traffic.models.habitual(sender.random, 'chat') }
  const habit = { rhythm: RHYTHMS.office, offsetHours: 0, sessions: 0, answerSentences: 6 }
  talk(traffic, sender, { ...habit, voice, turnsMean: 1.8, settings }, atMs)
}
