import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export interface MailServer {
  readonly port: number
  readonly mails: { readonly to: readonly string[]; readonly text: string }[]
  close(): Promise<void>
}

/** A mail server on this machine that takes everything. With `isSilent` it takes connections and never says a word. */
export async function mailServer({ port = 0, isSilent = false } = {}): Promise<MailServer> {
  const mails: { to: string[]; text: string }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    if (isSilent) return
    const say = (line: string) => socket.write(`${line}\r\n`)
    let buffer = ''
    let mail: { to: string[]; text: string } | undefined
    let isData = false
    say('220 test')
    socket.on('data', (bytes) => {
      buffer += bytes.toString('utf8')
      for (;;) {
        const at = buffer.indexOf('\r\n')
        if (at < 0) return
        const line = buffer.slice(0, at)
        buffer = buffer.slice(at + 2)
        if (isData && mail !== undefined) {
          if (line !== '.') {
            mail.text += `${line}\n`
            continue
          }
          mails.push(mail)
          isData = false
          say('250 taken')
        } else if (/^EHLO|^HELO/i.test(line)) say('250 test')
        else if (/^MAIL/i.test(line)) {
          mail = { to: [], text: '' }
          say('250 ok')
        } else if (/^RCPT/i.test(line)) {
          mail?.to.push(/<(.*?)>/.exec(line)?.[1] ?? '')
          say('250 ok')
        } else if (/^DATA/i.test(line)) {
          isData = true
          say('354 go on')
        } else if (/^STARTTLS/i.test(line)) say('502 no')
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else say('250 ok')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
