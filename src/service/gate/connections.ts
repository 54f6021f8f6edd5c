import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { hasBody } from '../linger.js'

export interface Connections {
  readonly held: () => number
  /** Those that were closed for others, or for want of room. */
  readonly closed: () => number
}

/**
 * Keeps the connections within a bound, and room for whoever asks at once. Clients that open a connection and take
 * their time cost nothing, so that they could hold all there are: where the bound is met the one that has waited longest
 * without a request makes room, then one between two requests, then the one whose body has been coming longest. Only
 * where all others are being answered is the new one closed.
 */
export function boundConnections(server: Server, connectionsMax: number): Connections {
  // In the order in which they are given up; in each, the first has been there longest.
  const [unasked, idle, sending, answered] = [
    new Set<Socket>(),
    new Set<Socket>(),
    new Set<Socket>(),
    new Set<Socket>(),
  ]
  const places = new Map<Socket, Set<Socket>>()
  const inHand = new WeakMap<Socket, number>()
  let closed = 0
  const move = (socket: Socket, to: Set<Socket>) => {
    const from = places.get(socket)
    // One that is gone is not put anywhere again.
    if (from === undefined || from === to) return
    from.delete(socket)
    to.add(socket)
    places.set(socket, to)
  }
  const giveUp = (): Socket | undefined => {
    for (const place of [unasked, idle, sending]) for (const oldest of place) return oldest
    return undefined
  }
  const forget = (socket: Socket) => {
    places.get(socket)?.delete(socket)
    places.delete(socket)
  }
  server.on('connection', (socket: Socket) => {
    if (places.size >= connectionsMax) {
      closed += 1
      const room = giveUp()
      if (room === undefined) {
        socket.destroy()
        return
      }
      forget(room)
      room.destroy()
    }
    places.set(socket, unasked)
    unasked.add(socket)
    socket.once('close', () => forget(socket))
  })
  // Before the routes: they may answer at once.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    inHand.set(socket, (inHand.get(socket) ?? 0) + 1)
    move(socket, hasBody(request) ? sending : answered)
    request.once('end', () => {
      if (places.get(socket) === sending) move(socket, answered)
    })
    response.once('close', () => {
      const left = (inHand.get(socket) ?? 1) - 1
      inHand.set(socket, left)
      if (left === 0) move(socket, idle)
    })
  })
  return Object.freeze({ held: () => places.size, closed: () => closed })
}
