import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const INTERRUPTION = new URL('../../dist/cli/interruption.js', import.meta.url).href

/** What a process says and is ended by, that runs for ever and gets one signal. */
async function interrupted(body: string) {
  const text = `import { endFirst, endOnInterruption } from '${INTERRUPTION}'
    endOnInterruption()
    ${body}
    setInterval(() => undefined, 1000)
    process.stdout.write('up\\n')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', text])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said += data
      if (`${data}` === 'up\n') child.kill('SIGTERM')
    })
  }
  const cut = setTimeout(() => child.kill('SIGKILL'), 10_000)
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  clearTimeout(cut)
  return { said, signal }
}

const ENDING = `endFirst(async () => {
  await new Promise((resolve) => setTimeout(resolve, 200))
  process.stdout.write('ended\\n')
})`

test('what runs under a command ends first, then the signal ends the command', async () => {
  expect(await interrupted(ENDING)).toEqual({ said: 'up\nended\n', signal: 'SIGTERM' })
})

test('once nothing runs under it any more, the signal ends it at once', async () => {
  expect(await interrupted(`${ENDING}()`)).toEqual({ said: 'up\n', signal: 'SIGTERM' })
})
