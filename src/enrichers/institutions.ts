import { readFileSync } from 'node:fs'
import { domainToASCII, domainToUnicode } from 'node:url'
import { getDomain, parse } from 'tldts'

export interface Institution {
  readonly domain: string
  /** '' where only the suffix says that it is one. */
  readonly name: string
}

export interface Institutions {
  /** The institution whose domain this is, or below whose it lies. */
  of(domain: string): Institution | undefined
  /** The institution that a domain which is none is made to look like. */
  imitatedBy(domain: string): Institution | undefined
}

/** The packed list; see `scripts/pack-institutions.js`. Read once, 1.2 MB. */
export function loadInstitutions(): Institutions {
  return institutionsOf(readFileSync(new URL('./institutions.tsv', import.meta.url), 'utf8'))
}

/**
 * Institutions from lines of domain, tab, name. `*.suffix` is a suffix that academic institutions alone are registered
 * under; `!domain` is on the list wrongly.
 */
export function institutionsOf(lines: string): Institutions {
  const names = new Map<string, string>()
  const suffixes = new Set<string>()
  const struck = new Set<string>()
  for (const line of lines.split('\n')) {
    const [domain = '', name = ''] = line.split('\t')
    if (domain.startsWith('*.')) suffixes.add(domain.slice(2))
    else if (domain.startsWith('!')) struck.add(domain.slice(1))
    else if (domain !== '') names.set(domain, name)
  }
  // A tenth of a second, which only those pay who compare looks.
  let made: Looks | undefined
  const looks = () => {
    made ??= looksOf(names.keys(), suffixes)
    return made
  }
  const listed = (domain: string): Institution | undefined => {
    const name = names.get(domain)
    return name === undefined ? undefined : { domain, name }
  }
  const of = (given: string): Institution | undefined => {
    const parts = canonicalDomain(given).split('.')
    const tails = parts.map((_, at) => parts.slice(at).join('.'))
    if (tails.some((tail) => struck.has(tail))) return undefined
    // The longest that is listed: a faculty may be an institution of its own.
    const known = tails.find((tail) => names.has(tail))
    if (known !== undefined) return listed(known)
    const under = tails.findIndex((tail) => suffixes.has(tail))
    return under > 0 ? { domain: tails[under - 1] ?? '', name: '' } : undefined
  }
  return Object.freeze({
    of,
    imitatedBy: (given: string) => {
      const domain = canonicalDomain(given)
      const known = domain === '' ? undefined : of(domain)
      if (domain === '' || (known !== undefined && names.has(known.domain))) return undefined
      // Under a suffix of learning there are institutions that nobody listed, whose names may be like those of others.
      const target = known === undefined ? looks()(domain) : looks().bySkeleton(domain)
      return target === undefined ? undefined : listed(target)
    },
  })
}

