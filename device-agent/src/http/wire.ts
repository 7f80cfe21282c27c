import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import type { Guard } from './guard.ts'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

/** Where a socket was opened from. */
export interface Opened {
  readonly cookie: string | undefined
  /** '127.0.0.1' */
  readonly address: string
}

/** A socket for pages of this origin that hold the guard's token. `join` gives null where it lets nobody in. */
export function serveSocket(
  app: FastifyInstance,
  path: string,
  guard: Guard,
  join: (wire: Wire, opened: Opened) => ScreenEvents | null,
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
      const { cookie } = request.headers
      if (!guard.tokenAllowed(cookie)) socket.close(guard.closeCode, 'load the page again')
      else passOn(socket, join(wireOf(socket), { cookie, address: request.ip }))
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
