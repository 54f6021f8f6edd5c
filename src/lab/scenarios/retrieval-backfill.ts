/**
 * Look-alike 32: filling a retrieval index.
 *
 * Every document of an archive is summarised, questioned and answered once, by one template, day and
 * night, and no slot ever repeats: full coverage by disjoint shards. One company does it over six
 * accounts of its organisation. In another the workers' accounts were opened by employees on their
 * own cards, carry no organisation, and only share the servers and the queue.
 */

import { at as placeOf, type Random } from '../random.js'
import { ask, createVoiceIn, type Voice } from '../text/compose.js'
import { hasRoom, type Sender, type Traffic } from '../traffic.js'
import { createEmailShape, MAIL_DOMAINS } from '../world/accounts.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, prose, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const TEMPLATES = [
  'Summarise the passage so that it can be found. Then write five questions that it answers, each with its full answer and the sentence that proves it, from easy to hard. Then list the entities. JSON with the keys summary, questions, entities.',
  'Fasse das Dokument zusammen, formuliere fünf Suchfragen mit vollständigen Antworten und nenne zu jeder die Belegstelle und den Gedankengang. Ausgabe als JSON.',
  '请为该文档写摘要，再提出五个检索问题，并给出完整答案与推理依据，以 JSON 输出。',
  'Create question and answer pairs from this document to train and evaluate our retriever. Give five pairs, each with the reasoning that leads from the passage to the answer. One JSON object per line.',
] as const

export const retrievalBackfill: Scenario = {
  id: 'retrieval-backfill',
  kind: { lookalike: 32 },
  description: 'Archives are summarised document by document over several accounts.',
  run: (traffic, wishes) => {
    const { random, scale } = wishes
    traffic.addLookalike(
      'retrieval_backfill',
      [0, 1].flatMap((place) => backfill(traffic, random.split(place), place, true, scale)),
    )
    traffic.addLookalike(
      'retrieval_backfill_unrecorded',
      [2, 3].flatMap((place) => backfill(traffic, random.split(place), place, false, scale)),
    )
  },
}

const backfill = (
  traffic: Traffic,
  random: Random,
  place: number,
  isRecorded: boolean,
  scale: number,
): string[] => {
  const language = placeOf(['en', 'de', 'en', 'zh'], place)
  const firm = createFirm(random, {
    language,
    library: 'python',
    addresses: 3,
    record: isRecorded ? 'known' : 'missing',
  })
  const archive = createVoiceIn(random, language)
  const beginMs = traffic.window.startMs + random.int(6, 40) * 3_600_000
  return Array.from({ length: scaled(6, Math.min(1, scale), 3) }, (_, worker) => {
    const own = random.split(worker)
    const sender = isRecorded
      ? addSeat(traffic, firm, own, { createdAtMs: beginMs - 4 * 86_400_000 + worker * 90_000 })
      : addEmployee(traffic, firm, own, beginMs)
    fillIndex(traffic, sender, archive, {
      template: placeOf(TEMPLATES, placeOf([0, 1, 3, 2], place)),
      beginMs: beginMs + own.int(0, 900_000),
      first: worker * 50_000,
      documents: scaled(170, scale, 10),
    })
    return idOf(sender)
  })
}

const addEmployee = (traffic: Traffic, firm: Firm, random: Random, beginMs: number): Sender =>
  addSeat(traffic, firm, random, {
    // They were asked to in a meeting, and did so over two days.
    createdAtMs: Math.min(
      beginMs - 7_200_000,
      daysBefore(traffic, 0) - random.int(0, 2 * 86_400_000),
    ),
    domain: random.chance(0.6) ? firm.domain : random.weighted(MAIL_DOMAINS),
    emailShape: createEmailShape(random),
    paymentHash: random.chance(0.4) ? random.hex(32) : (firm.shared.paymentHash ?? null),
    billingHash: random.hex(32),
  })

const fillIndex = (
  traffic: Traffic,
  sender: Sender,
  archive: Voice,
  shard: {
    readonly template: string
    readonly beginMs: number
    readonly first: number
    readonly documents: number
  },
): void => {
  const { random } = sender
  let atMs = shard.beginMs
  for (let place = 0; place < shard.documents && hasRoom(traffic, atMs); place += 20) {
    const doneMs = runItems(traffic, sender, {
      settings: { model: MODEL.middle, temperature: 0, maxTokens: 2500, hasSession: false },
      startMs: atMs,
      gapMs: 3000,
      items: Array.from(
        { length: Math.min(20, shard.documents - place) },
        (_, row) =>
          `${shard.template}\n\n[${shard.first + place + row}] ${prose(traffic, random, archive, 6, 18)}`,
      ),
      respond: (draw) =>
        JSON.stringify({
          summary: prose(traffic, draw, archive, 1, 3),
          questions: Array.from({ length: 5 }, () => [
            ask(draw, archive),
            prose(traffic, draw, archive, 1, 3),
          ]),
        }),
    })
    atMs = doneMs + Math.round(random.lognormal(9_000_000, 0.8))
  }
}
