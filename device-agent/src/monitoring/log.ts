/**
 * The agent's log: JSON lines on stderr, for journald. A line holds a code, a device's id, a detail for staff and
 * numbers; there is no field a patron's name, number or title would go into.
 */
import { type Clock, systemClock } from '../runtime/clock.ts'

const LEVELS = ['debug', 'info', 'warning', 'error'] as const
export type LogLevel = (typeof LEVELS)[number]

export interface LogFields {
  /** A device's id: 'rfid', 'printer', … */
  readonly device?: string
  /** For staff; no patron data. Cut at `DETAIL_MAX_CHARACTERS`. */
  readonly detail?: string
  readonly milliseconds?: number
  readonly count?: number
}

/** `code`: a row of the error table, or the name of an event ('AGENT_READY'). */
export type LogMethod = (code: string, fields?: LogFields) => void
export type Log = Readonly<Record<LogLevel, LogMethod>>

export interface LogOptions {
  readonly clock?: Clock
  /** Lines below it are not written. */
  readonly level?: LogLevel
  readonly write?: (line: string) => void
}

export const DETAIL_MAX_CHARACTERS = 500

export function createLog(options: LogOptions = {}): Log {
  const { clock = systemClock, level = 'info', write = (line) => void process.stderr.write(line) } = options
  const least = LEVELS.indexOf(level)
  const method =
    (name: LogLevel): LogMethod =>
    (code, fields = {}) => {
      if (LEVELS.indexOf(name) < least) return
      const detail =
        fields.detail === undefined ? {} : { detail: fields.detail.slice(0, DETAIL_MAX_CHARACTERS) }
      const time = new Date(clock.wall()).toISOString()
      write(`${JSON.stringify({ time, level: name, code, ...fields, ...detail })}\n`)
    }
  return { debug: method('debug'), info: method('info'), warning: method('warning'), error: method('error') }
}
