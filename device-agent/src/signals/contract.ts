/**
 * Named signals over the terminals of I/O modules: what is wired where is a setting, what a signal means is its name.
 */
import type { Unsubscribe } from '../runtime/emitter.ts'

export interface SignalState {
  readonly name: string
  readonly direction: 'input' | 'output'
  /** After polarity and debounce; null while its module is away. */
  readonly active: boolean | null
  /** Milliseconds since 1970 of the last change. */
  readonly since: number
  /** Id of its module and the terminal there, from 0. */
  readonly module: string
  readonly terminal: number
}

export interface SignalChange {
  readonly name: string
  readonly active: boolean | null
}

export interface Signals {
  /** True where a terminal is named so. */
  has(name: string): boolean
  /** Null while it is not known, or not wired. */
  read(name: string): boolean | null
  /** Told in the order of the changes, after debounce. */
  onChange(listener: (change: SignalChange) => void): Unsubscribe
  /** Resolves true once the module confirmed it; false where it did not, or nothing is wired. Never rejects. */
  set(name: string, active: boolean): Promise<boolean>
  /** All, in the order of the settings. */
  states(): readonly SignalState[]
}
