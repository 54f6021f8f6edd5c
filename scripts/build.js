// Compiles the sources, carries the .sql files along, since tsc only knows TypeScript, and builds the console into the package.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
rmSync('dist', { recursive: true, force: true })
const compile = spawnSync(
  process.execPath,
  [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  { stdio: 'inherit' },
)
if (compile.status !== 0) process.exit(compile.status ?? 1)

for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
  if (!/\.(sql|css|tsv|json)$/.test(file)) continue
  mkdirSync(dirname(join('dist', file)), { recursive: true })
  cpSync(join('src', file), join('dist', file))
}

const bundle = spawnSync(
  process.execPath,
  [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'console', '--logLevel', 'warn'],
  { stdio: 'inherit' },
)
process.exit(bundle.status ?? 1)
