import { hashKeyOf } from '../../config/key.js'
import type { Application } from '../../domain/application.js'
import { answerAll, type HonestOutcomes, type Outcomes } from '../../lab/signups/answers.js'
import type { SignupScore, StepShares } from '../../lab/signups/score.js'
import { scoreSignups } from '../../lab/signups/score.js'
import { signupWorld } from '../../lab/signups/world.js'
import { makeOrigins } from '../../service/verification/origins.js'
import { type Assessor, makeAssessor } from '../../verification/assessor.js'
import { assessAll } from '../../verification/batch.js'
import { loadReasons } from '../../verification/index.js'
import { quantileOf } from '../bench/gate/pace.js'
import { padTo } from '../terminal/layout.js'

export interface SignupsTask {
  readonly seed: string
  readonly applications: number
  readonly json: boolean
}

const HOSTILE = 0.05
/** At most one innocent applicant in so many is asked for more than one extra proof. */
const INNOCENT_MORE_MIN = 2000

/** Assesses sign-ups of the lab, as they came and as they look later, and prints how well. Whether the bounds hold. */
export async function signups({ seed, applications, json }: SignupsTask): Promise<boolean> {
  const world = signupWorld({ seed, applications, hostile: HOSTILE })
  const reasons = await loadReasons()
  const origins = makeOrigins(hashKeyOf(''))
  const given = world.map(({ application }) => application)
  const took: number[] = []
  const then = timed(makeAssessor({ reasons, origins }), given, took)
  const now = assessAll(given, { reasons, origins, when: 'now' })
  const scores = [
    { when: 'then', score: scoreSignups(world, then) },
    { when: 'now', score: scoreSignups(world, now) },
  ] as const
  const answering = makeAssessor({ reasons, origins })
  const answered = answerAll(world, answering.assess, seed)
  const [p50 = 0, p99 = 0] = [0.5, 0.99].map((share) => quantileOf(took, share))
  if (json)
    process.stdout.write(
      `${JSON.stringify({ seed, scores, answered, p50_ms: p50, p99_ms: p99 })}\n`,
    )
  else {
    for (const one of scores) process.stdout.write(`${linesOf(seed, one).join('\n')}\n`)
    process.stdout.write(`${answeredLines(answered).join('\n')}\n`)
    process.stdout.write(
      `\n  one assessment takes ${p50.toFixed(2)} ms, ${p99.toFixed(2)} ms at p99\n`,
    )
  }
  return scores.every(({ score }) => holds(score)) && allGranted(answered)
}

/** As they came: the applications are in the order of time. */
function timed(assessor: Assessor, given: readonly Application[], took: number[]) {
  return given.map((application) => {
    const startedMs = performance.now()
    const assessment = assessor.assess(application)
    took.push(performance.now() - startedMs)
    return assessment
  })
}

const holds = ({ innocent, twins }: SignupScore): boolean =>
  innocent.more * INNOCENT_MORE_MIN <= innocent.applications &&
  Object.values(twins).every(({ more }) => more === 0)

const allGranted = ({ twins }: HonestOutcomes): boolean =>
  Object.values(twins).every(({ not_granted }) => not_granted === 0)

function answeredLines({ innocent, twins }: HonestOutcomes): readonly string[] {
  const cells = (...values: readonly (string | number)[]) =>
    values.map((value) => padTo(String(value), 12, 'right')).join('')
  const row = (name: string, one: Outcomes) =>
    `  ${padTo(name, 24)}${cells(one.granted_at_once, one.granted_after_one, one.granted_after_more, one.not_granted)}`
  return [
    '',
    '  when the honest come back with what they were asked for, granted',
    '',
    `  ${padTo('', 24)}${cells('at once', 'by one more', 'by several', 'not')}`,
    row('the innocent', innocent),
    ...Object.entries(twins).map(([name, one]) => row(`  ${name}`, one)),
  ]
}

function linesOf(seed: string, { when, score }: { when: string; score: SignupScore }) {
  const row = (name: string, { applications, one_proof, more }: StepShares, area = '') =>
    `  ${padTo(name, 24)}${padTo(String(applications), 13, 'right')}${padTo(String(one_proof), 11, 'right')}${padTo(String(more), 7, 'right')}${padTo(area, 8, 'right')}`
  return [
    '',
    `sign-ups, seed ${seed}, ${when === 'then' ? 'as they came' : 'as they look two weeks later'}: ${score.applications}, of which ${score.hostile} hostile`,
    `  area under the precision-recall curve   ${score.area.toFixed(3)}`,
    '',
    `  ${padTo('', 24)}${padTo('applications', 13, 'right')}${padTo('one proof', 11, 'right')}${padTo('more', 7, 'right')}${padTo('area', 8, 'right')}`,
    ...Object.entries(score.by_discipline).map(([name, one]) =>
      row(name, one, one.area.toFixed(3)),
    ),
    row('the innocent', score.innocent),
    ...Object.entries(score.twins).map(([name, one]) => row(`  ${name}`, one)),
    ...Object.entries(score.lands).map(([name, one]) => row(`  where ${name} is spoken`, one)),
  ]
}
