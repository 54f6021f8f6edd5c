import { type Matrix, type RatedItem, type Rating, weigh } from '../domain/competing.js'
import type { Confidence, LikelihoodWord } from '../domain/estimate.js'
import {
  digestOf,
  JUDGEMENT_SCHEMA,
  type Judgement,
  type JudgementContent,
  judgementContent,
  type SliceNamed,
} from '../domain/judgement.js'

/** Stand in every assessment, and cannot be taken out: what explains the same without the one who is suspected. */
export const FIXED_HYPOTHESES: Readonly<Record<string, string>> = Object.freeze({
  flag: 'A false flag: somebody wants another to be suspected.',
  tool: 'Unrelated customers of one tool, seller or text.',
})
/** With those two, so that a matrix fits on a screen. */
export const HYPOTHESES_MAX = 8
export const ITEMS_MAX = 100
export const DISSENTS_MAX = 100
/** Of one author: who has more to say writes it into one. */
export const DISSENTS_OF_ONE_MAX = 10
export const VERSIONS_MAX = 100

export interface Written {
  readonly by: string
  readonly at_ms: number
  readonly text: string
}

export interface Item extends Written {
  readonly standing: 'fact' | 'inference'
  readonly source: JudgementContent['items'][number]['source']
  readonly rests_on: readonly string[]
}

export interface Draft {
  readonly author: string
  readonly claim: string
  readonly hypothesis: string
  readonly likelihood: LikelihoodWord
  readonly confidence: Confidence
  readonly confidence_grounds: string
  readonly would_change: string
  readonly review_at: string
  readonly expires_at: string
}

export interface Signed {
  readonly judgement: Judgement
  /** As it was when it was signed: another than that of `judgement` where a text of it was erased since. */
  readonly digest: string
  readonly signature: string
  withdrawn: { readonly by: string; readonly at_ms: number; readonly reason: string } | null
}

/** What several people think through together. All of it is what entries of the trail made. */
export interface Assessment {
  readonly assessment_id: string
  readonly campaign_id: string
  readonly slice: SliceNamed | null
  readonly question: 'operator' | 'beneficiary'
  readonly opened_by: string
  readonly opened_ms: number
  readonly hypotheses: Map<string, Written>
  readonly items: Map<string, Item>
  /** By item, then by hypothesis; the last word of whoever rated last. */
  readonly ratings: Map<string, Map<string, { readonly rating: Rating; readonly by: string }>>
  readonly dissents: Written[]
  draft: Draft | null
  /** In the order of their versions. Nothing in them is changed. */
  readonly versions: Signed[]
  /** How many hypotheses and items there ever were: a name is never given twice. */
  named: { hypotheses: number; items: number }
}

type Opened = Pick<
  Assessment,
  'assessment_id' | 'campaign_id' | 'slice' | 'question' | 'opened_by' | 'opened_ms'
>

export function newAssessment(opened: Opened): Assessment {
  const fixed = Object.entries(FIXED_HYPOTHESES).map(([name, text]) => {
    return [name, { by: opened.opened_by, at_ms: opened.opened_ms, text }] as const
  })
  return {
    ...opened,
    ...{ hypotheses: new Map(fixed), items: new Map(), ratings: new Map(), dissents: [] },
    ...{ draft: null, versions: [], named: { hypotheses: 0, items: 0 } },
  }
}

interface Assessments {
  readonly assessments: ReadonlyMap<string, Assessment>
}

export const assessmentOf = (
  { assessments }: Assessments,
  { assessment_id }: { readonly assessment_id: string },
): Assessment | undefined => assessments.get(assessment_id)

export function matrixOf({ hypotheses, items, ratings }: Assessment): Matrix {
  const rated = [...items].map(([item, { rests_on }]): RatedItem => {
    const given = [...(ratings.get(item) ?? [])]
      .filter(([hypothesis]) => hypotheses.has(hypothesis))
      .map(([hypothesis, { rating }]) => [hypothesis, rating] as const)
    return { item, rests_on, ratings: new Map(given) }
  })
  return weigh([...hypotheses.keys()], rated)
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** What would be signed, or nothing where there is no draft. Only what is said in it, no clock and no chance. */
export function contentOf(one: Assessment): JudgementContent | undefined {
  const { draft, assessment_id, campaign_id, slice, question } = one
  if (draft === null) return undefined
  const { standings, items } = matrixOf(one)
  const weighedOf = new Map(items.map((weighed) => [weighed.item, weighed]))
  // A copy of its own, which nothing that is done later reaches.
  return judgementContent.parse({
    ...{ assessment_id, campaign_id, slice, question, ...draft },
    hypotheses: standings.map((standing) => ({
      ...standing,
      text: one.hypotheses.get(standing.hypothesis)?.text ?? '',
    })),
    items: [...one.items].map(([item, { standing, source, rests_on, by, text }]) => ({
      ...{ item, standing, source, rests_on: [...rests_on], by, text },
      ratings: Object.fromEntries(
        [...(one.ratings.get(item) ?? [])]
          .filter(([hypothesis]) => one.hypotheses.has(hypothesis))
          .map(([hypothesis, { rating }]) => [hypothesis, rating]),
      ),
      diagnosticity: weighedOf.get(item)?.diagnosticity ?? 0,
      is_sensitive: weighedOf.get(item)?.is_sensitive ?? false,
    })),
    dissents: one.dissents.map(({ by, at_ms, text }) => ({ by, at: iso(at_ms), text })),
  })
}

interface Signing {
  readonly people: readonly string[]
  readonly at_ms: number
  readonly key_id: string
}

/** The next version of it, as it is to be signed. */
export function judgementOf(
  one: Assessment,
  { people, at_ms, key_id }: Signing,
): Judgement | undefined {
  const said = contentOf(one)
  if (said === undefined) return undefined
  return {
    schema: JUDGEMENT_SCHEMA,
    ...said,
    version: one.versions.length + 1,
    supersedes: one.versions.at(-1)?.digest ?? null,
    signed_by: [...people],
    signed_at: iso(at_ms),
    key_id,
  }
}

/** Of what people want to be signed, to the letter; empty where there is no draft. */
export function contentDigest(one: Assessment): string {
  const said = contentOf(one)
  return said === undefined ? '' : digestOf(said)
}

/** The judgements on a campaign that count at an instant. */
export const judgementsInForce = (
  { assessments }: Assessments,
  campaign_id: string,
  nowMs: number,
): readonly Signed[] =>
  [...assessments.values()]
    .filter((one) => one.campaign_id === campaign_id)
    .flatMap((one) =>
      one.versions.filter((version) => versionState(one, version, nowMs) === 'in_force'),
    )

export type VersionState = 'in_force' | 'expired' | 'superseded' | 'withdrawn'

/** What a version is worth at an instant. */
export function versionState(one: Assessment, version: Signed, nowMs: number): VersionState {
  if (version.withdrawn !== null) return 'withdrawn'
  if (one.versions.at(-1) !== version) return 'superseded'
  return Date.parse(version.judgement.expires_at) <= nowMs ? 'expired' : 'in_force'
}
