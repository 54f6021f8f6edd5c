import { describe, expect, test } from 'vitest'
import { answerAll } from '../../src/lab/signups/answers.js'
import { signupWorld } from '../../src/lab/signups/world.js'
import { makeAssessor } from '../../src/verification/assessor.js'
import { loadReasons } from '../../src/verification/index.js'
import { ORIGINS } from '../../src/verification/verification.fixture.js'

const reasons = await loadReasons()

describe.each(['one', 'two', 'three'])(
  'honest applicants who show what they are asked for, seed %s',
  (seed) => {
    const world = signupWorld({ seed, applications: 6000, hostile: 0.05 })
    const { assess } = makeAssessor({ reasons, origins: ORIGINS })
    const { innocent, twins } = answerAll(world, assess, seed)

    test('are granted, by one proof beyond those of the programme at most', () => {
      expect(innocent).toMatchObject({ granted_after_more: 0, not_granted: 0 })
    })

    test('whatever group they signed up with', () => {
      expect(Object.keys(twins)).toHaveLength(8)
      for (const one of Object.values(twins))
        expect(one).toMatchObject({ not_granted: 0, granted_after_more: 0 })
    })
  },
)
