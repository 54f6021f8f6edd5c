// One end of a spool in a process of its own, to be killed. Uses the compiled product.
//
// node test/spool-child.js append <folder> <seed>        appends for ever; prints each acknowledged range
// node test/spool-child.js drain <folder> <store> [step]  drains once; ends itself before the step of that number
import { writeSync } from 'node:fs'
import { hashKeyOf } from '../dist/config/key.js'
import { openDrain } from '../dist/service/spool/drain.js'
import { openSpool } from '../dist/service/spool/spool.js'
import { loadSources } from '../dist/sources/index.js'
import { openStore } from '../dist/store/open.js'

const KINDS = ['exchange', 'exchange', 'exchange', 'account']
const CALLERS = 24
const LINES_MAX = 40

const [mode, folder, given, step] = process.argv.slice(2)
if (mode === 'append') await append(folder, given)
else await drain(folder, given, step === undefined ? undefined : Number(step))

async function append(folder, seed) {
  const spool = await openSpool({ folder, bytesMax: 1e10, now: Date.now, sealAfterMs: 250 })
  writeSync(1, 'ready\n')
  let next = 0
  const caller = async (place) => {
    const kind = KINDS[place % KINDS.length]
    for (;;) {
      const from = next
      const count = 1 + ((from * 7 + place * 13) % LINES_MAX)
      next += count
      const text = 'x'.repeat((from * 31) % 3000)
      const lines = Array.from({ length: count }, (_, at) =>
        Buffer.from(JSON.stringify({ seed, n: from + at, text })),
      )
      await spool.append(kind, lines)
      // A pipe keeps what was written to it, whatever becomes of the writer.
      writeSync(1, `${kind} ${from} ${count}\n`)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, (_, place) => caller(place)))
}

async function drain(folder, path, killAt) {
  const store = await openStore({ path })
  let steps = 0
  const drain = await openDrain({
    store,
    folder,
    sources: await loadSources(),
    hashKey: hashKeyOf('test'),
    attemptsMax: 1000,
    step: () => {
      if (steps === killAt) process.kill(process.pid, 'SIGKILL')
      steps += 1
    },
  })
  writeSync(1, 'ready\n')
  const drained = await drain.pass()
  await store.close()
  writeSync(1, `${JSON.stringify({ ...drained, steps })}\n`)
}
