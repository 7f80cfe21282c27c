/** The newest lines of the log, in memory. What must not be in the log is not in here either. */
import type { Log, LogMethod } from '../log.ts'
import { LOG_TAIL_LINES_MAX } from './contract.ts'

export class LogRing {
  readonly #lines: string[] = []

  /** `line`: as written, with its line break. */
  add(line: string): void {
    this.#lines.push(line.trimEnd())
    if (this.#lines.length > LOG_TAIL_LINES_MAX) this.#lines.shift()
  }
  /** The newest `count`, oldest first. */
  tail(count: number): readonly string[] {
    return count <= 0 ? [] : this.#lines.slice(-count)
  }
}

/** Whatever is logged goes to both. */
export function bothLogs(one: Log, other: Log): Log {
  const both =
    (level: keyof Log): LogMethod =>
    (...line) => {
      one[level](...line)
      other[level](...line)
    }
  return { debug: both('debug'), info: both('info'), warning: both('warning'), error: both('error') }
}
