/**
 * What is done about a campaign, one file a measure. None changes an answer: a measure refuses what was asked for, in
 * words that its client is told, or asks the API itself for less, which its client is told as well. So whoever is
 * touched always knows that, and nothing becomes quietly wrong. A block that the API signed is never rewritten.
 */

/** Which API was asked. A `batch` is asked for by what makes one; its requests are not looked at one by one. */
export type ApiKind = 'messages' | 'chat' | 'responses' | 'batch'

export type Body = Readonly<Record<string, unknown>>

/** The numbers and names that a policy gives its measures. */
export interface Limits {
  /** Of all accounts that are touched together, which are those of one campaign. */
  readonly requests_per_minute?: number | undefined
  /** Requests of theirs in hand at once. */
  readonly parallel?: number | undefined
  /** Models that are not to be asked, by the whole name or by its beginning before a `*`. */
  readonly models?: readonly string[] | undefined
  /** Where whoever is asked for a proof can give it: told to the client. */
  readonly verify_at?: string | undefined
}

/** What the accounts that are touched together have in use before this request. */
export interface Use {
  readonly in_hand: number
  /** Requests that may still come before the rate is reached; with fractions. */
  readonly allowance: number
  /** Until the next one may come. */
  readonly seconds_to_next: number
}

export interface Measured {
  readonly kind: ApiKind
  readonly body: Body
  readonly limits: Limits
  readonly use: Use
  /** Blocks of sealed reasoning in it that were issued to somebody else. */
  readonly foreign: number
}

export type Effect =
  /** The request goes no further. `message` is a sentence without its end, for the client: what is not to be had, never why. */
  | {
      readonly kind: 'refuse'
      readonly status: 400 | 403 | 429
      readonly message: string
      readonly retry_seconds?: number | undefined
    }
  /** The request goes on with less asked for. */
  | { readonly kind: 'change'; readonly body: Body }

/** A request of a case; what it leaves out is a request that nothing else is remarkable about. */
export interface Given {
  readonly kind: ApiKind
  readonly body?: Body
  readonly limits?: Limits
  readonly use?: Partial<Use>
  readonly foreign?: number
}

export interface Countermeasure {
  readonly id: string
  readonly title: string
  /** The level of a decision that it belongs to. A policy of a graver level may name it too. */
  readonly level: 'verify' | 'limit' | 'shape' | 'deny'
  /** Whether a policy of its level that names no measures has it. */
  readonly is_default: boolean
  /** Key of the limits without which it does nothing. */
  readonly needs?: keyof Limits
  /** Whether it looks into the body. A request whose body cannot be looked into is then refused. */
  readonly needs_body: boolean
  readonly why: string
  /** What it costs a customer who is touched and did nothing wrong. */
  readonly costs: readonly string[]
  /** What it does not do, and how it is got around. */
  readonly falls_short: readonly string[]
  readonly look: (request: Measured) => Effect | null
  readonly cases: {
    readonly touches: Readonly<Record<string, Given & { readonly effect: Partial<Effect> }>>
    readonly leaves: Readonly<Record<string, Given>>
  }
}

export const defineCountermeasure = (one: Countermeasure): Countermeasure => Object.freeze(one)

export const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The page of a measure: what a customer is told who meets it, and an operator before it is used. */
export const countermeasurePage = (one: Countermeasure): string =>
  [
    `# ${one.title}`,
    `\`${one.id}\` · countermeasure of the level \`${one.level}\`${one.is_default ? '' : ' · only where a policy names it'}${one.needs === undefined ? '' : ` · needs \`limits.${one.needs}\``}`,
    prose(one.why),
    section('What it costs whoever did nothing wrong', one.costs.map(prose)),
    section('What it does not do', one.falls_short.map(prose)),
    section('Touches', Object.keys(one.cases.touches)),
    section('Leaves', Object.keys(one.cases.leaves)),
    '',
  ].join('\n\n')

const prose = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
const section = (title: string, items: readonly string[]) =>
  `## ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}`
