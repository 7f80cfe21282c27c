/** The demo library as a SIP2 server, for this project's kiosk and for anybody's client. */
import { type Clock, systemClock } from '../connection/clock.ts'
import type { Charset } from '../protocol/codec.ts'
import type { AnswerOptions } from './answer.ts'
import { Conversation, type ConversationOptions } from './conversation.ts'
import { Door } from './door.ts'
import { type Faults, NO_FAULTS } from './faults.ts'
import { type Deed, Library, type Loan } from './library.ts'
import { readState, writeState } from './state-file.ts'
import { Talk } from './talk.ts'

export type { FaultMode, Faults } from './faults.ts'
export { type DemoItem, type DemoMedia, demoItem, demoItems } from './items.ts'
export type { Deed, DeedKind, Loan } from './library.ts'
export { type DemoPatron, demoPatron, demoPatrons } from './patrons.ts'

export const DEMO_LIBRARY = {
  name: 'Lindenhof Library',
  institution: 'LINDENHOF',
  /** ISO 15511; XX is a country code left to its users (ISO 3166-1), so it is nobody's. */
  isil: 'XX-LINDENHOF',
  currency: 'EUR',
} as const

export interface SimulatorOptions {
  /** 127.0.0.1 where left out. */
  readonly host?: string
  /** 0, where left out: the system chooses. */
  readonly port?: number
  /** Demanded where given. */
  readonly login?: { readonly user: string; readonly password: string }
  readonly terminator?: 'CR' | 'CRLF'
  /** utf8 where left out. */
  readonly charset?: Charset
  /** `mirror`, where left out: answers carry sequence and checksum where the request did. */
  readonly errorDetection?: 'mirror' | 'never'
  /** See `ConversationOptions`; `receipt` where left out, as a real server does it. */
  readonly executeAt?: ConversationOptions['executeAt']
  /** State is kept there over restarts. */
  readonly stateFile?: string
  /** For latencies. */
  readonly clock?: Clock
  /** Milliseconds since 1970, for dates. */
  readonly now?: () => number
  /** Told when the state could not be written; the client's connection is cut. Thrown where left out. */
  readonly onTrouble?: (error: unknown) => void
}

/** A loan, and how often this patron has checked the item out since the start. */
export interface CountedLoan extends Loan {
  readonly checkouts: number
}

export interface Simulator {
  readonly host: string
  readonly port: number
  readonly library: Library
  readonly faults: Faults
  /** Takes effect at once; resolves when the port is as wanted. Never rejects. */
  setFaults(change: Partial<Faults>): Promise<void>
  loans(): readonly CountedLoan[]
  /** Transactions carried out since the start. */
  readonly history: readonly Deed[]
  /** Told after every request that was carried out. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** Resolves when it listens; rejects when the port is taken or the state file is damaged. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = systemClock, host = '127.0.0.1', now = Date.now, stateFile } = options
  const { charset = 'utf8', errorDetection = 'mirror', executeAt = 'receipt', terminator = 'CR' } = options
  const { onTrouble = thrown } = options
  const library = new Library(now, stateFile === undefined ? undefined : readState(stateFile))
  const listeners = new Set<() => void>()
  let faults = NO_FAULTS
  let closed = false
  const answers: AnswerOptions = {
    institution: DEMO_LIBRARY.institution,
    libraryName: DEMO_LIBRARY.name,
    isil: DEMO_LIBRARY.isil,
    currency: DEMO_LIBRARY.currency,
    now,
    crInNote: () => faults.crInNote,
  }

  const door = new Door({
    clock,
    host,
    port: options.port ?? 0,
    enter: (socket) => {
      const talk = new Talk({ library, answers, login: options.login, terminator, charset, errorDetection })
      const carryOut = (frame: Buffer) => {
        const before = library.history.length
        const reply = talk.answer(frame)
        if (stateFile !== undefined && library.history.length > before) {
          try {
            writeState(stateFile, library.state)
          } catch (error) {
            // Nothing is promised that a restart would forget.
            socket.destroy()
            onTrouble(error)
            return undefined
          }
        }
        for (const listener of listeners) listener()
        return reply
      }
      const onBadChecksum = () => {
        faults = { ...faults, badChecksums: faults.badChecksums - 1 }
      }
      new Conversation(socket, { clock, faults: () => faults, carryOut, executeAt, onBadChecksum })
    },
  })
  await door.open()

  return {
    host,
    get port() {
      return door.port
    },
    library,
    get faults() {
      return faults
    },
    setFaults: (change) => {
      faults = { ...faults, ...change }
      return closed || faults.mode === 'down' ? door.shut() : door.reopen()
    },
    loans: () => library.state.loans.map((loan) => ({ ...loan, checkouts: checkoutsOf(library, loan) })),
    history: library.history,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      closed = true
      return door.shut()
    },
  }
}

function checkoutsOf({ history }: Library, { itemId, patronId }: Loan): number {
  return history.filter(
    (deed) => deed.kind === 'checkout' && deed.itemId === itemId && deed.patronId === patronId,
  ).length
}

function thrown(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
