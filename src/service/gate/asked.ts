import { z } from 'zod'
import type { Asked } from '../decisions/asked.js'
import { addressOfPeer } from '../decisions/identifier.js'
import type { Sketched, Texts } from '../decisions/sketch.js'

const IDENTIFIER_BYTES_MAX = 128
const TEXT_BYTES_MAX = 16_384
// A conversation of more turns is an agent's, and its newest ones are at the end.
const MESSAGES_MAX = 10_000
const PARTS_MAX = 10_000

const fits = (bytes: number) => (text: string) => Buffer.byteLength(text) <= bytes
const identifier = z.string().refine(fits(IDENTIFIER_BYTES_MAX), 'it is longer than 128 bytes')
const text = z.string().refine(fits(TEXT_BYTES_MAX), 'it is too long')

/** A turn as APIs send it: content is a text, or parts of which some have a text. */
export const message = z.object({
  role: z.string().max(64),
  content: z
    .union([z.string(), z.array(z.object({ text: z.string().nullish() }).loose()).max(PARTS_MAX)])
    .nullish(),
})
export const messages = z.array(message).max(MESSAGES_MAX)

/** The body of `POST /v1/decide`. Unknown keys are ignored. */
export const decideBody = z.object({
  account_id: identifier.min(1),
  organization_id: identifier.nullish(),
  api_key_id: identifier.nullish(),
  tenant: identifier.nullish(),
  ip: identifier.nullish(),
  payment_hash: text.nullish(),
  user_agent: text.nullish(),
  ja4: text.nullish(),
  model: text.nullish(),
  system: z.string().nullish(),
  messages: messages.nullish(),
})
export type DecideBody = z.infer<typeof decideBody>

export type Sketch = (texts: Texts) => Sketched

/** What to ask, without the texts: of them only hashes go on. */
export function askedOfBody(body: DecideBody, sketch: Sketch): Asked {
  const { system, messages: turns, ...rest } = body
  return {
    ...withoutNulls(rest),
    account_id: body.account_id,
    ...(body.ip == null ? {} : { ip: addressOfPeer(body.ip) }),
    ...sketchOf({ system, turns }, sketch),
  }
}

export interface GivenTexts {
  readonly system?: string | null | undefined
  readonly turns?: z.infer<typeof messages> | null | undefined
}

/** The sketch of texts, where there are any. */
export function sketchOf({ system, turns }: GivenTexts, sketch: Sketch): Partial<Sketched> {
  if ((system ?? '') === '' && (turns ?? []).length === 0) return {}
  return sketch({
    system: system ?? '',
    messages: (turns ?? []).map(({ role, content }) => ({ role, content: contentText(content) })),
  })
}

/** Parts with a text, as the sources join them. */
export function contentText(content: z.infer<typeof message>['content']): string {
  if (typeof content === 'string') return content
  const texts = (content ?? []).map((part) => part.text ?? '')
  return texts.filter((part) => part !== '').join('\n')
}

type Filled<Given> = { [Key in keyof Given]: Exclude<Given[Key], null> }

const withoutNulls = <Given extends object>(given: Given): Filled<Given> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)) as Filled<Given>
