/** What assessments made of sign-ups with known truth. */
import type { Assessment } from '../../domain/application.js'
import type { Applicant, Discipline } from './applicants.js'

export interface SignupScore {
  readonly applications: number
  readonly hostile: number
  /** Area under the precision-recall curve, by risk: of all sets, and of those of one discipline against all innocent. */
  readonly area: number
  readonly by_discipline: Readonly<Record<Discipline, DisciplineScore>>
  readonly innocent: StepShares
  readonly twins: Readonly<Record<string, StepShares>>
  /** The innocent by what is spoken where they live: whether one land is asked oftener than another. */
  readonly lands: Readonly<Record<string, StepShares>>
}

export interface StepShares {
  readonly applications: number
  readonly one_proof: number
  /** Asked for more than one proof, or kept for a person. */
  readonly more: number
}

export interface DisciplineScore extends StepShares {
  readonly area: number
}

interface Scored {
  readonly truth: Applicant
  readonly assessment: Assessment
}

/** `assessments` in the order of `applicants`. */
export function scoreSignups(
  applicants: readonly Applicant[],
  assessments: readonly Assessment[],
): SignupScore {
  const scored = applicants.flatMap((truth, place): readonly Scored[] => {
    const assessment = assessments[place]
    return assessment === undefined ? [] : [{ truth, assessment }]
  })
  const isHostile = ({ truth }: Scored) => truth.set !== undefined
  const innocent = scored.filter((one) => !isHostile(one))
  const disciplineScore = (discipline: Discipline): DisciplineScore => {
    const own = scored.filter(({ truth }) => truth.discipline === discipline)
    return { ...sharesOf(own), area: areaOf([...innocent, ...own], isHostile) }
  }
  const kinds = [...new Set(innocent.flatMap(({ truth }) => truth.twin ?? []))].sort()
  const lands = [...new Set(innocent.map(({ truth }) => truth.land))].sort()
  const ofLand = (land: string) => innocent.filter(({ truth }) => truth.land === land)
  const ofTwin = (kind: string) => innocent.filter(({ truth }) => truth.twin === kind)
  return {
    applications: scored.length,
    hostile: scored.length - innocent.length,
    area: areaOf(scored, isHostile),
    by_discipline: {
      sloppy: disciplineScore('sloppy'),
      careful: disciplineScore('careful'),
      disciplined: disciplineScore('disciplined'),
    },
    innocent: sharesOf(innocent),
    twins: Object.fromEntries(kinds.map((kind) => [kind, sharesOf(ofTwin(kind))])),
    lands: Object.fromEntries(lands.map((land) => [land, sharesOf(ofLand(land))])),
  }
}

function sharesOf(scored: readonly Scored[]): StepShares {
  const asked = (step: Assessment['step']) =>
    scored.filter(({ assessment }) => assessment.step === step).length
  return {
    applications: scored.length,
    one_proof: asked('one_proof'),
    more: asked('more_proofs') + asked('person'),
  }
}

/** Average precision (Davis and Goadrich, 2006): the precision at each step of recall; equals are taken together. */
function areaOf(scored: readonly Scored[], isHostile: (one: Scored) => boolean): number {
  const hostile = scored.filter(isHostile).length
  if (hostile === 0) return 0
  const byRisk = new Map<number, { all: number; hostile: number }>()
  for (const one of scored) {
    const known = byRisk.get(one.assessment.odds_bits) ?? { all: 0, hostile: 0 }
    known.all += 1
    if (isHostile(one)) known.hostile += 1
    byRisk.set(one.assessment.odds_bits, known)
  }
  let [seen, found, area] = [0, 0, 0]
  for (const [, { all, hostile: here }] of [...byRisk].sort(([a], [b]) => b - a)) {
    seen += all
    found += here
    area += (here / hostile) * (found / seen)
  }
  return area
}
