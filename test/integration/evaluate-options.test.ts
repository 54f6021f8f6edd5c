import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

// From outside, as a stranger would use it; `npm test` builds first.
const MAIN = resolve(process.env.STILLWATCH_DIST ?? 'dist', 'cli', 'main.js')

const evaluate = (...words: readonly string[]) =>
  spawnSync(process.execPath, [MAIN, 'evaluate', ...words], { encoding: 'utf8' })

test.each([
  ['family', ['--without', 'gossip'], 'operations'],
  ['curve', ['gossip', '--curves', 'nowhere'], 'cover'],
  ['preset', ['gossip'], 'innocents'],
  ['preset', ['gossip', '--timing'], 'innocents'],
] as const)('an unknown %s is named, with those that there are', (_, words, known) => {
  const { status, stderr } = evaluate(...words)
  expect(status).toBeGreaterThan(0)
  expect(stderr).toContain('gossip')
  expect(stderr).toContain(known)
})

test.each(['1', '51', 'gossip'])(
  '%s is no number of worlds: what one teaches is tried on another',
  (worlds) => {
    const { status, stderr } = evaluate('tiny', '--timing', '--worlds', worlds)
    expect(status).toBeGreaterThan(0)
    expect(stderr).toContain('from 2 to 50')
  },
)
