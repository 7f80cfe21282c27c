/** What a command is given and gives back. */
export interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly out: (line: string) => void
  readonly complain: (line: string) => void
  /** Resolves when the process is asked to end. */
  readonly ended: Promise<void>
}

/** 0: done. 1: it did not work, or a message was bad. 64: called wrongly (sysexits.h, EX_USAGE). */
export type ExitCode = 0 | 1 | 64

export type Command = (options: readonly string[], surroundings: Surroundings) => Promise<ExitCode>

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {}
