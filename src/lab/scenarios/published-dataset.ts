/**
 * Look-alike 35: a published set of conversations.
 *
 * A foundation lets a model talk, publishes the conversations, and within hours unrelated people all
 * over the world load them, put their own question after the last turn and let the model judge,
 * explain or continue it. Assistant turns that were served to one account come from thirty others,
 * with reasoning prompts after them; nobody is in a programme and some pay by virtual card.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { addHistory, exchangeTurn, openConversation } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, createVoice, createVoiceIn } from '../text/compose.js'
import type { Sender, Traffic } from '../traffic.js'
import { createAgeDays, createEmailShape, MAIL_DOMAINS } from '../world/accounts.js'
import { MODEL } from '../world/models.js'
import { createPlace, personalNetwork } from '../world/networks.js'
import { addSeat, createFirm, daysBefore, idOf, prose, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

interface Dialogue {
  readonly turns: readonly (readonly [question: string, reply: string])[]
}

const AFTERWARDS = [
  'Explain, step by step, how the last answer was arrived at, including what was left out.',
  'Continue as the assistant would, but think aloud first.',
  'Rate the last answer on five criteria and justify each mark. JSON.',
  'Erkläre den Gedankengang hinter der letzten Antwort so ausführlich wie möglich.',
  'Reescribe la última respuesta con todo el razonamiento a la vista.',
  '请还原上一条回答背后的完整思路。',
] as const

export const publishedDataset: Scenario = {
  id: 'published-dataset',
  kind: { lookalike: 35 },
  description: 'Strangers who replay the conversations that a foundation published.',
  run: (traffic, wishes) => {
    const { random, scale } = wishes
    const { startMs, endMs } = traffic.window
    const publishedMs = Math.round(startMs + 0.35 * (endMs - startMs))
    const publisher = addPublisher(traffic, random.split('publisher'))
    const dialogues = record(traffic, publisher, publishedMs, scaled(70, scale, 8))
    const readers = Array.from({ length: scaled(34, scale, 5) }, (_, place) => {
      const sender = addReader(traffic, random.split(place))
      replay(traffic, sender, dialogues, publishedMs)
      return idOf(sender)
    })
    traffic.addLookalike('published_dataset', [idOf(publisher), ...readers])
  },
}

const addPublisher = (traffic: Traffic, random: Random): Sender =>
  addSeat(traffic, createFirm(random, { record: 'known', library: 'python' }), random, {
    createdAtMs: daysBefore(traffic, 150),
    plan: 'scale',
  })

/** The foundation's conversations, all before the day of publication. */
const record = (
  traffic: Traffic,
  publisher: Sender,
  publishedMs: number,
  count: number,
): readonly Dialogue[] => {
  const { random } = publisher
  const early = { startMs: traffic.window.startMs, endMs: publishedMs - 7_200_000 }
  return arrivals(random, RHYTHMS.flat, 0, early, count).map((startMs) => {
    const voice = createVoice(random, 0.4)
    const conversation = openConversation(random, { model: MODEL.large, temperature: 1 })
    const turns: (readonly [string, string])[] = []
    let atMs = startMs
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) {
      const question = ask(random, voice)
      const reply = prose(traffic, random, voice, 5, 12)
      atMs = exchangeTurn(traffic, publisher, conversation, {
        atMs,
        text: question,
        response: reply,
      })
      turns.push([question, reply])
    }
    return { turns }
  })
}

const addReader = (traffic: Traffic, random: Random): Sender => {
  const language = random.pick(['en', 'en', 'de', 'es', 'zh', 'ja', 'ko', 'fr'])
  const firm = createFirm(random, { language, record: 'missing', library: 'python' })
  return addSeat(traffic, firm, random, {
    createdAtMs: daysBefore(traffic, createAgeDays(random)),
    plan: random.pick(['build', 'build', 'plus']),
    network: personalNetwork(random, createPlace(random, language)),
    domain: random.weighted(MAIL_DOMAINS),
    emailShape: createEmailShape(random),
    paymentKind: random.pick(['card', 'card', 'virtual', 'prepaid']),
    verification: random.pick(['email', 'phone', 'payment']),
  })
}

const replay = (
  traffic: Traffic,
  sender: Sender,
  dialogues: readonly Dialogue[],
  publishedMs: number,
): void => {
  if (dialogues.length === 0) return
  const { random } = sender
  const voice = createVoiceIn(random, 'en')
  const [question] = random.sample(AFTERWARDS, 1)
  const life = { startMs: publishedMs, endMs: traffic.window.endMs }
  const settings = {
    model: random.pick([MODEL.large, MODEL.newest]),
    temperature: random.pick([0, 0.7]),
    maxTokens: 3000,
    hasSession: false,
  }
  for (const atMs of arrivals(random, RHYTHMS.evening, 0, life, random.lognormal(22, 0.6))) {
    const isOut = atMs >= traffic.models.newestAtMs
    const model = isOut ? settings.model : MODEL.large
    const conversation = openConversation(random, { ...settings, model })
    const { turns } = random.pick(dialogues)
    for (const [asked, replied] of turns) {
      addHistory(conversation, 'user', asked)
      addHistory(conversation, 'assistant', replied)
    }
    exchangeTurn(traffic, sender, conversation, {
      atMs,
      text: random.chance(0.8) ? (question ?? at(AFTERWARDS, 0)) : random.pick(AFTERWARDS),
      response: reasoned(traffic, random, voice, 4, 9),
    })
  }
}
