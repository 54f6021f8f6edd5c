// Asks a gate from outside, in a process of its own so that no other work delays it: for a decision every 50 ms and,
// where it is told to, to take an exchange in. At SIGTERM it tells how long no answer came. Each request has a
// connection of its own, as a client's first one has; `kept` asks by connections that stay, as a gateway does.
import { Agent, request } from 'node:http'
import { constants, setPriority } from 'node:os'

const [url, sends = ''] = process.argv.slice(2)
try {
  // What is measured is the gate's delay, and not how long other tests let this process wait for a core.
  setPriority(constants.priority.PRIORITY_HIGH)
} catch {
  // Only root may; then it waits like everybody.
}
const EVERY_MS = 50
const PATIENCE_MS = 30_000
// Of each gap above this the ends are told, so that a test can say what went on meanwhile.
const GAP_TOLD_MS = 200

const decision = () => JSON.stringify({ account_id: 'probe' })
const decide = asker('/v1/decide', decision)
const kept = asker('/v1/decide', decision, new Agent({ keepAlive: true, maxSockets: 8 }))
const ingest = asker('/v1/ingest', (number) =>
  JSON.stringify({
    exchange_id: `${sends}-${number}`,
    account_id: `probe-${number % 50}`,
    received_at: '2026-03-02T10:00:00Z',
  }),
)

function asker(path, bodyOf, agent = false) {
  const told = { asked: 0, answered: 0, refused: 0, failed: 0, gaps: [], longestMs: 0, taken: [] }
  const latencies = []
  let lastMs = Date.now()
  const gapUntil = (nowMs) => {
    const ms = nowMs - lastMs
    told.longestMs = Math.max(told.longestMs, ms)
    if (ms >= GAP_TOLD_MS) told.gaps.push({ fromMs: lastMs, toMs: nowMs })
    lastMs = nowMs
  }
  const ask = () => {
    const number = told.asked++
    const startedMs = performance.now()
    const asking = request(new URL(path, url), {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json' },
    })
    asking.setTimeout(PATIENCE_MS, () => asking.destroy(new Error('too late')))
    asking.on('error', () => told.failed++)
    asking.on('response', (answer) => {
      answer.resume().on('end', () => {
        // A gate that says to come again has answered, but has not taken anything.
        gapUntil(Date.now())
        latencies.push(performance.now() - startedMs)
        if (answer.statusCode === 200) {
          told.answered++
          told.taken.push(number)
        } else told.refused++
      })
    })
    asking.end(bodyOf(number))
  }
  const end = () => {
    gapUntil(Date.now())
    latencies.sort((a, b) => a - b)
    const p99Ms = latencies[Math.floor(latencies.length * 0.99)] ?? 0
    return { ...told, p99Ms }
  }
  return { ask, end }
}

setInterval(() => {
  decide.ask()
  kept.ask()
  if (sends !== '') ingest.ask()
}, EVERY_MS)
process.on('SIGTERM', () => {
  const told = { decide: decide.end(), kept: kept.end(), ingest: ingest.end() }
  process.stdout.write(JSON.stringify(told), () => process.exit(0))
})
process.stdout.write('ready\n')
// Whoever asked holds the other end, and lets go of it however it ends.
process.stdin.resume().on('end', () => process.exit(0))
