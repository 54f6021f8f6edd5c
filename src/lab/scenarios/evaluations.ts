/**
 * Look-alikes 21 and 23: those who measure models by trade or every night.
 *
 * A competitor's laboratory compares vendors under the terms that allow it: six accounts, a fixed set
 * of reasoning items, several samples each, also to the newest model. Product teams run a suite every
 * night before a deployment, split over workers with an account each, with a rubric and the working
 * demanded in full; one team's accounts carry no organisation.
 */

import { at, createRandom, type Random } from '../random.js'
import { answer, ask } from '../text/compose.js'
import { marks, problem, publicItems } from '../text/problems.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daily, daysBefore, idOf, reasoned, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

export const competitorBenchmark: Scenario = {
  id: 'competitor-benchmark',
  kind: { lookalike: 21 },
  description: 'Named laboratories compare vendors on a fixed set of reasoning items.',
  run: (traffic, wishes) => {
    const { scale } = wishes
    // The public part is what every laboratory uses, word for word.
    const known = publicItems(createRandom('comparison of vendors'), scaled(60, scale, 10))
    const ids = Array.from({ length: scaled(4, scale, 2) }, (_, place) =>
      compare(traffic, wishes.random.split(place), known, scale),
    )
    traffic.addLookalike('competitor_benchmark', ids.flat())
  },
}

const compare = (
  traffic: Traffic,
  random: Random,
  known: readonly string[],
  scale: number,
): string[] => {
  const lab = createFirm(random, {
    language: random.pick(['en', 'zh', 'fr', 'ko']),
    library: 'compatible',
    record: random.pick(['verified', 'known']),
  })
  const secret = Array.from({ length: scaled(40, scale, 6) }, () => problem(random))
  const items = [...known, ...secret]
  return Array.from({ length: 3 }, (_, key) => {
    const sender = addSeat(traffic, lab, random.split(key), {
      createdAtMs: daysBefore(traffic, 80) + key * 100_000,
      plan: 'scale',
      paymentKind: 'invoice',
    })
    for (const [round, model] of [MODEL.large, MODEL.middle, MODEL.newest].entries()) {
      const isNewest = model === MODEL.newest
      runItems(traffic, sender, {
        settings: {
          model,
          temperature: 0.7,
          samples: 4,
          maxTokens: 4096,
          system: 'Reason step by step in full. Put the final answer in the last line.',
          hasSession: false,
        },
        startMs: isNewest
          ? traffic.models.newestAtMs + random.int(2, 30) * 3_600_000
          : traffic.window.startMs + (14 + 26 * round + key) * 3_600_000,
        gapMs: 7000,
        items: items.filter((_item, row) => row % 3 === key),
        respond: (draw) => reasoned(traffic, draw, lab.voice, 4, 10),
      })
    }
    return idOf(sender)
  })
}

const NIGHTLY = [
  'Nightly suite. Answer the case as the product would. Write down every consideration in order, including the discarded ones, so that a regression can be traced, then the answer after ANSWER.',
  'Regression test der Nacht. Beantworte den Fall, begründe jeden Zwischenschritt ausführlich und schließe mit ERGEBNIS.',
  'Grade the recorded answer of last night’s build. Five criteria, one sentence of justification each before the mark, JSON only.',
] as const

export const nightlyEvaluation: Scenario = {
  id: 'nightly-evaluation',
  kind: { lookalike: 23 },
  description: 'Product teams run a suite every night, split over workers.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(7, wishes.scale, 3) }, (_, place) =>
      runNightly(traffic, wishes.random.split(place), place, wishes.scale),
    )
    traffic.addLookalike('nightly_evaluation', ids.flat())
  },
}

const runNightly = (traffic: Traffic, random: Random, place: number, scale: number): string[] => {
  const firm = createFirm(random, {
    language: place % 3 === 1 ? 'de' : 'en',
    record: at(['verified', 'known', 'missing'], (place + Math.floor(place / 3)) % 3),
  })
  const isGrading = place % 3 === 2
  const workers = random.int(2, 4)
  const suite = Array.from({ length: scaled(100, scale, 12) }, () => ask(random, firm.voice))
  const hour = random.int(0, 5) + random.int(0, 59) / 60
  return Array.from({ length: workers }, (_, worker) => {
    const sender = addSeat(traffic, firm, random.split(`worker ${worker}`), {
      createdAtMs: daysBefore(traffic, 45) + worker * 20_000,
      emailShape: 'aa-aaaaaa-9',
    })
    for (const [night, startMs] of daily(traffic, hour).entries()) {
      const isMoved = startMs > traffic.models.newestAtMs
      runItems(traffic, sender, {
        settings: {
          model: isMoved ? MODEL.newest : MODEL.large,
          system: at(NIGHTLY, place % 3),
          temperature: 0,
          maxTokens: 2048,
          hasSession: false,
          ...(isGrading ? { responseFormat: 'json_object' } : {}),
        },
        startMs: startMs + worker * 700,
        gapMs: 2500,
        // Workers take turns with the cases, and graded answers are new each night.
        items: suite
          .filter((_item, row) => (row + night) % workers === worker)
          .map((item) =>
            isGrading ? `CASE ${item}\nBUILD ${night}: ${answer(random, firm.voice, 4)}` : item,
          ),
        respond: (draw) => (isGrading ? marks(draw) : reasoned(traffic, draw, firm.voice, 3, 8)),
        isRepeatable: true,
      })
    }
    return idOf(sender)
  })
}
