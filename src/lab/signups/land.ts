/**
 * Where people live, as far as it shows when they sign up: providers of mail, habits of naming, browsers. Invented, but for
 * what is needed: in each land these depend on each other, so that strangers of one have several things in common.
 */
import { createRandom, type Random, type Weighted } from '../random.js'
import { createPlace, type Network, personalNetwork } from '../world/networks.js'

export interface Browser {
  readonly user_agent: string
  readonly ja4: string
}

export interface Land {
  readonly language: string
  readonly mail: readonly Weighted<string>[]
  /** Kinds of local part, by weight. */
  readonly shapes: readonly Weighted<Naming>[]
  readonly browsers: readonly Weighted<BrowserName>[]
  readonly schools: readonly string[]
}

type Naming = 'given.family' | 'givenfamily99' | 'g.family' | 'nick' | 'nick99' | 'digits' | 'a_b'
type BrowserName =
  | 'chrome-win'
  | 'chrome-mac'
  | 'chrome-android'
  | 'safari-ios'
  | 'safari-mac'
  | 'firefox'
  | 'edge'
  | 'qq'
  | 'yandex'
  | 'samsung'

const DAY_MS = 86_400_000

const USUAL: readonly Weighted<BrowserName>[] = [
  ['chrome-win', 0.34],
  ['chrome-mac', 0.12],
  ['chrome-android', 0.16],
  ['safari-ios', 0.16],
  ['safari-mac', 0.06],
  ['firefox', 0.06],
  ['edge', 0.1],
]
const NAMES: readonly Weighted<Naming>[] = [
  ['given.family', 0.28],
  ['givenfamily99', 0.26],
  ['g.family', 0.1],
  ['nick', 0.12],
  ['nick99', 0.18],
  ['a_b', 0.04],
  ['digits', 0.02],
]

export const LANDS: readonly Weighted<Land>[] = [
  [
    {
      language: 'en',
      mail: [
        ['gmail.com', 0.66],
        ['outlook.com', 0.12],
        ['icloud.com', 0.12],
        ['yahoo.com', 0.07],
        ['proton.me', 0.03],
      ],
      shapes: NAMES,
      browsers: USUAL,
      schools:
        'mit.edu stanford.edu umich.edu berkeley.edu utexas.edu ox.ac.uk ed.ac.uk ucl.ac.uk unsw.edu.au utoronto.ca'.split(
          ' ',
        ),
    },
    0.34,
  ],
  [
    {
      language: 'zh',
      mail: [
        ['qq.com', 0.46],
        ['163.com', 0.2],
        ['gmail.com', 0.24],
        ['outlook.com', 0.1],
      ],
      shapes: [
        ['digits', 0.52],
        ['nick99', 0.22],
        ['givenfamily99', 0.18],
        ['nick', 0.08],
      ],
      browsers: [
        ['qq', 0.22],
        ['chrome-win', 0.34],
        ['edge', 0.16],
        ['chrome-android', 0.18],
        ['safari-ios', 0.1],
      ],
      schools: 'tsinghua.edu.cn pku.edu.cn zju.edu.cn ntu.edu.tw sjtu.edu.cn'.split(' '),
    },
    0.16,
  ],
  [
    {
      language: 'hi',
      mail: [
        ['gmail.com', 0.93],
        ['outlook.com', 0.04],
        ['yahoo.com', 0.03],
      ],
      shapes: [
        ['givenfamily99', 0.56],
        ['given.family', 0.14],
        ['nick99', 0.24],
        ['nick', 0.06],
      ],
      browsers: [
        ['chrome-android', 0.5],
        ['chrome-win', 0.38],
        ['edge', 0.06],
        ['samsung', 0.06],
      ],
      schools: 'iitb.ac.in iitd.ac.in iisc.ac.in vit.ac.in bits-pilani.ac.in'.split(' '),
    },
    0.2,
  ],
  [
    {
      language: 'de',
      mail: [
        ['gmail.com', 0.38],
        ['gmx.de', 0.22],
        ['web.de', 0.14],
        ['outlook.com', 0.12],
        ['icloud.com', 0.08],
        ['posteo.de', 0.06],
      ],
      shapes: [
        ['given.family', 0.5],
        ['g.family', 0.16],
        ['nick99', 0.14],
        ['nick', 0.12],
        ['givenfamily99', 0.08],
      ],
      browsers: [...USUAL, ['firefox', 0.12]],
      schools: 'tum.de uni-heidelberg.de rwth-aachen.de ethz.ch univie.ac.at'.split(' '),
    },
    0.1,
  ],
  [
    {
      language: 'ru',
      mail: [
        ['yandex.ru', 0.34],
        ['mail.ru', 0.3],
        ['gmail.com', 0.36],
      ],
      shapes: NAMES,
      browsers: [
        ['yandex', 0.3],
        ['chrome-win', 0.36],
        ['chrome-android', 0.2],
        ['firefox', 0.06],
        ['safari-ios', 0.08],
      ],
      schools: 'msu.ru spbu.ru hse.ru mipt.ru itmo.ru'.split(' '),
    },
    0.08,
  ],
  [
    {
      language: 'es',
      mail: [
        ['gmail.com', 0.72],
        ['hotmail.com', 0.16],
        ['outlook.com', 0.08],
        ['icloud.com', 0.04],
      ],
      shapes: NAMES,
      browsers: USUAL,
      schools: 'uc3m.es upm.es unam.mx uba.ar usp.br'.split(' '),
    },
    0.12,
  ],
]

