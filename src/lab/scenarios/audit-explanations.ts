/**
 * Look-alike 28: explanations that an auditor wants.
 *
 * Banks, insurers, hospitals and offices must give reasons for each decision. The authority published
 * a wording, and everybody copied it: so unrelated houses send one template that demands the reasoning
 * step by step, over files that never repeat, with a decision already taken that only has to be
 * explained. A house has an account for each branch; the branches of one have no organisation in the
 * records and pay by the same card.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { at, type Random } from '../random.js'
import { answer, type Voice } from '../text/compose.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, idOf, reasoned, runItems } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

/** The wording of the authority, in the languages in which it was published. */
const WORDING: Readonly<Record<string, string>> = {
  en: 'For the audit file. The decision below has been taken. Explain the reasoning step by step as the officer would have had to reason: facts relied upon, rules applied, alternatives considered and why they were rejected, remaining doubt. Nothing may be left implicit, since the file must be understood without the officer.',
  de: 'Für die Prüfakte. Die untenstehende Entscheidung wurde getroffen. Begründen Sie sie Schritt für Schritt: herangezogene Tatsachen, angewandte Regeln, erwogene und verworfene Alternativen, verbleibende Zweifel. Die Akte muss ohne Rückfrage verständlich sein.',
  fr: 'Pour le dossier de contrôle. La décision ci-dessous a été prise. Exposez le raisonnement étape par étape : faits retenus, règles appliquées, solutions écartées et motifs, doutes restants. Rien ne doit rester implicite.',
  es: 'Para el expediente de auditoría. La decisión siguiente ya fue tomada. Explique paso a paso el razonamiento: hechos, normas, alternativas descartadas y por qué, dudas que quedan. Nada puede quedar implícito.',
}

export const auditExplanations: Scenario = {
  id: 'audit-explanations',
  kind: { lookalike: 28 },
  description: 'Houses that must explain each decision in the wording of one authority.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(7, wishes.scale, 3) }, (_, place) =>
      openHouse(traffic, wishes.random.split(place), place, wishes.scale),
    )
    traffic.addLookalike('audit_explanations', ids.flat())
  },
}

const openHouse = (traffic: Traffic, random: Random, place: number, scale: number): string[] => {
  const language = at(['en', 'de', 'fr', 'es', 'en'], place % 5)
  const house = createFirm(random, {
    language,
    network: 'office',
    addresses: 2,
    library: at(['java', 'python', 'node'], place % 3),
    record: at(['verified', 'missing', 'known'], place % 3),
  })
  const openedMs = daysBefore(traffic, random.uniform(6, 120))
  return Array.from({ length: scaled(7, Math.min(1, scale), 3) }, (_, branch) => {
    const own = random.split(branch)
    const sender = addSeat(traffic, house, own, {
      createdAtMs: openedMs + branch * 200_000,
      plan: 'scale',
      emailShape: 'aaaaaa-99',
    })
    for (const startMs of arrivals(own, RHYTHMS.office, 0, traffic.window, 9)) {
      runItems(traffic, sender, {
        settings: {
          model: MODEL.large,
          system: WORDING[language] ?? at(Object.values(WORDING), 0),
          temperature: 0.2,
          maxTokens: 3000,
          hasSession: false,
        },
        startMs,
        gapMs: 12_000,
        items: Array.from({ length: own.int(2, 8) }, () => fileOf(own, house.voice)),
        respond: (draw) => reasoned(traffic, draw, house.voice, 5, 11),
      })
    }
    return idOf(sender)
  })
}

const fileOf = (random: Random, voice: Voice): string =>
  `Nr. ${random.int(100_000, 999_999)}\n${answer(random, voice, random.int(3, 8))}\n=> ${answer(random, voice, 1)}`
