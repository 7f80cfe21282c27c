import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import { CLOSE_RELOAD } from '../contract/socket.ts'
import type { Guard } from './guard.ts'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

/** A socket for pages of this origin that hold the guard's token. `join` gives null where it lets nobody in. */
export function serveSocket(
  app: FastifyInstance,
  path: string,
  guard: Guard,
  join: (wire: Wire) => ScreenEvents | null,
): void {
  app.get(
    path,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        const { origin, host } = request.headers
        if (!guard.originAllowed(origin, host)) await reply.code(403).send({ error: 'unknown origin' })
      },
    },
    (socket, request) => {
      // Without a listener, a socket's error would end the process; `close` follows each.
      socket.on('error', () => {})
      if (!guard.tokenAllowed(request.headers.cookie)) socket.close(CLOSE_RELOAD, 'load the page again')
      else passOn(socket, join(wireOf(socket)))
    },
  )
}

/** A screen's wire over one WebSocket. */
const wireOf = (socket: WebSocket): Wire => ({
  bufferedBytes: () => socket.bufferedAmount,
  send: (text, taken) => socket.send(text, () => taken()),
  ping: () => socket.ping(),
  close: (code, reason) => socket.close(code, reason),
  terminate: () => socket.terminate(),
})

/** Passes on what happens on the socket; null where the screen was not let in. */
function passOn(socket: WebSocket, events: ScreenEvents | null): void {
  if (events === null) return
  socket.on('message', (data, isBinary) => events.received(isBinary ? null : data.toString()))
  socket.on('pong', () => events.ponged())
  socket.on('close', () => events.gone())
}
