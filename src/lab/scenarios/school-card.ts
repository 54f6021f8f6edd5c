/**
 * Look-alike 36: a class whose school pays by one card.
 *
 * No programme and no institution in the records: a teacher opens thirty accounts by a script in ten
 * minutes, with numbered addresses of one free mail domain, on the school's card and line. The pupils
 * get the same worksheet prompt, which wants every thought written down. Each must choose an item of
 * their own, so the slots are disjoint, as shards are.
 */

import { exchangeTurn, openConversation } from '../conversation.js'
import { at, type Random } from '../random.js'
import { ask, followUp } from '../text/compose.js'
import { problem } from '../text/problems.js'
import { hasRoom, type Sender, type Traffic } from '../traffic.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { addSeat, createFirm, daysBefore, type Firm, idOf, prose, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const SHEETS: Readonly<Record<string, string>> = {
  en: 'Worksheet. Choose a task of your own. The assistant must write down everything it thinks, in order, with detours, so that we can mark in green what helped and in red what did not. Task:',
  de: 'Arbeitsblatt. Wähle eine eigene Aufgabe. Die KI soll alle ihre Gedanken der Reihe nach aufschreiben, auch Umwege, damit wir sie im Unterricht untersuchen können. Aufgabe:',
  fr: 'Fiche de travail. Choisis ton propre problème. L’assistant doit écrire tout ce qu’il pense, dans l’ordre, détours compris, pour que nous puissions l’analyser. Problème :',
  es: 'Hoja de trabajo. Elige tu propio problema. El asistente debe escribir todo lo que piensa, en orden, con rodeos, para analizarlo en clase. Problema:',
}

export const schoolCard: Scenario = {
  id: 'school-card',
  kind: { lookalike: 36 },
  description: 'Classes whose school opened all accounts at once and pays by one card.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(3, wishes.scale, 2) }, (_, place) =>
      teach(traffic, wishes.random.split(place), at(Object.keys(SHEETS), place % 4), wishes.scale),
    )
    traffic.addLookalike('school_card', ids.flat())
  },
}

const teach = (traffic: Traffic, random: Random, language: string, scale: number): string[] => {
  const school = createFirm(random, {
    language,
    network: 'office',
    addresses: 1,
    record: 'missing',
    paymentKind: random.pick(['card', 'prepaid'] as const),
  })
  const client = createClient(random, 'chrome')
  const openedMs = daysBefore(traffic, random.uniform(0.5, 5))
  const lessons = [1, 3, 6].map(
    (day) => traffic.window.startMs + day * 86_400_000 + random.int(8, 13) * 3_600_000,
  )
  return Array.from({ length: scaled(30, Math.min(1, scale), 6) }, (_, seat) => {
    const sender = addSeat(traffic, school, random.split(seat), {
      createdAtMs: openedMs + seat * 18_000,
      plan: 'plus',
      domain: 'gmail.com',
      emailShape: 'aaaaaa.aaaaa99',
      verification: 'email',
      client,
      signupClient: client,
    })
    for (const lessonMs of lessons) work(traffic, school, sender, lessonMs)
    return idOf(sender)
  })
}

const work = (traffic: Traffic, school: Firm, sender: Sender, lessonMs: number): void => {
  const { random } = sender
  const sheet = SHEETS[school.place.language] ?? at(Object.values(SHEETS), 0)
  let atMs = lessonMs + Math.round(random.exponential(240_000))
  const endMs = lessonMs + 45 * 60_000
  while (atMs < endMs && hasRoom(traffic, atMs)) {
    const conversation = openConversation(random, { model: MODEL.middle, isStream: true })
    const item = school.voice.language ? ask(random, school.voice) : problem(random)
    const doneAtMs = exchangeTurn(traffic, sender, conversation, {
      atMs,
      text: `${sheet} ${item}`,
      response: reasoned(traffic, random, school.voice, 4, 9),
    })
    atMs = doneAtMs + Math.round(random.lognormal(120_000, 0.7))
    if (random.chance(0.5) && hasRoom(traffic, atMs)) {
      const againMs = exchangeTurn(traffic, sender, conversation, {
        atMs,
        text: followUp(random, school.voice),
        response: prose(traffic, random, school.voice, 2, 5),
      })
      atMs = againMs + Math.round(random.lognormal(90_000, 0.7))
    }
  }
}
