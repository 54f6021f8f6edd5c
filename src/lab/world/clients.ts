/**
 * The software that sends: libraries, browsers, apps and agents.
 *
 * Invented, since no public trace has TLS fingerprints: a fingerprint belongs to a runtime and its
 * version, a header order to a library and its version, and both are shared by all who use them.
 * Versions are adopted over time, so that an account has an old one for some days.
 */

import { at, createRandom, hashText, type Random, type Weighted } from '../random.js'

export interface Client {
  readonly family: string
  readonly userAgent: string
  readonly version: string
  readonly ja4: string
  readonly headerOrder: readonly string[]
  readonly endpoint: string
  readonly channel: string
  readonly isBrowser: boolean
}

interface Library {
  readonly family: string
  readonly agent: string
  readonly versions: readonly string[]
  readonly runtimes: readonly string[]
  readonly headers: readonly string[]
  readonly isBrowser?: boolean
}

const API_HEADERS =
  'host,accept-encoding,connection,accept,content-type,user-agent,x-sdk-lang,x-sdk-version,x-sdk-runtime,authorization,content-length'.split(
    ',',
  )
const BROWSER_HEADERS =
  'host,connection,content-length,sec-ch-ua-platform,user-agent,sec-ch-ua,content-type,sec-ch-ua-mobile,accept,origin,sec-fetch-site,sec-fetch-mode,sec-fetch-dest,referer,accept-encoding,accept-language,cookie'.split(
    ',',
  )
const PLAIN_HEADERS =
  'host,user-agent,content-length,accept,authorization,content-type,accept-encoding'.split(',')

const versions = (major: number, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, step) => `${major}.${from + step}.${(step * 7) % 4}`)

const LIBRARIES: Readonly<Record<string, Library>> = {
  python: {
    family: 'python',
    agent: 'heron-python/{v}',
    versions: versions(1, 18, 42),
    runtimes: ['cpython-3.10', 'cpython-3.11', 'cpython-3.12', 'cpython-3.13'],
    headers: API_HEADERS,
  },
  node: {
    family: 'node',
    agent: 'heron-node/{v}',
    versions: versions(2, 4, 21),
    runtimes: ['node-18', 'node-20', 'node-22', 'bun-1'],
    headers: API_HEADERS,
  },
  go: {
    family: 'go',
    agent: 'heron-go/{v}',
    versions: versions(0, 9, 17),
    runtimes: ['go-1.22', 'go-1.23', 'go-1.24'],
    headers: PLAIN_HEADERS,
  },
  java: {
    family: 'java',
    agent: 'heron-java/{v}',
    versions: versions(1, 2, 8),
    runtimes: ['jdk-17', 'jdk-21'],
    headers: API_HEADERS,
  },
  compatible: {
    family: 'compatible',
    agent: 'OpenLLM/Python {v}',
    versions: versions(1, 60, 99),
    runtimes: ['cpython-3.10', 'cpython-3.11', 'cpython-3.12'],
    headers: API_HEADERS,
  },
  curl: {
    family: 'curl',
    agent: 'curl/{v}',
    versions: versions(8, 1, 12),
    runtimes: ['openssl-3.0', 'openssl-3.3', 'secure-transport'],
    headers: PLAIN_HEADERS,
  },
  requests: {
    family: 'requests',
    agent: 'python-requests/{v}',
    versions: versions(2, 28, 32),
    runtimes: ['urllib3-1', 'urllib3-2'],
    headers: PLAIN_HEADERS,
  },
  chain: {
    family: 'chain',
    agent: 'langloom/{v} heron-python/1.38.0',
    versions: versions(0, 2, 9),
    runtimes: ['cpython-3.11', 'cpython-3.12'],
    headers: API_HEADERS,
  },
  agent: {
    family: 'agent',
    agent: 'quill-cli/{v} (external, cli)',
    versions: versions(1, 0, 38),
    runtimes: ['node-20', 'node-22'],
    headers: API_HEADERS,
  },
  chrome: {
    family: 'chrome',
    agent: 'Mozilla/5.0 ({os}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0 Safari/537.36',
    versions: ['143.0', '144.0', '145.0', '146.0'],
    runtimes: ['chrome'],
    headers: BROWSER_HEADERS,
    isBrowser: true,
  },
  safari: {
    family: 'safari',
    agent:
      'Mozilla/5.0 ({os}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v} Safari/605.1.15',
    versions: ['18.5', '18.6', '26.1', '26.2'],
    runtimes: ['safari'],
    headers: BROWSER_HEADERS,
    isBrowser: true,
  },
  firefox: {
    family: 'firefox',
    agent: 'Mozilla/5.0 ({os}; rv:{v}) Gecko/20100101 Firefox/{v}',
    versions: ['146.0', '147.0', '148.0'],
    runtimes: ['firefox'],
    headers: BROWSER_HEADERS,
    isBrowser: true,
  },
  phone: {
    family: 'phone',
    agent: 'HeronApp/{v} ({os})',
    versions: versions(6, 10, 31),
    runtimes: ['ios', 'android'],
    headers: PLAIN_HEADERS,
  },
}
export type LibraryName = keyof typeof LIBRARIES

