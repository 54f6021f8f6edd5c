// Packs the package, installs the tarball in an empty folder, and scans the bundled example with it.
// It is what notices a forgotten .sql file.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-package-'))

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (done.status !== 0) {
    process.stderr.write(`${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`)
    process.exit(1)
  }
  return done.stdout
}

try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], root))
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  writeFileSync(join(folder, '.npmrc'), 'ignore-scripts=true\n')
  run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, packed.filename)],
    folder,
  )
  const example = join('node_modules', 'stillwatch', 'examples', 'harvest')
  run(join(folder, 'node_modules', '.bin', 'stillwatch'), ['scan', example, '--out', 'out'], folder)
  const findings = JSON.parse(readFileSync(join(folder, 'out', 'findings.json'), 'utf8'))
  const truth = JSON.parse(readFileSync(join(folder, example, 'truth.json'), 'utf8'))
  if (findings.campaigns.length !== truth.campaigns.length) {
    throw new Error(
      `${findings.campaigns.length} campaigns found, ${truth.campaigns.length} planted`,
    )
  }
  const api = `import { openStore, scan } from 'stillwatch'; import { defineDetector } from 'stillwatch/define';
    if (typeof scan !== 'function' || typeof openStore !== 'function' || typeof defineDetector !== 'function') process.exit(1)`
  run(process.execPath, ['--input-type=module', '-e', api], folder)
  const page = join(folder, 'node_modules', 'stillwatch', 'dist', 'console', 'index.html')
  if (!readFileSync(page, 'utf8').includes('assets/')) throw new Error('the console is not packed')
  process.stdout.write(`package ${packed.filename}: ${packed.entryCount} files, example scanned\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
