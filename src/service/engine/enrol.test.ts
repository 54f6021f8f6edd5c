import { expect, test } from 'vitest'
import { isToSeeToApplications } from './enrol.js'

const HOUR_MS = 3_600_000
test.each([
  ['by an engine that has just begun', { applicationsLookedMs: undefined, sealed: 0 }, true],
  ['within the hour not', { applicationsLookedMs: 1, sealed: 0 }, false],
  ['an hour after, though nothing came in', { applicationsLookedMs: 0, sealed: 0 }, true],
  ['not before an answer that waits in the spool', { applicationsLookedMs: 0, sealed: 1 }, false],
])('applications are looked at %s', (_, mind, isDue) => {
  expect(isToSeeToApplications(mind, HOUR_MS)).toBe(isDue)
})
