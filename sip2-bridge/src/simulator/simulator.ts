/** The demo library as a SIP2 server, for this project's kiosk and for anybody's client. */
import { type Clock, systemClock } from '../connection/clock.ts'
import type { Charset } from '../protocol/codec.ts'
import type { Recorder } from '../transcript/recorder.ts'
import type { AnswerOptions } from './answer.ts'
import { collection } from './collection.ts'
import type { ConversationOptions } from './conversation.ts'
import { Door, type TlsServerOptions } from './door.ts'
import { FaultBox } from './fault-box.ts'
import type { Faults } from './faults.ts'
import type { Deed } from './history.ts'
import { Library } from './library.ts'
import type { Loan } from './loans.ts'
import { PERSONALITIES, type PersonalityName } from './personalities/personalities.ts'
import type { Manners, Personality } from './personality.ts'
import { readState, writeState } from './state-file.ts'
import { visit } from './visit.ts'

export { generatedId } from './collection.ts'
export type { TlsServerOptions } from './door.ts'
export type { FaultMode, Faults } from './faults.ts'
export type { Fee } from './fees.ts'
export type { Deed, DeedKind } from './history.ts'
export type { Hold } from './holds.ts'
export { type DemoItem, type DemoMedia, demoItem, demoItems } from './items.ts'
export type { Loan } from './loans.ts'
export { type DemoPatron, demoPatron, demoPatrons } from './patrons.ts'
export { PERSONALITIES, type PersonalityName } from './personalities/personalities.ts'
export type { Personality } from './personality.ts'

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
  /** Left out for plain TCP. */
  readonly tls?: TlsServerOptions
  /** Demanded where given. */
  readonly login?: { readonly user: string; readonly password: string }
  /** The login is asked for with prompts before SIP2, as over telnet; 93 is then not needed. */
  readonly prompts?: boolean
  /** Whose manners it has; lectern-demo where left out. What is given beside it goes before it. */
  readonly personality?: PersonalityName | Personality
  readonly terminator?: 'CR' | 'CRLF'
  readonly charset?: Charset
  readonly errorDetection?: Manners['errorDetection']
  /** "Cancel" (BI) undoes the transaction before, whatever the personality does. */
  readonly cancels?: boolean
  /** Clients that say nothing for so long are cut off. */
  readonly idleSeconds?: number
  /** See `ConversationOptions`; `receipt` where left out, as a real server does it. */
  readonly executeAt?: ConversationOptions['executeAt']
  /** Items and patrons beside the demo library's, for load; see `generatedId`. */
  readonly items?: number
  readonly patrons?: number
  /** Deeds remembered one by one; `HISTORY_MAX` where left out. */
  readonly historyMax?: number
  /** State is kept there over restarts. */
  readonly stateFile?: string
  /** For latencies. */
  readonly clock?: Clock
  /** Milliseconds since 1970, for dates. */
  readonly now?: () => number
  /** Told what passes. */
  readonly recorder?: Recorder
  /** Told when the state could not be written; the client's connection is cut. Thrown where left out. */
  readonly onTrouble?: (error: unknown) => void
}

/** A loan, and how often this patron has checked the item out, as far as the history reaches. */
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
  /** The newest transactions carried out since the start. */
  readonly history: readonly Deed[]
  /** Told after every request that was carried out. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** Resolves when it listens; rejects when the port is taken or the state file is damaged. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = systemClock, host = '127.0.0.1', now = Date.now, stateFile } = options
  const { onTrouble = thrown } = options
  const personality = personalityOf(options)
  const library = new Library(now, {
    state: stateFile === undefined ? undefined : readState(stateFile),
    collection: collection(options),
    historyMax: options.historyMax,
  })
  const listeners = new Set<() => void>()
  const box = new FaultBox()
  let closed = false
  const answers: AnswerOptions = {
    institution: DEMO_LIBRARY.institution,
    libraryName: DEMO_LIBRARY.name,
    isil: DEMO_LIBRARY.isil,
    personality,
    currency: personality.patrons.currency ?? DEMO_LIBRARY.currency,
    now: () => now() + box.faults.clockOffMilliseconds,
    crInNote: () => box.faults.crInNote,
  }
  /** Nothing is promised that a restart would forget. */
  const kept = (deedsBefore: number): boolean => {
    if (stateFile === undefined || library.deeds === deedsBefore) return true
    try {
      writeState(stateFile, library.state)
      return true
    } catch (error) {
      onTrouble(error)
      return false
    }
  }
  const told = () => {
    for (const listener of listeners) listener()
  }

  const door = new Door({
    clock,
    host,
    port: options.port ?? 0,
    tls: options.tls,
    enter: (socket) => visit(socket, { ...options, clock, library, answers, box, kept, told }),
  })
  await door.open()

  return {
    host,
    get port() {
      return door.port
    },
    library,
    get faults() {
      return box.faults
    },
    setFaults: (change) => {
      box.change(change)
      return closed || box.faults.mode === 'down' ? door.shut() : door.reopen()
    },
    loans: () => counted(library),
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

function personalityOf({
  cancels,
  idleSeconds,
  personality = 'lectern-demo',
}: SimulatorOptions): Personality {
  const base: Personality = typeof personality === 'string' ? PERSONALITIES[personality] : personality
  return {
    ...base,
    session: { ...base.session, ...(idleSeconds === undefined ? {} : { idleSeconds }) },
    circulation: { ...base.circulation, ...(cancels === undefined ? {} : { cancels }) },
  }
}

function counted(library: Library): readonly CountedLoan[] {
  const checkouts = new Map<string, number>()
  const keyOf = ({ itemId, patronId }: Deed | Loan) => `${itemId} ${patronId}`
  for (const deed of library.history) {
    if (deed.kind === 'checkout') checkouts.set(keyOf(deed), (checkouts.get(keyOf(deed)) ?? 0) + 1)
  }
  return library.state.loans.map((loan) => ({ ...loan, checkouts: checkouts.get(keyOf(loan)) ?? 0 }))
}

function thrown(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
