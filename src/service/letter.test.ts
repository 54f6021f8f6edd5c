import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { MailServer } from '../config/mail.js'
import { sendLetter } from './letter.js'

const LETTER = { id: 'one', to: ['a@b.example'], subject: 'a code', text: 'the code' }
const open: { close(): void }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** Says what it is asked to until a letter is to come, and then nothing until it is told to. */
async function stalling(stallsAt: RegExp) {
  let said = ''
  let answerLate = () => undefined as unknown
  let stalled = () => {}
  const hasStalled = new Promise<void>((resolve) => {
    stalled = resolve
  })
  const gone = new Promise<void>((resolve) => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => undefined).on('close', () => resolve())
      socket.write('220 test\r\n')
      socket.on('data', (bytes) => {
        said += bytes.toString()
        if (!stallsAt.test(bytes.toString())) return void socket.write('250 ok\r\n')
        answerLate = () => socket.write('354 go on\r\n')
        stalled()
      })
    }).listen(0, '127.0.0.1')
    open.push(server)
  })
  const [server] = open.slice(-1) as [ReturnType<typeof createServer>]
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const settings = { host: '127.0.0.1', port, tls: 'none', from: 'desk@example.com' } as MailServer
  return { settings, hasStalled, gone, said: () => said, answerLate: () => answerLate() }
}

test('a letter that was given up does not go when the server wakes', async () => {
  const server = await stalling(/^DATA/)
  const ended = new AbortController()
  const sent = sendLetter(server.settings, LETTER, ended.signal)
  await server.hasStalled
  ended.abort(new Error('the service ends'))
  await expect(sent).rejects.toThrow('the service ends')
  server.answerLate()
  await server.gone
  expect(server.said()).not.toContain('the code')
})

test('nor one that was given up before it began', async () => {
  const server = await stalling(/^DATA/)
  const ended = AbortSignal.abort(new Error('the service ends'))
  await expect(sendLetter(server.settings, LETTER, ended)).rejects.toThrow('the service ends')
  expect(server.said()).not.toContain('MAIL')
})
