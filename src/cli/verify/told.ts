/** Applications as the service tells them, and how they are asked for. */
import { z } from 'zod'
import { StillwatchError } from '../../domain/errors.js'
import { type AskFlags, asked, deedRequest } from '../asking.js'
import { paragraph } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'

export interface DeskFlags extends AskFlags {
  readonly json?: boolean
}

const reason = z.object({ weight_bits: z.number(), statement: z.string() })

const enrolment = z.object({
  enrolment_id: z.string(),
  application_id: z.string(),
  account_id: z.string(),
  program: z.string(),
  tier: z.string(),
  purpose: z.string().nullable(),
  state: z.string(),
  opened_at: z.string(),
  since: z.string(),
  due_at: z.string().nullable(),
  asked: z.array(z.string()),
  held: z.array(z.string()),
  accepted: z.array(
    z.object({
      proof: z.string(),
      sha256: z.string().nullable(),
      by: z.string(),
      at: z.string(),
    }),
  ),
  campaigns: z.array(z.string()),
  use: z.array(reason),
  risk: z.number().nullable(),
  odds_bits: z.number().nullable(),
  statement: z.string(),
})
export type EnrolmentTold = z.infer<typeof enrolment>

export const queueTold = z.object({
  all: z.number(),
  states: z.record(z.string(), z.number()),
  enrolments: z.array(enrolment),
})
export type QueueTold = z.infer<typeof queueTold>

const side = z.object({
  application_id: z.string(),
  applied_at: z.string(),
  program: z.string().nullable(),
  tier: z.string().nullable(),
  purpose: z.string().nullable(),
  plan: z.string().nullable(),
  mail_kind: z.string().nullable(),
  proofs: z.array(z.string()),
  risk: z.number().nullable(),
  state: z.string().nullable(),
  in_common: z.array(z.string()),
  assessment: z
    .object({
      reasons: z.array(reason).optional(),
      counter_reasons: z.array(reason).optional(),
      extra: z.array(z.string()).optional(),
      required: z.array(z.string()).optional(),
    })
    .nullable(),
})
export type SideTold = z.infer<typeof side>

const stepTold = z.object({
  to: z.string(),
  at: z.string(),
  people: z.array(z.string()),
  cause: z.string(),
})
export const oneTold = z.object({
  enrolment: enrolment.extend({ steps: z.array(stepTold) }).nullable(),
  application: side.nullable(),
  alike: z.array(side),
})
export type OneTold = z.infer<typeof oneTold>

/** "step up asked": a word of ours as people read it. */
export const words = (word: string): string => word.replaceAll('_', ' ')
export const wordList = (all: readonly string[]): string => all.map(words).join(', ')

/** "education, full"; the lowest tier is not said. */
export const programText = ({ program, tier }: Pick<EnrolmentTold, 'program' | 'tier'>): string =>
  program === 'none' || tier === 'starting' ? program : `${program}, ${tier}`

export const titleLines = (text: string, terminal: Terminal): readonly string[] =>
  paragraph(text, terminal).map(terminal.ink.strong)

export const read = (
  flags: AskFlags,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<unknown> =>
  asked(flags, { method: 'GET', path: `/enrolments${path}?${new URLSearchParams(query)}` })

const actTold = z.object({
  state: z.enum(['done', 'proposed']),
  id: z.string(),
  shown_by_others: z.number().optional(),
})
export type ActTold = z.infer<typeof actTold>

export const act = async (
  flags: AskFlags,
  deed: string,
  input: Readonly<Record<string, unknown>>,
): Promise<ActTold> => actTold.parse(await asked(flags, deedRequest(deed, input, 'verify')))

/** As the service names what it keeps. Applications may be named so as well. */
export const mayBeEnrolment = (id: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

export const usage = (what: string, command: string) =>
  new StillwatchError('USAGE', { what, command: `verify ${command}` })

/** One, by its own id or by that of the application. Throws USAGE where nobody knows it. */
export async function readOne(flags: AskFlags, id: string, command: string) {
  const keys = mayBeEnrolment(id) ? ['enrolment_id', 'application_id'] : ['application_id']
  for (const key of id === '' ? [] : keys) {
    const said = await read(flags, '/one', { [key]: id })
    const one = oneTold.parse(said)
    if (one.enrolment !== null || one.application !== null) return { said, one }
  }
  const what = `Nobody knows \`${id}\`, or it was erased: \`stillwatch verify queue\` has those that there are.`
  throw usage(what, command)
}

/** The same, where something can be done with it. */
export async function readEnrolment(flags: AskFlags, id: string, command: string) {
  const { enrolment: known } = (await readOne(flags, id, command)).one
  if (known !== null) return known
  const what = `Nothing is asked of \`${id}\` and nothing is granted to it, so it has no state: it signed up as anybody does.`
  throw usage(what, command)
}
