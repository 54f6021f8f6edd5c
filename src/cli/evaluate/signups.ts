import { hashKeyOf } from '../../config/key.js'
import type { SignupScore, StepShares } from '../../lab/signups/score.js'
import { scoreSignups } from '../../lab/signups/score.js'
import { signupWorld } from '../../lab/signups/world.js'
import { makeOrigins } from '../../service/verification/origins.js'
import { assessAll } from '../../verification/batch.js'
import { loadReasons } from '../../verification/index.js'
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
  const scores = (['then', 'now'] as const).map((when) => {
    const startedMs = performance.now()
    const assessments = assessAll(given, { reasons, origins, when })
    return {
      when,
      seconds: (performance.now() - startedMs) / 1000,
      score: scoreSignups(world, assessments),
    }
  })
  if (json) process.stdout.write(`${JSON.stringify({ seed, scores })}\n`)
  else for (const one of scores) process.stdout.write(linesOf(seed, one).join('\n').concat('\n'))
  return scores.every(({ score }) => holds(score))
}

const holds = ({ innocent, twins }: SignupScore): boolean =>
  innocent.more * INNOCENT_MORE_MIN <= innocent.applications &&
  Object.values(twins).every(({ more }) => more === 0)

function linesOf(
  seed: string,
  { when, seconds, score }: { when: string; seconds: number; score: SignupScore },
) {
  const row = (name: string, { applications, one_proof, more }: StepShares, area = '') =>
    `  ${padTo(name, 24)}${padTo(String(applications), 13, 'right')}${padTo(String(one_proof), 11, 'right')}${padTo(String(more), 7, 'right')}${padTo(area, 8, 'right')}`
  return [
    '',
    `sign-ups, seed ${seed}, ${when === 'then' ? 'as they came' : 'as they look two weeks later'}: ${score.applications}, of which ${score.hostile} hostile, in ${seconds.toFixed(1)} s`,
    `  area under the precision-recall curve   ${score.area.toFixed(3)}`,
    '',
    `  ${padTo('', 24)}${padTo('applications', 13, 'right')}${padTo('one proof', 11, 'right')}${padTo('more', 7, 'right')}${padTo('area', 8, 'right')}`,
    ...Object.entries(score.by_discipline).map(([name, one]) =>
      row(name, one, one.area.toFixed(3)),
    ),
    row('the innocent', score.innocent),
    ...Object.entries(score.twins).map(([name, one]) => row(`  ${name}`, one)),
  ]
}
