// Many clients that take their time, in a process of its own: `slow-child.js <url> <count> <again-ms>`. Each second it
// prints how many connections it holds; at SIGTERM how long those of each kind lived that were cut, and how.
import { connect } from 'node:net'

const [url, count, againMs] = process.argv.slice(2)
const { hostname, port } = new URL(url)
const TICK_MS = 50
const SLOTS = 20
const OPENED_A_TICK = 100

const post = (path, more) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}`
const WITH_BODY = 'Content-Length: 100000\r\n\r\n{'

/** What each kind sends first, what it adds a byte at a time, and how many bytes it reads a second. */
const KINDS = {
  silent: { first: '', drop: '', share: 10 },
  header: { first: post('/v1/decide', 'X-Slow: '), drop: 'x', share: 35 },
  decide: { first: post('/v1/decide', WITH_BODY), drop: ' ', share: 20 },
  ingest: { first: post('/v1/ingest', WITH_BODY), drop: ' ', share: 15 },
  sipping: { first: post('/stream/300000', 'Content-Length: 0\r\n\r\n'), reads: 1000, share: 19 },
  stalled: { first: post('/stream/endless', 'Content-Length: 0\r\n\r\n'), reads: 0, share: 1 },
}
const names = Object.entries(KINDS).flatMap(([name, { share }]) => Array(share).fill(name))
const told = Object.fromEntries(
  Object.keys(KINDS).map((name) => [name, { opened: 0, cut: 0, statuses: {}, livedMs: [] }]),
)
const slots = Array.from({ length: SLOTS }, () => new Set())
const waiting = Array.from({ length: Number(count) }, (_, at) => at)

function open(at) {
  // A stride that has no factor with the hundred shares, so that each kind comes evenly.
  const name = names[(at * 37) % names.length]
  const { first, reads } = KINDS[name]
  const kind = told[name]
  const slot = slots[at % SLOTS]
  const socket = connect(Number(port), hostname)
  const client = { socket, ...KINDS[name] }
  const openedMs = performance.now()
  let status = 'none'
  kind.opened++
  if (reads !== undefined) socket.pause()
  else {
    socket.on('data', (bytes) => {
      status = /^HTTP\/1\.1 (\d+)/.exec(bytes.toString('latin1'))?.[1] ?? status
    })
  }
  socket.on('connect', () => {
    if (first !== '') socket.write(first)
    slot.add(client)
  })
  socket.on('error', () => undefined)
  socket.on('end', () => socket.destroy())
  socket.on('close', () => {
    slot.delete(client)
    kind.cut++
    kind.statuses[status] = (kind.statuses[status] ?? 0) + 1
    kind.livedMs.push(performance.now() - openedMs)
    setTimeout(() => waiting.push(at), Number(againMs))
  })
}

let tick = 0
setInterval(() => {
  for (const at of waiting.splice(0, OPENED_A_TICK)) open(at)
  for (const { socket, drop, reads } of slots[tick % SLOTS]) {
    if (drop) socket.write(drop)
    // Node reads ahead a little by itself: more is taken only once that was.
    if (reads > 0 && socket.read(reads) === null) socket.read(0)
  }
  tick++
  if (tick % SLOTS !== 0) return
  process.stdout.write(`${slots.reduce((sum, { size }) => sum + size, 0)}\n`)
}, TICK_MS)

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null
process.on('SIGTERM', () => {
  const kinds = Object.entries(told).map(([name, { livedMs, ...rest }]) => [
    name,
    { ...rest, livedMsMiddle: middle(livedMs), livedMsMax: Math.max(0, ...livedMs) },
  ])
  process.stdout.write(`${JSON.stringify(Object.fromEntries(kinds))}\n`, () => process.exit(0))
})
// Whoever asked holds the other end, and lets go of it however it ends.
process.stdin.resume().on('end', () => process.exit(0))
