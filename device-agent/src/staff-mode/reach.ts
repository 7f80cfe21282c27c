/** Whether something answers at a place on the network. */
import { connect } from 'node:net'
import type { Reached } from '../contract/staff-mode.ts'

/** Three seconds without an answer, and it is not reached. */
export const REACH_MILLISECONDS = 3_000

export interface Place {
  readonly what: Reached['what']
  readonly host: string
  readonly port: number
}

/** Opens a connection and closes it at once; nothing is sent. Never rejects. */
export function reach({ host, port, what }: Place): Promise<Reached> {
  const begun = performance.now()
  const place = `${host}:${port}`
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: REACH_MILLISECONDS })
    const end = (milliseconds: number | null, detail: string) => {
      socket.destroy()
      resolve({ what, place, milliseconds, detail })
    }
    socket.once('connect', () => end(Math.round(performance.now() - begun), ''))
    socket.once('timeout', () => end(null, 'timeout'))
    socket.once('error', (error) => end(null, 'code' in error ? String(error.code) : error.name))
  })
}
