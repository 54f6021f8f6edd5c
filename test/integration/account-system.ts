import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Heard {
  readonly id: string
  readonly body: Readonly<Record<string, unknown>>
  readonly raw: string
}
export type Answers = (heard: Heard, response: ServerResponse) => void

export interface AccountSystem {
  readonly url: string
  /** All that came, each time that it came. */
  readonly heard: Heard[]
  /** What it did: once by id, whatever it answered. */
  readonly effects: string[]
  readonly unsigned: string[]
  answer(how: Answers): void
  close(): Promise<void>
}

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/**
 * An account system on this machine: it verifies with the reference library, does each id once, and answers as it is told. The library
 * refuses what is not of these minutes; with `isClockTheirs` the time that was signed is believed.
 */
export async function accountSystem(port = 0, isClockTheirs = false): Promise<AccountSystem> {
  const heard: Heard[] = []
  const effects: string[] = []
  const seen = new Set<string>()
  const unsigned: string[] = []
  let answers: Answers = acknowledge
  const server = createServer((request, response) => {
    void bodyOf(request).then((raw) => {
      try {
        verify(raw, request.headers as Record<string, string>, isClockTheirs)
      } catch {
        unsigned.push(raw)
        response.writeHead(401).end()
        return
      }
      const one = { id: `${request.headers['webhook-id']}`, raw, body: JSON.parse(raw) }
      heard.push(one)
      if (!seen.has(one.id)) effects.push(`${one.body.action} ${one.body.account_id}`)
      seen.add(one.id)
      answers(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/account-requests`,
    heard,
    effects,
    unsigned,
    answer: (how) => {
      answers = how
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function verify(raw: string, headers: Record<string, string>, isClockTheirs: boolean): void {
  const webhook = new Webhook(SECRET)
  if (!isClockTheirs) webhook.verify(raw, headers)
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const signature = webhook.sign(`${headers['webhook-id']}`, at, raw)
  if (signature !== headers['webhook-signature']) throw new Error('signed otherwise')
}

export const acknowledge: Answers = (_, response) => response.writeHead(202).end()

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