/** A new version every four weeks, which half have within nine days of its release; some stay behind. */
const RELEASE_DAYS = 28
const versionAt = (random: Random, name: string, atMs: number): number => {
  const lateDays = random.chance(0.08) ? random.uniform(40, 400) : random.exponential(13)
  const phase = createRandom(name).int(0, RELEASE_DAYS)
  return Math.floor((atMs / DAY_MS - lateDays + phase) / RELEASE_DAYS) - 600
}

const AGENTS: Readonly<Record<BrowserName, readonly [agent: string, stack: string]>> = {
  'chrome-win': [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{v}.0.0.0 Safari/537.36',
    'blink',
  ],
  'chrome-mac': [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/{v}.0.0.0 Safari/537.36',
    'blink',
  ],
  'chrome-android': [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/{v}.0.0.0 Mobile Safari/537.36',
    'blink',
  ],
  'safari-ios': [
    'Mozilla/5.0 (iPhone; CPU iPhone OS {v}_1 like Mac OS X) Version/{v}.1 Mobile Safari/604.1',
    'apple',
  ],
  'safari-mac': [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/{v}.1 Safari/605.1.15',
    'apple',
  ],
  firefox: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0',
    'gecko',
  ],
  edge: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{v}.0.0.0 Safari/537.36 Edg/{v}.0',
    'blink',
  ],
  qq: [
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 Chrome/{v}.0 Safari/537.36 QQBrowser/{v}',
    'blink-old',
  ],
  yandex: [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/{v}.0 YaBrowser/{v}.3 Safari/537.36',
    'blink',
  ],
  samsung: [
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 SamsungBrowser/{v}.0 Mobile Safari/537.36',
    'blink',
  ],
}

export function browserOf(random: Random, name: BrowserName, atMs: number): Browser {
  const version = versionAt(random, name, atMs)
  const [agent, stack] = AGENTS[name]
  // A fingerprint of the handshake is of a stack and changes less often than the name of a version.
  const era = Math.floor(version / 4)
  return {
    user_agent: agent.replaceAll('{v}', String(version)),
    ja4: `t13d_${createRandom(`${stack} ${era}`).hex(12)}`,
  }
}

export function localShape(random: Random, naming: Naming): string {
  const word = (low: number, high: number) => 'a'.repeat(random.int(low, high))
  const digits = (low: number, high: number) => '9'.repeat(random.int(low, high))
  switch (naming) {
    case 'given.family':
      return `${word(3, 8)}.${word(4, 10)}`
    case 'givenfamily99':
      return `${word(8, 16)}${digits(1, 4)}`
    case 'g.family':
      return `a.${word(4, 10)}`
    case 'nick':
      return word(5, 13)
    case 'nick99':
      return `${word(3, 9)}${digits(2, 5)}`
    case 'digits':
      return digits(8, 11)
    default:
      return `${word(3, 8)}_${word(3, 8)}`
  }
}

export interface Person {
  readonly land: Land
  readonly network: Network
  readonly browser: (atMs: number) => Browser
  readonly shape: string
}

/** Somebody, at home or on the road, with what people there have. */
export function createPerson(random: Random, land: Land = random.weighted(LANDS)): Person {
  const browser = random.weighted(land.browsers)
  return {
    land,
    network: personalNetwork(random, createPlace(random, land.language)),
    browser: (atMs) => browserOf(random.split('browser'), browser, atMs),
    shape: localShape(random, random.weighted(land.shapes)),
  }
}
