import { expect, test } from 'vitest'
import { type Clusters, joinPieces } from './clusters.js'
import { type CohortEvidence, restsOn as restsOnAll } from './rests-on.js'

const restsOn = (
  clusters: Clusters,
  controlled: Parameters<typeof restsOnAll>[1],
  evidence: readonly CohortEvidence[],
  suspects: readonly string[] = [],
  dense: readonly string[] = [],
) => restsOnAll(clusters, controlled, evidence, new Set(suspects), new Set(dense))

const names = (count: number, prefix = 'a') =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(3, '0')}`)
const oneCluster = (accounts: readonly string[]): Clusters =>
  new Map(accounts.map((account) => [account, 'c']))
const link = (account_a: string, account_b: string) => ({
  account_a,
  account_b,
  weight_millibits: 17_000,
})

/** All pairs of these accounts, who share one value. */
const shared = (
  accounts: readonly string[],
  family: string,
  value_hash: string,
  weight_millibits = 9000,
): readonly CohortEvidence[] =>
  accounts.flatMap((account_a, i) =>
    accounts.slice(i + 1).map((account_b) => ({
      account_a,
      account_b,
      linker: family,
      family,
      value_hash,
      weight_millibits,
    })),
  )

test('a course rests on its lecture: one mail domain, one text, one network, and nothing beside', () => {
  const course = names(40)
  const evidence = ['identity', 'content', 'network'].flatMap((family) =>
    shared(course, family, 'one'),
  )
  const slots = shared(course.slice(0, 10), 'time', 'slot', 7000)
  expect(restsOn(oneCluster(course), [], [...evidence, ...slots]).get('c')).toBe(
    'content, identity, network',
  )
})

test('a pool that shares many exits, each with a few, rests on none of them', () => {
  const pool = names(60)
  const exits = pool.flatMap((_, i) =>
    i % 3 === 0 ? shared(pool.slice(i, i + 6), 'network', `exit ${i}`) : [],
  )
  const text = shared(pool, 'content', 'template')
  expect(restsOn(oneCluster(pool), [], [...text, ...exits]).size).toBe(0)
})

test('strangers who meet at the key of one vendor rest on a few accounts', () => {
  const users = names(30)
  const star = users.map((user) => link(user, 'vendor'))
  expect(restsOn(oneCluster([...users, 'vendor']), star, []).get('c')).toBe('a few accounts')
})

test('decoys around the busiest of a pool do not make a star of it', () => {
  const pool = names(22)
  const ring = pool.map((account, i) => link(account, pool[(i + 1) % pool.length] ?? ''))
  const decoys = names(40, 'decoy')
  const back = decoys.flatMap((decoy, i) => [
    link(decoy, pool[i % 3] ?? ''),
    link(decoy, pool[(i + 1) % 3] ?? ''),
  ])
  const all = oneCluster([...pool, ...decoys])
  expect(restsOn(all, [...ring, ...back], []).get('c')).toBe('a few accounts')
  expect(restsOn(all, [...ring, ...back], [], pool).get('c')).not.toBe('a few accounts')
})

test('graders among the customers of a vendor remain customers of a vendor', () => {
  const users = names(30)
  const star = users.map((user) => link(user, 'vendor'))
  const all = oneCluster([...users, 'vendor'])
  expect(restsOn(all, star, [], [...users.slice(0, 10), 'vendor']).get('c')).toBe('a few accounts')
  expect(restsOn(all, star, [], users.slice(0, 10)).get('c')).toBe('a few accounts')
})

test('one text through one program does not hold a star together', () => {
  const users = names(30)
  const star = users.map((user) => link(user, 'vendor'))
  const text = [...shared(users, 'content', 'template'), ...shared(users, 'client', 'relay')]
  expect(restsOn(oneCluster([...users, 'vendor']), star, text).get('c')).toBe('a few accounts')
})

const meshOf = (accounts: readonly string[]) =>
  accounts.flatMap((account, i) =>
    [1, 7, 16].map((step) => link(account, accounts[(i + step) % accounts.length] ?? '')),
  )

test('a pool that deals out its work rests on nobody', () => {
  const pool = names(40)
  const exits = pool
    .slice(0, 16)
    .flatMap((_, i) => (i % 3 === 0 ? shared(pool.slice(i, i + 4), 'network', `exit ${i}`) : []))
  expect(restsOn(oneCluster(pool), meshOf(pool), exits).size).toBe(0)
})

test('an agency with more revisers than count as few rests on them: they meet everybody but each other', () => {
  const translators = names(50)
  const revisers = names(10, 'reviser')
  const all = oneCluster([...translators, ...revisers])
  const work = translators.map((one, i) => link(one, revisers[i % 10] ?? ''))
  expect(restsOn(all, work, []).get('c')).toBe('a few accounts')
})

test('the busiest of a pool with few links hold most of them by chance, and are no hubs', () => {
  const pool = names(39)
  // Some pass on more than others: seven hold three quarters of the links, and the others meet as well.
  const busy = pool
    .slice(0, 7)
    .flatMap((account, i) => [
      ...[0, 1, 2, 3].map((j) => link(account, pool[7 + i * 4 + j] ?? '')),
      link(account, pool[(i + 1) % 7] ?? ''),
    ])
  const others = pool
    .slice(7)
    .flatMap((account, i) => (i % 3 === 0 ? [link(account, pool[7 + ((i + 5) % 32)] ?? '')] : []))
  const exits = pool.flatMap((_, i) =>
    i % 4 === 0 ? shared(pool.slice(i, i + 3), 'network', `exit ${i}`) : [],
  )
  expect(restsOn(oneCluster(pool), [...busy, ...others], exits).get('c')).not.toBe('a few accounts')
})

test('learners who review each other’s work rest on it, whatever one lesson gives them besides', () => {
  const course = names(40)
  const lesson = [...shared(course, 'content', 'text'), ...shared(course, 'client', 'library')]
  const room = shared(course.slice(0, 25), 'network', 'room')
  const flats = [
    shared(course.slice(0, 4), 'network', 'flat'),
    shared(course.slice(8, 10), 'money', 'card'),
  ]
  // One campus, of which some use its mail.
  const campus = [
    ...shared(course, 'network', 'campus'),
    ...shared(course.slice(0, 18), 'identity', 'mail'),
  ]
  for (const besides of [[], room, flats.flat(), campus]) {
    const given = restsOn(oneCluster(course), meshOf(course), [...lesson, ...besides])
    expect(given.get('c')).toBe('work handed on')
  }
})

const ring = (accounts: readonly string[]) =>
  accounts.flatMap((account, i) =>
    [1, 2, 3].map((step) => link(account, accounts[(i + step) % accounts.length] ?? '')),
  )

test('a handful of chance links joins no two campaigns', () => {
  const [one, other] = [names(100, 'a'), names(100, 'b')]
  const clusters = new Map([
    ...one.map((a) => [a, 'x'] as const),
    ...other.map((b) => [b, 'y'] as const),
  ])
  const chance = names(6, 'a').map((a, i) => link(a, other[i] ?? ''))
  const joined = joinPieces(clusters, [...ring(one), ...ring(other), ...chance])
  expect(new Set(joined.values()).size).toBe(2)
})

test('two halves of one pool are joined again', () => {
  const pool = names(60)
  const clusters = new Map(pool.map((account, i) => [account, i % 2 === 0 ? 'x' : 'y']))
  expect(new Set(joinPieces(clusters, ring(pool)).values()).size).toBe(1)
})

test('three tables of one meet-up rest on their sittings, unless a core of them is in controlled links', () => {
  const tables = names(9)
  const hang = [
    ...shared(tables, 'content', 'text', 12_000),
    ...shared(tables.slice(0, 4), 'network', 'first evening'),
    ...shared(tables.slice(3, 7), 'network', 'second evening'),
    ...shared(tables.slice(6), 'network', 'third evening'),
  ]
  expect(restsOn(oneCluster(tables), [], hang).size).toBe(0)
  expect(restsOn(oneCluster(tables), [], hang, [], ['c']).get('c')).toBe('sittings')
  const ring = ['a000 a001', 'a001 a002', 'a002 a003', 'a003 a004', 'a004 a000']
  const crossing = ring.map((pair) => link(...(pair.split(' ') as [string, string])))
  expect(restsOn(oneCluster(tables), crossing, hang, [], ['c']).size).toBe(0)
})

test('decoys who harvest nothing take no pool off what it shares beside its work', () => {
  const pool = names(24)
  const exits = pool.flatMap((_, i) =>
    i % 3 === 0 ? shared(pool.slice(i, i + 6), 'network', `exit ${i}`) : [],
  )
  const decoys = names(60, 'decoy')
  const back = decoys.flatMap((decoy, i) => [
    link(decoy, pool[i % 24] ?? ''),
    link(decoy, pool[(i + 7) % 24] ?? ''),
  ])
  const all = oneCluster([...pool, ...decoys])
  const given = [all, [...meshOf(pool), ...back], exits] as const
  expect(restsOn(...given).get('c')).toBe('work handed on')
  expect(restsOn(...given, pool).size).toBe(0)
})
