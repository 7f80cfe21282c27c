/** A server that says again what was recorded of another. */
import type { Socket } from 'node:net'
import { type Clock, systemClock } from '../connection/clock.ts'
import { Framer } from '../protocol/codec.ts'
import { Exchanges } from '../transcript/exchanges.ts'
import { Mask } from '../transcript/mask.ts'
import type { TranscriptEntry } from '../transcript/transcript.ts'
import { Door, type TlsServerOptions } from './door.ts'

const RESEND = /^97/

export interface ReplayOptions {
  readonly transcript: readonly TranscriptEntry[]
  readonly host?: string
  /** 0, where left out: the system chooses. */
  readonly port?: number
  readonly tls?: TlsServerOptions
  /** What a request meets that was not recorded; `silence` where left out. */
  readonly unmatched?: 'silence' | 'close'
  /** Told of each such request, secrets and patron data masked. */
  readonly onUnmatched?: (request: string) => void
  readonly clock?: Clock
}

export interface Replay {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

/** Resolves when it listens; rejects when the port is taken. */
export async function createReplay(options: ReplayOptions): Promise<Replay> {
  const { clock = systemClock, host = '127.0.0.1' } = options
  const exchanges = new Exchanges(options.transcript)
  const door = new Door({
    clock,
    host,
    port: options.port ?? 0,
    tls: options.tls,
    enter: (socket) => replayTo(socket, exchanges, options),
  })
  await door.open()
  return {
    host,
    get port() {
      return door.port
    },
    close: () => door.shut(),
  }
}

function replayTo(socket: Socket, exchanges: Exchanges, options: ReplayOptions): void {
  const framer = new Framer()
  let last: readonly Buffer[] = []
  for (const bytes of exchanges.greeting) socket.write(bytes)
  socket.on('data', (chunk: Buffer) => {
    for (const frame of framer.push(chunk)) {
      const recorded = exchanges.answersTo(frame)
      const again = recorded === undefined && RESEND.test(frame.toString('latin1')) ? last : undefined
      const answers = recorded ?? again
      if (answers === undefined) {
        options.onUnmatched?.(new Mask().line(frame, 'toServer').toString('latin1'))
        if (options.unmatched === 'close') socket.destroy()
        continue
      }
      last = answers
      for (const answer of answers) socket.write(answer)
    }
  })
}
