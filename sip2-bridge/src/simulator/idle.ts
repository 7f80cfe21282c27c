import type { Socket } from 'node:net'
import type { Clock } from '../connection/clock.ts'

/** Cuts a client off that says nothing for so long. */
export function cutWhenIdle(socket: Socket, clock: Clock, milliseconds: number): void {
  let timer: unknown
  const wind = () => {
    clock.clearTimeout(timer)
    timer = clock.setTimeout(() => socket.destroy(), milliseconds)
  }
  socket.on('data', wind)
  socket.on('close', () => clock.clearTimeout(timer))
  wind()
}
