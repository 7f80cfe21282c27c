/** The demo library as a SIP2 server, for this project's kiosk and for anybody's client. */
import { createServer, type Server, type Socket } from 'node:net'
import { type Clock, systemClock } from '../connection/clock.ts'
import { Framer } from '../protocol/codec.ts'
import { type AnswerOptions, CR_NOTE } from './answers.ts'
import { type Faults, NO_FAULTS } from './faults.ts'
import { type Deed, Library, type Loan } from './library.ts'
import { readState, writeState } from './state-file.ts'
import { Talk } from './talk.ts'

export type { Faults } from './faults.ts'
export { type DemoItem, type DemoMedia, demoItem, demoItems } from './items.ts'
export type { Deed, Loan } from './library.ts'
export { type DemoPatron, demoPatron, demoPatrons } from './patrons.ts'

export const DEMO_LIBRARY = { name: 'Lindenhof Library', institution: 'LINDENHOF', currency: 'EUR' } as const

export interface SimulatorOptions {
  /** 127.0.0.1 where left out. */
  readonly host?: string
  /** 0: the system chooses. */
  readonly port?: number
  /** Demanded where given. */
  readonly login?: { readonly user: string; readonly password: string }
  readonly terminator?: 'CR' | 'CRLF'
  /** State is kept there over restarts. */
  readonly stateFile?: string
  readonly clock?: Clock
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface Simulator {
  readonly port: number
  readonly library: Library
  readonly faults: Faults
  setFaults(change: Partial<Faults>): void
  loans(): readonly Loan[]
  /** Transactions carried out since the start. */
  readonly history: readonly Deed[]
  /** Told after every request that was carried out. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** Resolves when it listens; rejects when the port is taken or the state file is damaged. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = systemClock, host = '127.0.0.1', now = Date.now, stateFile, terminator = 'CR' } = options
  const library = new Library(now, stateFile === undefined ? undefined : readState(stateFile))
  const sockets = new Set<Socket>()
  const listeners = new Set<() => void>()
  let faults = NO_FAULTS
  const answers: AnswerOptions = {
    institution: DEMO_LIBRARY.institution,
    libraryName: DEMO_LIBRARY.name,
    currency: DEMO_LIBRARY.currency,
    now,
    crInNote: () => faults.crInNote,
  }
  const changed = (deeds: number) => {
    if (stateFile !== undefined && library.history.length !== deeds) writeState(stateFile, library.state)
    for (const listener of listeners) listener()
  }

  const serve = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    const framer = new Framer()
    const talk = new Talk({ library, answers, login: options.login, terminator })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framer.push(chunk)) {
        // Carried out at once, whether or not the answer will reach anybody: as a real server does.
        const before = library.history.length
        const reply = talk.answer(frame)
        changed(before)
        if (reply === undefined) continue
        clock.setTimeout(() => send(socket, reply.bytes, reply.hangUp), faults.latencyMilliseconds)
      }
    })
  }

  const send = (socket: Socket, plain: Buffer, hangUp: boolean) => {
    if (socket.destroyed || faults.mode === 'silent') return
    if (faults.mode === 'dieBeforeAnswer' || faults.mode === 'down') return void socket.destroy()
    const bytes = damaged(plain)
    if (faults.mode === 'dieMidAnswer') return void socket.end(bytes.subarray(0, bytes.length >> 1))
    for (let copy = 0; copy < (faults.duplicate ? 2 : 1); copy++) {
      if (faults.split) for (const byte of bytes) socket.write(Buffer.of(byte))
      else socket.write(bytes)
    }
    if (hangUp) socket.end()
  }

  /** The faults that change bytes. A CR changes the sum by what it differs from its stand-in, so the sum is made anew. */
  const damaged = (bytes: Buffer): Buffer => {
    if (faults.badChecksums > 0) {
      faults = { ...faults, badChecksums: faults.badChecksums - 1 }
      return Buffer.from(bytes.toString('latin1').replace(/AZ[0-9A-F]{4}/, 'AZ0000'), 'latin1')
    }
    return faults.crInNote ? Talk.withCr(bytes, CR_NOTE) : bytes
  }

  let server = createServer(serve)
  await listen(server, options.port ?? 0, host)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  /** Changes of the port come one after the other. */
  let door: Promise<void> = Promise.resolve()
  const shut = (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  const reopen = (): Promise<void> => {
    server = createServer(serve)
    return listen(server, port, host)
  }
  return {
    port,
    library,
    get faults() {
      return faults
    },
    setFaults: (change) => {
      const wasDown = faults.mode === 'down'
      faults = { ...faults, ...change }
      const isDown = faults.mode === 'down'
      if (wasDown !== isDown) door = door.then(isDown ? shut : reopen)
    },
    loans: () => library.state.loans,
    history: library.history,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => door.then(shut),
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
