import type { WebSocket } from 'ws'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

/** A screen's wire over one WebSocket. */
export const wireOf = (socket: WebSocket): Wire => ({
  bufferedBytes: () => socket.bufferedAmount,
  send: (text, taken) => socket.send(text, () => taken()),
  ping: () => socket.ping(),
  close: (code, reason) => socket.close(code, reason),
  terminate: () => socket.terminate(),
})

/** Passes on what happens on the socket; null where the screen was not let in. */
export function passOn(socket: WebSocket, events: ScreenEvents | null): void {
  if (events === null) return
  socket.on('message', (data, isBinary) => events.received(isBinary ? null : data.toString()))
  socket.on('pong', () => events.ponged())
  socket.on('close', () => events.gone())
}
