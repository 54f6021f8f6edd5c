// Upgrades a store of an earlier release and looks whether anything was lost. Builds that release from this repository, has it
// make, scan and serve a store of synthetic exchanges, opens the store with the program in dist, and compares.
//
// npm run upgrade -- [--from <git ref>] [--exchanges 200000] [--kb 1] [--keep]

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: flags } = parseArgs({
  options: {
    from: { type: 'string' },
    exchanges: { type: 'string', default: '200000' },
    kb: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
})

/** What no run and no decision makes anew. */
const KEPT = ['ground', 'record']
const SERVED_ACCOUNT = 'upgrade_named'
const faults = []
const say = (text) => process.stdout.write(`${text}\n`)
const check = (what, wrong) => {
  const list = [wrong].flat().filter(Boolean)
  say(`${list.length === 0 ? 'equal  ' : 'DIFFERS'}  ${what}`)
  for (const one of list) say(`           ${one}`)
  faults.push(...list)
}

const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim()

function refOf(given) {
  if (given !== undefined) return given
  const [tag] = git('tag', '--list', 'v*', '--sort=-v:refname').split('\n')
  if (tag) return tag
  const changed = git('log', '--format=%h', '-G', '^  "version": ', '--', 'package.json').split(
    '\n',
  )
  if (changed.length > 1) {
    say(`No release is tagged: from before the version changed in ${changed[0]}.`)
    return `${changed[0]}~1`
  }
  say('No release is tagged, and the version never changed: name a commit with --from.')
  process.exit(2)
}

function commitOf(ref) {
  try {
    return git('rev-parse', '--short', '--verify', '--quiet', `${ref}^{commit}`)
  } catch {
    say(`There is no commit ${ref} in this repository.`)
    process.exit(2)
  }
}

function run(command, words, cwd, options = {}) {
  const ended = spawnSync(command, words, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30, ...options })
  if (ended.status === 0) return ended.stdout
  process.stderr.write(`${command} ${words.join(' ')}\n${ended.stdout ?? ''}${ended.stderr ?? ''}`)
  throw new Error(`${command} ended with ${ended.signal ?? ended.status}`)
}

/** The release, built. Its lock file says what it is made of. */
function build(ref, folder) {
  mkdirSync(folder)
  const tar = execFileSync('git', ['archive', '--format=tar', ref], {
    cwd: root,
    maxBuffer: 2 ** 30,
  })
  run('tar', ['-x', '-f', '-'], folder, { input: tar })
  run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], folder)
  run('npm', ['run', 'build'], folder)
  return join(folder, 'dist')
}

const child = (dist, ...words) =>
  JSON.parse(run(process.execPath, [join(root, 'scripts/upgrade-child.js'), dist, ...words], root))

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function until(what, ask, secondsMax = 3600) {
  const deadline = Date.now() + secondsMax * 1000
  while (!(await ask().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`not within ${secondsMax} s: ${what}`)
    await sleep(250)
  }
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Has a service run over the store until it denies whom its policy names, takes in what is posted, and ends it. */
async function serve(dist, folder, posted) {
  const [state, port] = [join(folder, 'state'), await freePort()]
  mkdirSync(state, { recursive: true })
  const policy = join(folder, 'policy.yaml')
  const one = { policy_id: 'upgrade', level: 'deny', mode: 'live', reason_code: 'usage_review' }
  const named = { appeal: 'Write to us.', named: { accounts: [SERVED_ACCOUNT] } }
  const policies = [{ ...one, ...named }]
  writeFileSync(policy, JSON.stringify({ schema: 'stillwatch.policy/1', policies }))
  const config = join(folder, 'service.yaml')
  const served = { host: '127.0.0.1', port, state, policy, engine: { run_minutes: 60 } }
  const store = { path: join(folder, 'store') }
  writeFileSync(config, JSON.stringify({ hash_secret: 'bench', store, serve: served }))
  const service = spawn(process.execPath, [join(dist, 'cli/main.js'), 'serve', '--config', config])
  let said = ''
  for (const stream of [service.stdout, service.stderr]) stream.on('data', (text) => (said += text))
  const ended = new Promise((resolve) => service.on('close', resolve))
  const url = `http://127.0.0.1:${port}`
  const post = (path, body, type) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body })
  try {
    const asked = JSON.stringify({ account_id: SERVED_ACCOUNT })
    const level = async () =>
      (await (await post('/v1/decide', asked, 'application/json')).json()).level
    await until('it denies', async () => (await level()) === 'deny')
    const lines = Array.from({ length: posted }, (_, at) => JSON.stringify(exchange(at))).join('\n')
    if (posted > 0) await post('/v1/ingest', lines, 'application/x-ndjson')
    const ready = async () => (await fetch(`${url}/readyz`)).json()
    await until('what was posted is in the store', async () => (await ready()).spool.rows === 0)
    const words = [join(dist, 'cli/main.js'), 'audit', 'verify', '--config', config]
    const trail = spawnSync(process.execPath, words, { encoding: 'utf8' })
    return { trail: `${trail.stdout}${trail.stderr}`.trim() }
  } catch (error) {
    process.stderr.write(said)
    throw error
  } finally {
    service.kill('SIGTERM')
    await ended
  }
}

const exchange = (at) => ({
  ...{ schema: 'stillwatch.exchange/1', exchange_id: `upgrade-${at}`, account_id: SERVED_ACCOUNT },
  received_at: new Date(Date.now() - at * 1000).toISOString(),
  ...{ model: 'heron-large', system: 'Be brief.', response: `Answer ${at}.` },
  messages: [{ role: 'user', content: `Question ${at}?` }],
})

