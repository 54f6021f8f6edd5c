/**
 * Items that loaders, classes and benchmarks feed into their templates.
 *
 * A problem is drawn from a stream, so a campaign's shards are disjoint by construction and a class's
 * exercises are one list that everybody works through.
 */

import type { Random } from '../random.js'
import { codeTask, createRepository } from './code.js'
import { englishAnswer, englishQuestion, englishWords } from './english.js'
import { SUBJECTS } from './english-words.js'

const NAMES =
  'Amira, Bohdan, Chidi, Dolores, Esra, Farid, Greta, Hiroshi, Ines, Jonas, Kavya, Lars, Mina, Noor, Oskar, Priya, Quentin, Rosa, Sami, Tanja, Uma, Viktor, Wen, Xenia, Yusuf, Zofia'.split(
    ', ',
  )
const GOODS =
  'tiles, tickets, crates, bolts, pages, barrels, coins, seedlings, parcels, beads, planks, bottles, stamps, ropes, lamps, bricks, jars, cables'.split(
    ', ',
  )

/** A word problem in mathematics, logic or science. */
export const problem = (random: Random): string => {
  const first = random.pick(NAMES)
  const second = random.pick(NAMES)
  const goods = random.pick(GOODS)
  const many = random.int(12, 4800)
  const few = random.int(2, 60)
  switch (random.int(0, 7)) {
    case 0:
      return `${first} has ${many} ${goods} and packs them in boxes of ${few}. ${second} takes every third full box. How many ${goods} are left, and how many boxes are full?`
    case 1:
      return `Find all integers n with ${few}n + ${many} divisible by ${random.int(3, 29)} and n below ${random.int(40, 900)}.`
    case 2:
      return `A tank loses ${few} percent of its water each hour. ${first} adds ${random.int(3, 70)} litres every ${random.int(2, 9)} hours. Starting from ${many} litres, when does it first fall below ${Math.ceil(many / 3)}?`
    case 3:
      return `${first}, ${second} and ${random.pick(NAMES)} each say one true and one false sentence about the ${goods}. ${first}: there are more than ${many}; they are all damaged. ${second}: there are exactly ${many + few}; none is damaged. Who is right about the number?`
    case 4:
      return `Let f(x) = x^${random.int(2, 5)} - ${few}x + ${random.int(1, 90)}. Determine the area between its graph and the line y = ${random.int(1, 40)} where both are positive.`
    case 5:
      return `A bag holds ${few} red and ${random.int(3, 50)} blue ${goods}. ${first} draws ${random.int(2, 6)} without replacement. What is the probability that exactly two are red?`
    case 6:
      return `${englishQuestion(random, random.pick(SUBJECTS), random.int(2, 4))} Take into account that only ${few} days and ${many} euros are available.`
    default:
      return `A cyclist leaves ${first}'s village at ${random.int(5, 11)}:${random.int(10, 59)} with ${few} km/h; ${second} follows ${random.int(4, 90)} minutes later and is ${random.int(2, 15)} km/h faster. Where do they meet, and does the order change if it is ${many} m uphill?`
  }
}

/** A finished answer as a data set would hold it. */
export const finishedAnswer = (random: Random): string =>
  `${englishAnswer(random, random.pick(SUBJECTS), random.int(2, 5))} The result is ${random.int(2, 9999)}.`

/** A long chain of reasoning, as a harvested response. */
export const reasoningTrace = (random: Random, steps: number): string => {
  const words = englishWords(random, random.pick(SUBJECTS))
  let text = `Let me set this out. The ${words.noun()} gives ${random.int(2, 900)}.`
  for (let step = 1; step <= steps; step += 1) {
    switch (random.int(0, 4)) {
      case 0:
        text += `\n${step}. Suppose the value is ${random.int(2, 5000)}; then ${random.int(2, 99)} remain, which contradicts the ${words.noun()}.`
        break
      case 1:
        text += `\n${step}. Dividing by ${random.int(2, 60)} gives ${random.int(1, 900)} with remainder ${random.int(0, 30)}, so I keep the ${words.noun()}.`
        break
      case 2:
        text += `\n${step}. Wait, I used the ${words.noun()} twice. Going back to line ${random.int(1, step)}.`
        break
      case 3:
        text += `\n${step}. Check: ${random.int(2, 90)} times ${random.int(2, 90)} is more than ${random.int(4, 900)}, as needed.`
        break
      default:
        text += `\n${step}. ${englishAnswer(random, random.pick(SUBJECTS), 1)}`
    }
  }
  return `${text}\nSo the answer is ${random.int(2, 9999)}.`
}

export const marks = (random: Random): string =>
  JSON.stringify({
    scores: Array.from({ length: 5 }, () => random.int(1, 10)),
    rationale: englishAnswer(random, random.pick(SUBJECTS), random.int(1, 3)),
    total: random.int(10, 50),
  })

export const engineeringItem = (random: Random): string => {
  const repository = createRepository(random)
  return `Repository ${repository.name} (${repository.extension}). ${codeTask(random, repository)} ${codeTask(random, repository)}`
}

/** A list of public items: the same for everybody who uses it. */
export const publicItems = (random: Random, count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => {
    const item = random.split(place)
    const options = 'ABCD'
      .split('')
      .map((letter) => `${letter}) ${item.int(2, 9999)}`)
      .join('\n')
    return `${problem(item)}\n${options}`
  })
