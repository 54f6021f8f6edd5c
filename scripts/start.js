// `npm start`: builds, then scans the paths given after `--`, or the bundled example.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const build = spawnSync(process.execPath, [root('scripts/build.js')], { stdio: 'inherit' })
if (build.status !== 0) process.exit(build.status ?? 1)

const given = process.argv.slice(2)
const paths = given.some((word) => !word.startsWith('-'))
  ? given
  : [root('examples/harvest'), ...given]
const scan = spawnSync(process.execPath, [root('dist/cli/main.js'), 'scan', ...paths], {
  stdio: 'inherit',
})
process.exit(scan.status ?? 4)
