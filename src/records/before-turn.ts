/** What is read before an act has its turn: nobody's act waits for what another has to know. */
import type { Person } from '../domain/people.js'
import { type PreviewKnown, shareTerms } from '../domain/sharing.js'
import { assessmentOf } from './assessment.js'
import type { Line, World } from './deed.js'
import { decideAppeal } from './deeds/appeals.js'
import { addFact } from './deeds/assessments.js'
import { ruleBenign } from './deeds/rulings.js'
import { readPreview, releaseShare } from './deeds/sharing.js'
import type { LedgerOptions } from './ledger-options.js'
import { ASKS, type State } from './state.js'

interface Acting {
  readonly person: Pick<Person, 'name'>
  readonly deed: string
  readonly input: unknown
}

export type Before = Pick<World, 'preview' | 'line' | 'isEvidence'> & {
  readonly company: readonly string[]
}

export async function readBefore(
  options: Pick<LedgerOptions, 'company' | 'preview' | 'previewMade' | 'line' | 'isEvidence'>,
  state: State,
  acting: Acting,
): Promise<Before> {
  const account_id = accountAsked(acting)
  const [company, preview, line, isEvidence] = await Promise.all([
    account_id === undefined ? [] : options.company(account_id),
    previewAsked(options, acting),
    lineAsked(options, state, acting),
    evidenceAsked(options, state, acting),
  ])
  return { company, preview, line, isEvidence }
}

const ACCOUNT_CHARACTERS_MAX = 256

/**
 * The account that the account system would be asked to touch, before anything is known of the input. Of whoever is let go nothing has
 * to be known, which may take long, or fail.
 */
function accountAsked({ deed, input }: Acting): string | undefined {
  if (!ASKS.includes(deed)) return undefined
  const { account_id } = (input ?? {}) as { readonly account_id?: unknown }
  const isOne = typeof account_id === 'string' && account_id.length <= ACCOUNT_CHARACTERS_MAX
  return isOne ? account_id : undefined
}

/** What would leave by it, as it was looked at, or is shown by it. */
async function previewAsked(
  { preview, previewMade }: Pick<LedgerOptions, 'preview' | 'previewMade'>,
  { person, deed, input }: Acting,
): Promise<PreviewKnown | undefined> {
  if (deed === readPreview.id) {
    const { data } = readPreview.input.safeParse(input)
    return data === undefined ? undefined : previewMade?.(data.preview_id)
  }
  if (deed !== releaseShare.id || preview === undefined) return undefined
  const parsed = releaseShare.input.safeParse(input)
  if (!parsed.success) return undefined
  const { sha256: _, reason: __, ...terms } = parsed.data
  return preview(shareTerms.parse(terms), person.name)
}

/** Whoever lets a campaign go waits for nothing: where its line cannot be read, what was shared under its own name is withdrawn, and it is said. */
async function lineAsked(
  { line }: Pick<LedgerOptions, 'line'>,
  state: State,
  acting: Acting,
): Promise<Line | undefined> {
  const subject = subjectLetGo(state, acting)
  if (subject === undefined || line === undefined) return undefined
  return line(subject).catch((): Line => ({ campaigns: [], lacks: 'unread' }))
}

function subjectLetGo({ appeals }: State, { deed, input }: Acting) {
  if (deed === decideAppeal.id) {
    const { data } = decideAppeal.input.safeParse(input)
    const appeal = data?.outcome === 'overturned' ? appeals.get(data.appeal_id) : undefined
    return appeal && { subject_kind: 'account', subject_id: appeal.account_id }
  }
  if (deed !== ruleBenign.id) return undefined
  const { data } = ruleBenign.input.safeParse(input)
  return data && { subject_kind: data.subject_kind, subject_id: data.subject_id }
}

async function evidenceAsked(
  { isEvidence }: Pick<LedgerOptions, 'isEvidence'>,
  state: State,
  { deed, input }: Acting,
): Promise<boolean> {
  if (deed !== addFact.id || isEvidence === undefined) return false
  const { data } = addFact.input.safeParse(input)
  if (data?.evidence_id === undefined) return false
  const campaign_id = assessmentOf(state, data)?.campaign_id
  const { evidence_id } = data
  return campaign_id !== undefined && isEvidence({ campaign_id, evidence_id })
}