/** Tables whose rows are not what they were, of those that were there. */
const changed = (before, after, names = Object.keys(before)) =>
  names
    .filter(
      (name) => before[name].rows !== after[name]?.rows || before[name].hash !== after[name].hash,
    )
    .map(
      (name) => `${name}: ${before[name].rows} rows before, ${after[name]?.rows ?? 'none'} after`,
    )

function kindOf(name) {
  const file = join(root, 'src/schema', `${name}.sql`)
  if (!existsSync(file)) return 'gone'
  const [kind = ''] =
    /\b(Ground|Row-derived|Run-derived|Record)\b/.exec(readFileSync(file, 'utf8')) ?? []
  return kind.toLowerCase()
}

/** Who is judged otherwise: of campaigns by their operators, of accounts by their verdict. */
function otherwise(before, after) {
  const verdicts = ({ accounts }) => new Map(accounts.map((one) => [one.account_id, one.verdict]))
  const [then, now] = [verdicts(before), verdicts(after)]
  const ids = new Set([...then.keys(), ...now.keys()])
  return [...ids]
    .filter((id) => then.get(id) !== now.get(id))
    .map((id) => `${id}: ${then.get(id) ?? 'clear'}, now ${now.get(id) ?? 'clear'}`)
}

const NAMED_MAX = 20
const ref = refOf(flags.from)
const commit = commitOf(ref)
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-upgrade-'))
const began = Date.now()
const took = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`
try {
  say(
    `From ${ref} (${commit}) to the program in dist, ${flags.exchanges} exchanges of ${flags.kb} KB.`,
  )
  const old = build(ref, join(folder, 'release'))
  const present = join(root, 'dist')
  const work = join(folder, 'work')
  let since = Date.now()
  const size = ['--exchanges', flags.exchanges, '--kb', flags.kb]
  const words = ['bench', ...size, '--keep', '--folder', work, '--json']
  run(process.execPath, [join(old, 'cli/main.js'), ...words], folder)
  for (const name of ['exchange.jsonl', 'store-bare']) rmSync(join(work, name), { recursive: true })
  // Of all sizes the example alone is sure to hold a campaign.
  const settings = join(folder, 'scan.yaml')
  writeFileSync(settings, JSON.stringify({ hash_secret: 'bench' }))
  const example = [join(folder, 'release/examples/harvest'), '--store', join(work, 'store')]
  const scanned = ['scan', ...example, '-c', settings, '-o', join(folder, 'out')]
  run(process.execPath, [join(old, 'cli/main.js'), ...scanned], folder)
  say(`made and scanned by the earlier release in ${took(since)}`)
  since = Date.now()
  const servedThen = await serve(old, work, 1000)
  say(`served by it in ${took(since)}: ${servedThen.trail}`)

  const store = join(work, 'store')
  since = Date.now()
  // Over the same rows as the run after the upgrade: what the service took in came after its own.
  const { findings: found } = child(old, 'run', store)
  say(`run over all of it by the earlier release in ${took(since)}`)
  const before = child(present, 'digest', store)
  const columns = join(folder, 'columns.json')
  const typesOf = (tables) =>
    Object.fromEntries(Object.entries(tables).map(([name, { types }]) => [name, types]))
  const types = typesOf(before)
  const kept = Object.keys(types).filter((name) => KEPT.includes(kindOf(name)))
  const looked = (names = Object.keys(types)) => {
    writeFileSync(
      columns,
      JSON.stringify(Object.fromEntries(names.map((one) => [one, types[one]]))),
    )
    return child(present, 'digest', store, columns)
  }

  since = Date.now()
  const { refused } = child(present, 'open', store)
  say(`opened by this one in ${took(since)}`)
  if (refused !== null) faults.push(refused)
  const opened = looked()
  const all = Object.values(before).reduce((sum, { rows }) => sum + rows, 0)
  check(`${all} rows of ${Object.keys(before).length} tables`, changed(before, opened))

  child(present, 'open', join(folder, 'new'))
  const fresh = child(present, 'types', join(folder, 'new'))
  const full = child(present, 'types', store)
  const unlike = Object.keys(fresh).filter(
    (name) =>
      full[name]?.keys !== fresh[name].keys ||
      JSON.stringify(Object.entries(full[name].types).sort()) !==
        JSON.stringify(Object.entries(fresh[name].types).sort()),
  )
  const added = Object.keys(full).filter((name) => before[name] === undefined)
  check(`columns and keys with those of a new store (added: ${added.join(', ') || 'none'})`, unlike)

  since = Date.now()
  const { findings } = child(present, 'run', store)
  say(`run anew over it in ${took(since)}`)
  check(
    `what no run makes (${kept.join(', ')}), after that run`,
    changed(
      before,
      looked(kept),
      kept.filter((name) => name !== 'run'),
    ),
  )
  const differences = otherwise(found, findings)
  const campaigns = (one) =>
    `${one.campaigns.length} campaigns, ${one.accounts.length} accounts named`
  say(`findings: ${campaigns(found)} before, ${campaigns(findings)} now`)
  say(`${differences.length} accounts judged otherwise`)
  for (const one of differences.slice(0, NAMED_MAX)) say(`           ${one}`)

  const servedNow = await serve(present, work, 0)
  check(
    `the trail is whole: ${servedNow.trail}`,
    /whole/.test(servedNow.trail) ? [] : ['it is not'],
  )
  const afterService = looked(kept)
  const back = child(old, 'open', store)
  say(`the earlier release opens it again: ${back.refused ?? 'it does'}`)
  check('what no run makes, after that', changed(afterService, looked(kept), kept))
  say(
    `${faults.length === 0 ? 'Nothing was lost' : 'SOMETHING DIFFERS'}, in ${took(began)} in all.`,
  )
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  if (flags.keep) say(folder)
  else rmSync(folder, { recursive: true, force: true })
}
