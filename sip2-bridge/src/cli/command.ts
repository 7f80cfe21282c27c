import type { Clock } from '../connection/clock.ts'

/** What a command is given and gives back. */
export interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array>
  /** For waits and round trips. */
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (line: string) => void
  /** Resolves when the text has left; whoever has much to say waits for it. Rejects when nobody reads any more. */
  readonly write: (text: string) => Promise<void>
  readonly complain: (line: string) => void
  /** Asks at the terminal without showing what is typed; null where there is no terminal. */
  readonly askSecret: (question: string) => Promise<string | null>
  /** Resolves when the process is asked to end. */
  readonly ended: Promise<void>
}

/** 0: done. 1: it did not work, or a message was bad. 64: called wrongly (sysexits.h, EX_USAGE). */
export type ExitCode = 0 | 1 | 64

export type Command = (options: readonly string[], surroundings: Surroundings) => Promise<ExitCode>

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {}