const DESKTOPS: readonly Weighted<string>[] = [
  ['Windows NT 10.0; Win64; x64', 0.6],
  ['Macintosh; Intel Mac OS X 10_15_7', 0.3],
  ['X11; Linux x86_64', 0.1],
]
const APPLE: readonly Weighted<string>[] = [
  ['Macintosh; Intel Mac OS X 10_15_7', 0.45],
  ['iPhone; CPU iPhone OS 18_6 like Mac OS X', 0.55],
]
const PHONES: readonly Weighted<string>[] = [
  ['iPhone; CPU iPhone OS 18_6 like Mac OS X', 0.5],
  ['Linux; Android 15', 0.5],
]
const systemsOf = (family: string): readonly Weighted<string>[] => {
  if (family === 'safari') return APPLE
  return family === 'phone' ? PHONES : DESKTOPS
}

export const API_CLIENTS: readonly Weighted<string>[] = [
  ['python', 0.44],
  ['node', 0.22],
  ['compatible', 0.13],
  ['requests', 0.06],
  ['curl', 0.04],
  ['go', 0.05],
  ['java', 0.06],
]
export const PERSON_CLIENTS: readonly Weighted<string>[] = [
  ['chrome', 0.47],
  ['phone', 0.25],
  ['safari', 0.18],
  ['firefox', 0.1],
]

export const createClient = (random: Random, name: string): Client => {
  const library = LIBRARIES[name]
  if (!library) throw new Error(`no library is called ${name}`)
  // People cluster on the newest versions; a long tail never updates.
  const place =
    library.versions.length - 1 - Math.min(library.versions.length - 1, random.geometric(4) - 1)
  return clientOf(library, at(library.versions, place), random.pick(library.runtimes), random)
}

/** Another version of the same library, with the header order that this version has. */
export const upgradeClient = (client: Client, random: Random): Client => {
  const library = LIBRARIES[client.family]
  if (!library) return client
  return clientOf(
    library,
    at(library.versions, library.versions.length - 1),
    random.pick(library.runtimes),
    random,
  )
}

const clientOf = (library: Library, version: string, runtime: string, random: Random): Client => {
  const system = random.weighted(systemsOf(library.family))
  return {
    family: library.family,
    userAgent: library.agent.replaceAll('{v}', version).replace('{os}', system),
    version,
    ja4: fingerprintOf(library.isBrowser ? `${runtime}-${version}` : runtime),
    headerOrder: orderOf(library, version),
    endpoint: library.isBrowser || library.family === 'phone' ? '/v1/conversation' : '/v1/messages',
    channel: library.isBrowser || library.family === 'phone' ? 'app' : 'api',
    isBrowser: library.isBrowser ?? false,
  }
}

/** A fingerprint of the JA4 form. A home-made stack gets one of its own by its label. */
export const fingerprintOf = (label: string): string => {
  const random = createRandom(`fingerprint ${label}`)
  const protocol = random.chance(0.6) ? 'h2' : 'h1'
  return `t13d${random.int(12, 19)}${random.int(10, 18)}${protocol}_${random.hex(12)}_${random.hex(12)}`
}

/** Libraries move a header now and then: about every eighth version has another order. */
const orderOf = (library: Library, version: string): readonly string[] =>
  swapHeaders(
    library.headers,
    hashText(`${library.family}${Math.floor(Number(version.split('.')[1]) / 8)}`),
  )

/** Two headers change places. One seed gives one order. */
export const swapHeaders = (headers: readonly string[], seed: number): readonly string[] => {
  const order = [...headers]
  const left = seed % order.length
  const right = (seed >>> 8) % order.length
  const kept = at(order, left)
  order[left] = at(order, right)
  order[right] = kept
  return order
}

/** A client that claims to be a library but is not: what a home-made relay sends. */
export const disguiseClient = (claimed: Client, stack: string): Client => ({
  ...claimed,
  ja4: fingerprintOf(stack),
  headerOrder: swapHeaders(
    swapHeaders(claimed.headerOrder, hashText(stack)),
    hashText(`${stack} again`),
  ),
})
