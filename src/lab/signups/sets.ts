/** Fraudulent sets: accounts that one hand makes, at three levels of discipline. */
import type { Random } from '../random.js'
import { createExits, createPlace, fixedNetwork, homeNetwork } from '../world/networks.js'
import {
  type Applicant,
  applicationOf,
  cardOf,
  DAY_MS,
  type Discipline,
  domainName,
  HOUR_MS,
  type Span,
  someTime,
  type Wishes,
} from './applicants.js'
import { type Browser, browserOf, createPerson, LANDS, localShape } from './land.js'

/** What a set is made by; each of its accounts draws from it. */
interface Makers {
  readonly wishes: (random: Random) => Wishes
  readonly browser: (random: Random, atMs: number) => Browser
  readonly address: (random: Random, atMs: number) => string
  readonly atMs: (random: Random) => number
}

export function fraudulentSet(
  random: Random,
  span: Span,
  discipline: Discipline,
  size: number,
): readonly Applicant[] {
  const makers = MAKERS[discipline](random.split('makers'), span, size)
  const set = `${discipline} ${random.hex(6)}`
  return Array.from({ length: size }, (_, place) => {
    const draw = random.split(place)
    const atMs = Math.max(span.startMs, Math.min(span.endMs - 1, Math.round(makers.atMs(draw))))
    const browser = makers.browser(draw, atMs)
    const application = {
      ...applicationOf(draw, createPerson(draw), atMs, makers.wishes(draw)),
      signup_ip: makers.address(draw, atMs),
      signup_user_agent: browser.user_agent,
      signup_ja4: browser.ja4,
    }
    return { application, atMs, land: 'nobody knows', set, discipline }
  })
}

type Make = (random: Random, span: Span, size: number) => Makers

/** A card for so many accounts, by lot. */
const cardsFor = (
  random: Random,
  size: number,
  each: number,
  kinds: readonly ('prepaid' | 'virtual' | 'card')[],
) => {
  const cards = Array.from({ length: Math.max(1, Math.round(size / each)) }, () => ({
    ...cardOf(random),
    payment_kind: random.pick(kinds),
  }))
  return (draw: Random) => draw.pick(cards)
}

/** One program, one host, in a night. */
const sloppy: Make = (random, span, size) => {
  const startMs = someTime(random, span)
  const hosts = fixedNetwork(random, 'cloud', createPlace(random, 'en'), random.int(1, 6))
  const domain = random.weighted([
    ['gmail.com', 0.35],
    ['outlook.com', 0.25],
    [random.pick(['mailinator.com', 'yopmail.com', 'guerrillamail.com']), 0.2],
    [domainName(random, random.pick(['xyz', 'top', 'com'])), 0.2],
  ])
  const letters = random.int(7, 11)
  const digits = random.int(2, 5)
  const browser = browserOf(
    random,
    random.pick(['chrome-win', 'firefox', 'edge']),
    startMs - 300 * DAY_MS,
  )
  const isPaid = random.chance(0.6)
  const card = cardsFor(random, size, random.int(4, 10), ['prepaid', 'virtual'])
  const referrer = random.chance(0.5) ? null : 'https://search.example/'
  return {
    atMs: (draw) => startMs + draw.exponential(3 * HOUR_MS),
    address: (_, atMs) => hosts.addressAt(atMs),
    browser: () => browser,
    wishes: (draw) => ({
      email_domain: domain,
      email_shape: `${'a'.repeat(letters)}${'9'.repeat(digits)}`,
      referrer,
      ...(isPaid
        ? card(draw)
        : { payment_hash: null, payment_kind: null, billing_address_hash: null }),
    }),
  }
}

/** Rented homes, some programs, some grammars or domains of its own, rented numbers, in two weeks. */
const careful: Make = (random, span, size) => {
  const startMs = someTime(random, span)
  const exits = createExits(random, Math.ceil(size * 0.7))
  const browsers = Array.from({ length: random.int(2, 4) }, () =>
    browserOf(
      random,
      random.pick(['chrome-win', 'chrome-mac', 'edge', 'firefox']),
      startMs - random.uniform(30, 200) * DAY_MS,
    ),
  )
  const program = random.weighted([
    ['none', 0.55],
    ['education', 0.3],
    ['startup', 0.15],
  ] as const)
  const mail = mailOf(random, program, size)
  const card = cardsFor(random, size, random.uniform(2, 4), ['virtual', 'card', 'prepaid'])
  const phones = Array.from({ length: Math.ceil(size / 3) }, () => random.hex(24))
  return {
    atMs: (draw) => startMs + draw.uniform(0, 14 * DAY_MS),
    address: (draw, atMs) => draw.pick(exits).addressAt(atMs),
    browser: (draw) => draw.pick(browsers),
    wishes: (draw) => ({
      program,
      ...mail(draw),
      ...(draw.chance(0.6) ? card(draw) : {}),
      ...(draw.chance(0.6)
        ? { phone_hash: draw.pick(phones), verification: 'phone' as const }
        : {}),
    }),
  }
}

function mailOf(random: Random, program: 'none' | 'education' | 'startup', size: number) {
  const school = random.pick(random.weighted(LANDS).schools)
  if (program === 'education') {
    const domains = [
      `${school.replaceAll('.', '-')}.com`,
      `${school.split('.')[0]}-edu.org`,
      `alumni.${school}`,
      'alumni.stanford.edu',
    ]
    return (draw: Random): Wishes => ({
      email_domain: draw.pick(domains),
      email_shape: localShape(draw, 'given.family'),
    })
  }
  if (program === 'startup') {
    const domains = Array.from({ length: Math.ceil(size / 8) }, () => domainName(random, 'com'))
    return (draw: Random): Wishes => ({
      email_domain: draw.pick(domains),
      email_shape: localShape(draw, 'nick'),
    })
  }
  const grammars = Array.from(
    { length: 3 },
    () =>
      `${'a'.repeat(random.int(5, 9))}.${'a'.repeat(random.int(4, 8))}${'9'.repeat(random.int(0, 4))}`,
  )
  return (draw: Random): Wishes => ({
    email_domain: draw.pick(['gmail.com', 'outlook.com']),
    email_shape: draw.pick(grammars),
  })
}

/** Bought addresses and cards, homes, browsers of the day, in six weeks; a third bought from students. */
const disciplined: Make = (random, span, size) => {
  const startMs = someTime(random, span)
  const card = cardsFor(random, size, 1.3, ['card', 'virtual'])
  const phones = Array.from({ length: Math.ceil(size * 0.85) }, () => random.hex(24))
  const isStudents = random.chance(0.35)
  const schools = random.weighted(LANDS).schools.slice(0, 3)
  return {
    atMs: (draw) => startMs + draw.uniform(0, 42 * DAY_MS),
    address: (draw, atMs) =>
      homeNetwork(draw, createPlace(draw, draw.weighted(LANDS).language)).addressAt(atMs),
    browser: (draw, atMs) => createPerson(draw).browser(atMs),
    wishes: (draw) => ({
      ...(isStudents
        ? {
            program: 'education' as const,
            email_domain: draw.pick(schools),
            email_shape: localShape(draw, 'givenfamily99'),
          }
        : {}),
      ...(draw.chance(0.7) ? card(draw) : {}),
      ...(draw.chance(0.6)
        ? { phone_hash: draw.pick(phones), verification: 'phone' as const }
        : {}),
    }),
  }
}

const MAKERS: Readonly<Record<Discipline, Make>> = { sloppy, careful, disciplined }
