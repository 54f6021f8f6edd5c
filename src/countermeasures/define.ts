/**
 * What is done about a campaign, one file a measure. None changes an answer: a measure refuses what was asked for, in
 * words that its client is told, or asks the API itself for less, or holds an answer until it is whole and passes it on or
 * refuses it, which its client is told as well. So whoever is touched always knows that, and nothing becomes quietly
 * wrong. A block that the API signed is never rewritten.
 */

/**
 * Which API was asked. A `batch` is asked for by what makes one; its requests are not looked at one by one. `other` is any
 * other request that does something: it has no body to look into, and it counts.
 */
export type ApiKind = 'messages' | 'chat' | 'responses' | 'batch' | 'other'

export type Body = Readonly<Record<string, unknown>>

/** The numbers and names that a policy gives its measures. */
export interface Limits {
  /** Of all accounts that are touched together, which are those of one campaign. */
  readonly requests_per_minute?: number | undefined
  /** Requests of theirs in hand at once. */
  readonly parallel?: number | undefined
  /** Models that are not to be asked, by the whole name or by its beginning before a `*`. */
  readonly models?: readonly string[] | undefined
  /** For so many days from its release a model is not to be asked. */
  readonly new_model_days?: number | undefined
  /** The models that this is about, from their releases on. Not written by anybody: the snapshot is made with them. */
  readonly new_models?: readonly NewModel[] | undefined
  /** So great a part of an answer may be the reasoning that it shows, said again. */
  readonly repeated_share_max?: number | undefined
  /** The API shows reasoning in full to whoever does not say how it is to be shown. */
  readonly shows_reasoning?: boolean | undefined
  /** Where whoever is asked for a proof can give it: told to the client. */
  readonly verify_at?: string | undefined
}

/** A model by its name, or its beginning before a `*`, that is new from its release until an instant. */
export interface NewModel {
  readonly model: string
  readonly from_ms: number
  readonly until_ms: number
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
  /** As an API may understand it; and what stands behind it. */
  readonly path: string
  readonly query: string
  readonly limits: Limits
  readonly use: Use
  /** When it came, in milliseconds since 1970. */
  readonly now_ms: number
  /** Blocks of sealed reasoning in it that were issued to somebody else. */
  readonly foreign: () => number
}

/** It goes no further. `message` is a sentence without its end, for the client: what is not to be had, never why. */
export interface Refused {
  readonly kind: 'refuse'
  readonly status: 400 | 403 | 429 | 503
  readonly message: string
  readonly retry_seconds?: number | undefined
}

export type Effect =
  | Refused
  /** The request goes on with another value of one key of its body, and is the same byte for byte else. */
  | { readonly kind: 'change'; readonly key: string; readonly value: Body }

/** An answer of the API that was held until it was whole. */
export interface Answered {
  readonly kind: ApiKind
  /** All that it shows of the model's reasoning. */
  readonly reasoning: string
  /** What it says: each sample is one, and what each call of a tool is given. */
  readonly texts: readonly string[]
  readonly limits: Limits
}

/** A request of a case; what it leaves out is a request that nothing else is remarkable about. */
export interface Given {
  readonly kind: ApiKind
  readonly body?: Body
  readonly path?: string
  readonly query?: string
  readonly limits?: Limits
  readonly use?: Partial<Use>
  readonly now_ms?: number
  readonly foreign?: number
  /** The case is about the answer. */
  readonly answer?: Pick<Answered, 'reasoning' | 'texts'>
}

export interface Countermeasure {
  readonly id: string
  readonly title: string
  /** The level of a decision that it belongs to. A policy of a graver level may name it too. */
  readonly level: 'verify' | 'limit' | 'shape' | 'hold' | 'deny'
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
  /** For a measure on answers. Each answer is then held until it is whole, and passes byte for byte or is refused. */
  readonly look_answer?: (answer: Answered) => Refused | null
  readonly cases: {
    readonly touches: Readonly<Record<string, Given & { readonly effect: Partial<Effect> }>>
    readonly leaves: Readonly<Record<string, Given>>
  }
}

export const defineCountermeasure = (one: Countermeasure): Countermeasure => Object.freeze(one)

/** The values of a key however it is written: some APIs do not tell `n` from `N`. */
export const valuesOf = (body: Body, key: string): readonly unknown[] =>
  Object.keys(body)
    .filter((name) => name.toLowerCase() === key)
    .map((name) => body[name])

/** The model that is asked. In the path, as Azure has it, it counts whatever a body says. Empty where none is named. */
export const modelOf = ({ body, path }: Pick<Measured, 'body' | 'path'>): string =>
  /\/deployments\/([^/]+)\//i.exec(path)?.[1] ?? (typeof body.model === 'string' ? body.model : '')

/** Whether a model is the one that is named, by its whole name or by its beginning before a `*`. */
export const isMeant = (model: string, named: string): boolean =>
  named.endsWith('*') ? model.startsWith(named.slice(0, -1)) : model === named

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