/** In lower case and Punycode, without a point at its end; '' where it is no domain or longer than one may be. */
export const canonicalDomain = (domain: string): string => {
  // What the conversion would cut off, a reader takes for the domain.
  if (domain.length > 2 * DOMAIN_LENGTH_MAX || NO_PART.test(domain.trim())) return ''
  const ascii = domainToASCII(domain.trim().replace(/\.+$/, '').toLowerCase())
  return ascii.length > DOMAIN_LENGTH_MAX ? '' : ascii
}
const NO_PART = /[/?#\\:@%\s]/
/** RFC 1035, without the point at the end. */
const DOMAIN_LENGTH_MAX = 253

/** The part of a domain that somebody registered: of a list of suffixes that are no one's, some of them hosts' for many. */
export const registeredDomain = (domain: string): string =>
  getDomain(domain, { allowPrivateDomains: true }) ?? domain

/** What says of a name that it means a place of learning. */
const LEARNING = [
  'edu',
  'ac',
  'uni',
  'univ',
  'university',
  'college',
  'student',
  'students',
  'alumni',
]
/** One letter more or less is chance in a short name. */
const MISSPELT_LENGTH_MIN = 8
/** A shorter name beside a word for learning is a word, or initials that anybody may have. */
const RUN_TOGETHER_LENGTH_MIN = 5
/** Suffixes that say a place of learning, under which anybody registers what is free. */
const OPEN_LEARNING = new Set([
  ...['education', 'academy', 'university', 'college', 'school', 'institute', 'degree'],
  ...['courses', 'study', 'training'],
])
/** A longer name than any institution has is looked at by its end alone. */
const LABELS_MAX = 8

interface Looks {
  (domain: string): string | undefined
  readonly bySkeleton: (domain: string) => string | undefined
}

/**
 * Five ways in which a domain is made to look like a listed one: letters of the same looks, the listed domain in front of
 * another, its parts joined by hyphens, its name under a suffix for learning that is open to all, and one letter more, less or
 * other in a long name under the same suffix.
 */
function looksOf(domains: Iterable<string>, suffixes: ReadonlySet<string>): Looks {
  const bySkeleton = new Map<string, string>()
  const byLabel = new Map<string, string>()
  const misspelt = new Map<string, string>()
  const whole = new Set<string>()
  const labels: string[] = []
  for (const domain of domains) {
    const { label, suffix } = splitOf(domain, suffixes)
    whole.add(domain)
    bySkeleton.set(skeletonOf(domain), domain)
    if (label.includes('.')) continue
    labels.push(label)
    // Under a suffix of learning alone: a name under another is a word that many have.
    if (suffixes.has(suffix)) byLabel.set(label, domain)
    if (label.length < MISSPELT_LENGTH_MIN) continue
    for (const form of [label, ...withoutOne(label)]) misspelt.set(`${form}.${suffix}`, domain)
  }
  const allLabels = labels.join('\n')
  const alike = (domain: string) => bySkeleton.get(skeletonOf(domain))
  const looks = (domain: string) => {
    const { label, suffix } = splitOf(domain, suffixes)
    return (
      alike(domain) ??
      inFront(domain, whole, suffixes) ??
      joined(domain, byLabel) ??
      underOpen(domain, byLabel, allLabels) ??
      oneLetter(label, suffix, misspelt)
    )
  }
  return Object.assign(looks, { bySkeleton: alike })
}

/** `harvard.edu.example.com`: the labels of a listed domain, and more behind them. */
function inFront(domain: string, whole: ReadonlySet<string>, suffixes: ReadonlySet<string>) {
  const parts = domain.split('.').slice(-LABELS_MAX)
  for (let from = 0; from < parts.length; from++)
    for (let to = from + 2; to < parts.length; to++) {
      const piece = parts.slice(from, to).join('.')
      if (whole.has(piece) && suffixes.has(parts.slice(from + 1, to).join('.'))) return piece
    }
  return undefined
}

/** `harvard-edu.com`, `harvarduniversity.org`: the name of a listed one and a word for learning, in what was registered. */
function joined(domain: string, byLabel: ReadonlyMap<string, string>) {
  const { domainWithoutSuffix: name } = parse(domain)
  if (name == null) return undefined
  const words = name.split('-')
  const others = words.filter((word) => !LEARNING.includes(word))
  if (others.length < words.length && others.length === 1) return byLabel.get(others[0] ?? '')
  if (words.length > 1) return undefined
  for (const word of LEARNING) {
    const rest = name.endsWith(word)
      ? name.slice(0, -word.length)
      : name.startsWith(word)
        ? name.slice(word.length)
        : ''
    if (rest.length >= RUN_TOGETHER_LENGTH_MIN && byLabel.has(rest)) return byLabel.get(rest)
  }
  return undefined
}

/**
 * `stanford.education`. A name that another institution has as well, or as a part of its own, is a word: there is a Kings
 * Education and a Stamford University that imitate nobody.
 */
function underOpen(domain: string, byLabel: ReadonlyMap<string, string>, allLabels: string) {
  const { domainWithoutSuffix: name, publicSuffix } = parse(domain)
  if (name == null || !OPEN_LEARNING.has(publicSuffix ?? '')) return undefined
  if (name.length < RUN_TOGETHER_LENGTH_MIN || !byLabel.has(name)) return undefined
  const isOnly = allLabels.indexOf(name) === allLabels.lastIndexOf(name)
  return isOnly ? byLabel.get(name) : undefined
}

function oneLetter(label: string, suffix: string, misspelt: ReadonlyMap<string, string>) {
  if (label.length < MISSPELT_LENGTH_MIN - 1) return undefined
  const forms = [label, ...withoutOne(label)]
  for (const form of forms) {
    const target = misspelt.get(`${form}.${suffix}`)
    if (target !== undefined) return target
  }
  return undefined
}

const withoutOne = (label: string): readonly string[] =>
  Array.from(label, (_, at) => label.slice(0, at) + label.slice(at + 1))

function splitOf(domain: string, suffixes: ReadonlySet<string>) {
  const parts = domain.split('.')
  const two = parts.slice(-2).join('.')
  const size = suffixes.has(two) || (parts.length > 2 && (parts.at(-2)?.length ?? 9) <= 3) ? 2 : 1
  return { label: parts.slice(0, -size).join('.'), suffix: parts.slice(-size).join('.') }
}

/** One spelling for letters that look alike. After the idea of the skeleton of Unicode TS 39, for what domains have. */
function skeletonOf(domain: string): string {
  const plain = domainToUnicode(domain)
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
  return Array.from(plain, (letter) => ALIKE.get(letter) ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replaceAll('-', '')
}

const ALIKE: ReadonlyMap<string, string> = new Map(
  (
    [
      ['a', 'а α ɑ'],
      ['b', 'Ь ƅ'],
      ['c', 'с ϲ'],
      ['d', 'ԁ'],
      ['e', 'е ҽ'],
      ['g', 'ɡ'],
      ['h', 'һ'],
      ['i', 'і ι ı ї'],
      ['j', 'ј'],
      ['k', 'κ к'],
      ['l', '1 ӏ'],
      ['n', 'ո'],
      ['o', '0 о ο օ'],
      ['p', 'р ρ'],
      ['q', 'ԛ'],
      ['s', 'ѕ 5'],
      ['t', 'т τ'],
      ['u', 'υ ս'],
      ['v', 'ν ѵ'],
      ['w', 'ԝ ѡ'],
      ['x', 'х'],
      ['y', 'у γ'],
    ] as const
  ).flatMap(([letter, looks]) => looks.split(' ').map((look) => [look, letter] as const)),
)
