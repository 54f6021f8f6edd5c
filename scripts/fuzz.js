// Fuzzing for a while: `npm run fuzz -- --seconds 600 [--seed 1]`. The seconds are those of all targets
// together; two run side by side. Without a seed each day has its own, which is printed.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
})
const day = Math.floor(Date.now() / 86_400_000)
const seed = values.seed ?? String(day)
const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), '--config', 'vitest.config.ts']

const listed = spawnSync(process.execPath, [vitest[0], 'list', 'test/fuzz', '--json'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
const targets = JSON.parse(listed.stdout).filter(({ name }) => name.includes('whatever')).length
const each = Number(values.seconds) / targets
process.stdout.write(`${targets} targets, ${each.toFixed(1)} s each, seed ${seed}\n`)

const done = spawnSync(process.execPath, [...vitest, 'run', 'test/fuzz', '--reporter=default'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    STILLWATCH_FUZZ_SECONDS: String(each),
    STILLWATCH_FUZZ_SEED: seed,
  },
})
process.exit(done.status ?? 1)
