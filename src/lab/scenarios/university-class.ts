/**
 * Look-alike 1: a university class.
 *
 * Everybody signs up in the first exercise hour, from the campus network, with the notebook that the
 * lecturer handed out, on education credits. Each student runs the same exercises, many of which ask
 * the model to think aloud. What differs from a campaign: the items are the same for all, volume is
 * low and by day, and nobody sends what another was served.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { exchangeTurn, openConversation } from '../conversation.js'
import { createRandom, type Random } from '../random.js'
import { ask, createVoice } from '../text/compose.js'
import { problem, reasoningTrace } from '../text/problems.js'
import { createSender, hasRoom, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createEmailShape } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork, type Network, personalNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

interface Course {
  readonly exercises: readonly string[]
  readonly frame: string
  readonly domain: string
  readonly campus: Network
  readonly lessonsMs: readonly number[]
}

const FRAMES = [
  'Exercise sheet {s}. Solve the following problem. Think step by step and write your complete reasoning before the answer, so that we can compare the reasoning of different settings in class.',
  'Assignment {s} of the seminar on language models. For the question below, first explain in detail how you would reason, then give the result on the last line as RESULT: value.',
  'Lab {s}: chain of thought. Write down every intermediate step you take for this item, mark uncertain steps with a question mark, and finish with the final answer.',
]

export const universityClass: Scenario = {
  id: 'university-class',
  kind: { lookalike: 1 },
  description: 'Students of one course work through the same exercises from one notebook.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const ids: string[] = []
    for (let course = 0; course < Math.max(1, Math.round(wishes.scale)); course += 1) {
      ids.push(...holdCourse(traffic, random.split(course), scaled(90, Math.min(1, wishes.scale))))
    }
    traffic.addLookalike('university_class', ids)
  },
}

const holdCourse = (traffic: Traffic, random: Random, students: number): string[] => {
  const place = createPlace(random, 'en')
  const lessonMs = traffic.window.startMs + random.int(9, 15) * 3_600_000
  const course: Course = {
    exercises: Array.from({ length: random.int(14, 24) }, () => problem(random)),
    frame: random.pick(FRAMES).replace('{s}', String(random.int(1, 12))),
    domain: `${random.pick(['cs', 'stud', 'mail', 'student'])}.uni-${random.pick(['north', 'lake', 'east', 'harbour'])}${random.int(1, 40)}.edu`,
    campus: fixedNetwork(random, 'campus', place, 2),
    lessonsMs: [0, 2, 7].map((day) => lessonMs + day * 86_400_000),
  }
  const client = createClient(random, 'python')
  return Array.from({ length: students }, (_, seat) => {
    const own = random.split(seat)
    const account = createAccount({
      random: own,
      // The first exercise hour, minus the few who came prepared.
      createdAtMs:
        lessonMs -
        (own.chance(0.2) ? own.int(1, 6) * 43_200_000 : 0) +
        own.int(-200_000, 1_500_000),
      plan: 'build',
      network: course.campus,
      domain: own.chance(0.6) ? course.domain : 'gmail.com',
      emailShape: own.chance(0.6) ? 'aaaaa.aaaaaaa' : createEmailShape(own),
      program: 'education',
      verification: own.chance(0.6) ? 'institution' : 'email',
      paymentKind: 'voucher',
      referrer: 'course',
    })
    traffic.addAccount(account)
    const home = personalNetwork(own, place)
    const atCampus = createSender(own, account, client, course.campus)
    const atHome = createSender(own, account, client, home)
    study(traffic, course, atCampus, atHome)
    return account.account_id
  })
}

/** Lessons with everybody at once, then homework at home, with retries of the same item. */
const study = (traffic: Traffic, course: Course, atCampus: Sender, atHome: Sender): void => {
  const { random } = atCampus
  for (const lessonMs of course.lessonsMs) {
    let atMs =
      Math.max(lessonMs, Date.parse(atCampus.account.created_at) + 40_000) +
      Math.round(random.exponential(400_000))
    for (let run = random.int(2, 7); run > 0 && hasRoom(traffic, atMs); run -= 1) {
      atMs = runItem(traffic, course, atCampus, atMs) + Math.round(random.lognormal(70_000, 0.9))
    }
  }
  for (const atMs of arrivals(random, RHYTHMS.class, 0, traffic.window, 6)) {
    if (atMs > Date.parse(atHome.account.created_at)) runItem(traffic, course, atHome, atMs)
  }
}

const runItem = (traffic: Traffic, course: Course, sender: Sender, atMs: number): number => {
  const { random } = sender
  const isOwn = random.chance(0.15)
  const item = isOwn ? ask(random, createVoice(random, 0)) : random.zipf(course.exercises)
  const temperature = random.pick([0, 0, 0.7, 1])
  const text = isOwn ? item : `${course.frame}\n\n${item}`
  // At temperature zero everybody gets the same answer to the same item.
  const source = temperature === 0 ? createRandom(`answer ${text}`) : random
  return exchangeTurn(
    traffic,
    sender,
    openConversation(random, {
      model: MODEL.middle,
      temperature,
      maxTokens: 1024,
      hasSession: false,
    }),
    {
      atMs,
      text,
      response: reasoningTrace(
        source,
        Math.max(2, Math.round(source.int(4, 10) * traffic.textScale)),
      ),
    },
  )
}
