/**
 * Look-alikes 8 and 33: training data made within the terms.
 *
 * Firms write examples for models of their own narrow trade, by an open recipe that some of them
 * share word for word. One verified account each, or a few accounts of one organisation with a shard
 * each. Coverage is linear, slots never repeat, answers are long and come as training records. Small
 * makers do the same as single persons, with a rationale in each record. What differs is a payer who
 * hides nothing and a trade that never widens.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { at, type Random } from '../random.js'
import type { Voice } from '../text/compose.js'
import { englishPhrase } from '../text/english.js'
import { foreignQuestion } from '../text/languages.js'
import type { Sender, Traffic } from '../traffic.js'
import { createEmailShape, MAIL_DOMAINS } from '../world/accounts.js'
import { MODEL } from '../world/models.js'
import { homeNetwork } from '../world/networks.js'
import {
  addSeat,
  createFirm,
  daysBefore,
  type Firm,
  idOf,
  prose,
  reasoned,
  runItems,
} from './firm.js'
import { type Scenario, scaled } from './scenario.js'

/** Recipes of an open repository: everybody who follows one sends these words. */
const RECIPES = [
  'You write fine-tuning examples for a small assistant that works in one trade only. From the seed, produce six different customer requests, easy to hard, each with the reply that an experienced clerk would give. Vary length, mood and wording. Output JSON lines with the keys user and assistant.',
  'Erzeuge aus dem folgenden Stichwort vier Trainingsbeispiele für ein kleines Modell unseres Fachgebiets. Jedes Beispiel hat eine Frage, eine ausführliche Musterantwort und einen Schwierigkeitsgrad. Antworte als JSON-Liste.',
  'Turn the passage below into instruction and response pairs for supervised training. Cover every fact once, add two questions that the passage cannot answer together with a polite refusal, and give the full derivation in the response.',
]
const RATIONALE_RECIPE =
  'Make one training example for my small classifier. Write a realistic message about the seed, then a rationale that walks through the evidence sentence by sentence and weighs the labels against each other step by step, then the label. Keys: message, rationale, label.'

export const syntheticData: Scenario = {
  id: 'synthetic-data',
  kind: { lookalike: 8 },
  description: 'Firms make training examples of their own trade, within the terms.',
  run: (traffic, wishes) => {
    const ids: string[] = []
    for (let place = 0; place < scaled(7, wishes.scale, 3); place += 1) {
      const random = wishes.random.split(place)
      const firm = createFirm(random, {
        language: at(['en', 'de', 'en', 'fr', 'ja', 'es', 'en'], place % 7),
        library: 'python',
        record: place % 3 === 2 ? 'known' : 'verified',
      })
      const shards = place % 3 === 0 ? 3 : 1
      for (let shard = 0; shard < shards; shard += 1) {
        const sender = addSeat(traffic, firm, random.split(shard), {
          createdAtMs: daysBefore(traffic, random.uniform(3, 60)) + shard * 240_000,
          plan: 'scale',
        })
        generate(traffic, sender, firm.voice, at(RECIPES, place % RECIPES.length), {
          items: Math.round((260 * wishes.scale) / shards) + 12,
          model: random.pick([MODEL.middle, MODEL.large]),
        })
        ids.push(idOf(sender))
      }
    }
    traffic.addLookalike('synthetic_data', ids)
  },
}

export const ownSmallModel: Scenario = {
  id: 'own-small-model',
  kind: { lookalike: 33 },
  description: 'Single makers generate data with rationales for a small model of their own.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(10, wishes.scale, 3) }, (_, place) => {
      const random = wishes.random.split(place)
      const firm = createFirm(random, { record: 'missing', library: 'python' })
      const sender = addMaker(traffic, firm, random)
      generate(traffic, sender, firm.voice, RATIONALE_RECIPE, {
        items: Math.round(120 * wishes.scale) + 12,
        model: MODEL.large,
      })
      return idOf(sender)
    })
    traffic.addLookalike('own_small_model', ids)
  },
}

const addMaker = (traffic: Traffic, firm: Firm, random: Random): Sender =>
  addSeat(traffic, firm, random, {
    createdAtMs: daysBefore(traffic, random.uniform(1, 200)),
    network: homeNetwork(random, firm.place),
    domain: random.weighted(MAIL_DOMAINS),
    emailShape: createEmailShape(random),
    verification: random.pick(['identity', 'payment']),
  })

const seedOf = (random: Random, voice: Voice): string =>
  voice.language
    ? foreignQuestion(random, voice.language, 1)
    : englishPhrase(random, at(voice.subjects, 0))

const generate = (
  traffic: Traffic,
  sender: Sender,
  voice: Voice,
  recipe: string,
  plan: { readonly items: number; readonly model: string },
): void => {
  const { random } = sender
  // A trade has one subject, and its seeds are worked through from first to last.
  const trade: Voice = { ...voice, subjects: voice.subjects.slice(0, 1) }
  const settings = { model: plan.model, temperature: 0.9, maxTokens: 3000, hasSession: false }
  const isRationale = recipe === RATIONALE_RECIPE
  const sessions = arrivals(random, RHYTHMS.product, 0, traffic.window, 5)
  const perSession = Math.ceil(plan.items / Math.max(1, sessions.length))
  let seed = 0
  for (const startMs of sessions) {
    runItems(traffic, sender, {
      settings,
      startMs,
      gapMs: 4000,
      items: Array.from({ length: perSession }, () => {
        seed += 1
        return `${recipe}\n\nSeed ${seed}: ${seedOf(random, trade)}`
      }),
      respond: (draw) =>
        isRationale
          ? JSON.stringify({
              message: prose(traffic, draw, trade, 2, 4),
              rationale: reasoned(traffic, draw, trade, 3, 6),
              label: draw.pick(['a', 'b', 'c', 'd']),
            })
          : Array.from({ length: 4 }, () =>
              JSON.stringify({
                user: seedOf(draw, trade),
                assistant: prose(traffic, draw, trade, 3, 7),
              }),
            ).join('\n'),
    })
  }
}
