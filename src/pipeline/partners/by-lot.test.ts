import { beforeEach, describe, expect, test } from 'vitest'
import {
  at,
  context,
  exit,
  found,
  left,
  mail,
  population,
  runAgain,
  signedUp,
  tell,
  weightOf,
} from '../../../test/weigh-partners.js'
import type { IndicatorTold } from '../../domain/told.js'
import { weighPartners } from './weigh.js'

// Whoever tells enough meets our campaigns by lot. What tells knowledge from lot is that what was told as one campaign belongs together.

const TWO_RIGHT = { campaigns_right: 2, campaigns_wrong: 0, trust_millis: 592 }
const NOTHING = { campaigns_right: 0, campaigns_wrong: 0, trust_millis: 500 }

const range = (count: number) => Array.from({ length: count }, (_, place) => place)
const operators = (name: string, count = 6) => range(count).map((place) => `${name}${place}`)

/** Values that campaigns of ours carry: of each an exit and a mail domain. */
const OURS = ['ebb', 'tide'] as const
const EXITS = { ebb: '203.0.113.1', tide: '203.0.113.2' } as const
const DOMAINS = { ebb: 'ebb.example', tide: 'tide.example' } as const

beforeEach(async () => {
  await population()
  for (const name of OURS) {
    await left(EXITS[name], operators(name))
    await signedUp(DOMAINS[name], operators(name))
    await found(operators(name), 'act', name)
  }
})

const weighed = async (told: readonly IndicatorTold[]) => {
  await tell(told)
  await weighPartners(context())
  return weightOf()
}

/** Values of nobody here. */
const exitsOfNobody = (count: number, campaign: (place: number) => string, from = 0) =>
  range(count).map((place) =>
    exit(`198.18.${(from + place) >> 8}.${(from + place) & 255}`, campaign(place)),
  )
const domainsOfNobody = (count: number, campaign: (place: number) => string, from = 0) =>
  range(count).map((place) => mail(`nobody-${from + place}.example`, campaign(place)))

describe('a thousand exits and five hundred mail domains, of which some meet two campaigns of ours, earn nothing', () => {
  const sprayed = (campaign: (place: number) => string): readonly IndicatorTold[] => [
    ...OURS.map((name, place) => exit(EXITS[name], campaign(place))),
    ...OURS.map((name, place) => mail(DOMAINS[name], campaign(2 + place))),
    ...exitsOfNobody(1000, (place) => campaign(4 + place)),
    ...domainsOfNobody(500, (place) => campaign(1004 + place)),
  ]

  test.each([
    ['as no campaign', () => ''],
    ['each as a campaign of its own', (place: number) => `c${place}`],
    ['all as one campaign', () => 'all'],
    ['as seven campaigns', (place: number) => `c${place % 7}`],
  ])('told %s', async (_, campaign) => {
    expect(await weighed(sprayed(campaign))).toEqual(NOTHING)
  })

  test('told as campaigns of ten, where two meet a campaign by two causes and four by one', async () => {
    const more = ['neap', 'spring']
    for (const [place, name] of more.entries()) {
      await left(`203.0.113.${10 + place}`, operators(name))
      await signedUp(`${name}.example`, operators(name))
      await found(operators(name), 'act', name)
    }
    const beside = (campaign: string, from: number) => [
      ...exitsOfNobody(5, () => campaign, from),
      ...domainsOfNobody(4, () => campaign, from),
    ]
    const told = [
      ...OURS.flatMap((name) => [exit(EXITS[name], name), mail(DOMAINS[name], name)]),
      ...more.flatMap((name, place) => [
        exit(`203.0.113.${10 + place}`, `${name} by exit`),
        mail(`${name}.example`, `${name} by mail`),
      ]),
    ]
    const names = [...OURS, ...more.flatMap((name) => [`${name} by exit`, `${name} by mail`])]
    const rest = names.flatMap((name, place) => beside(name, 100 * place))
    expect(await weighed([...told, ...rest])).toEqual(NOTHING)
  })
})

/** What is told of one campaign: eight exits and two mail domains, of nobody or some of ours. */
const campaignTold = (name: string, place: number, known: readonly IndicatorTold[] = []) => [
  ...known.map((one) => ({ ...one, campaign_name: name })),
  ...exitsOfNobody(7, () => name, 100 * place),
  ...domainsOfNobody(1, () => name, 100 * place),
]
const knowing = (name: (typeof OURS)[number]) => [exit(EXITS[name]), mail(DOMAINS[name])]

test('thirty campaigns, of which two are seen here by exits and mail domains and one by an exit, earn what two do', async () => {
  await left('203.0.113.40', operators('ebb', 2))
  const met = exit('203.0.113.40')
  const told = range(28).flatMap((place) =>
    campaignTold(`elsewhere ${place}`, place, place === 0 ? [met] : []),
  )
  const seen = OURS.flatMap((name, place) => campaignTold(name, 28 + place, knowing(name)))
  expect(await weighed([...told, ...seen])).toEqual(TWO_RIGHT)
})

test('a name earns by one campaign of ours, however many it meets', async () => {
  const all = OURS.flatMap(knowing).map((one) => ({ ...one, campaign_name: 'both' }))
  expect(await weighed(all)).toMatchObject({ campaigns_right: 1 })
})

test('two operators are met, or nothing is earned and nothing is lost', async () => {
  await left('203.0.113.20', ['alone'])
  await signedUp('alone.example', ['alone'])
  await found(['alone', ...operators('beside', 5)], 'act', 'surge')
  const told = [exit('203.0.113.20', 'surge'), mail('alone.example', 'surge')]
  expect(await weighed(told)).toEqual(NOTHING)
})

test('what was met is of no campaign for being named together afterwards', async () => {
  const apart = OURS.flatMap(knowing).map((one) => ({ ...one, campaign_name: '' }))
  await weighed(apart)
  const named = OURS.flatMap((name) =>
    knowing(name).map((one) => ({ ...one, campaign_name: name })),
  )
  await tell(named)
  at.lastRunId = at.runId
  for (const name of OURS) await found(operators(name), 'act', name)
  await runAgain()
  expect(await weightOf()).toEqual(NOTHING)
})

test.each([
  ['after one that five operators carry, which a sighting may have told of', 5, 0],
  ['after one that four carry', 4, 1],
] as const)('what is told %s', async (_, count, right) => {
  await left('203.0.113.30', operators('surge', count))
  await signedUp('surge.example', operators('surge', count))
  await found(operators('surge', count), 'act', 'surge')
  await tell([exit('203.0.113.30', 'surge')])
  expect(await weighed([mail('surge.example', 'surge')])).toMatchObject({ campaigns_right: right })
})

test('what missed counts among what was told so, also when it was taken back', async () => {
  const missed = exitsOfNobody(30, () => 'tide')
  await tell(missed)
  await tell(
    [],
    missed.map(({ object_id }) => object_id),
  )
  expect(await weighed(knowing('tide').map((one) => ({ ...one, campaign_name: 'tide' })))).toEqual(
    NOTHING,
  )
})
