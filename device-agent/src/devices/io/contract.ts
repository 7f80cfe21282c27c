/**
 * A module of digital inputs and outputs: levels at its terminals, numbered from 0. What they mean is wiring
 * (`signals/`), not the module's.
 */
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Device } from '../device.ts'

export interface IoModule extends Device {
  readonly kind: 'io'
  /** True: the terminal carries its active level. Null while the module is away: nothing is known. */
  readonly inputs: readonly boolean[] | null
  /** As the module itself last confirmed them; null while it is away. */
  readonly outputs: readonly boolean[] | null
  /** Told on every change of `inputs` or `outputs`, and when they become unknown. */
  onLevels(listener: () => void): Unsubscribe
  /**
   * Resolves true once the module has confirmed the level, false where it could not. Of two calls for one output the later
   * one wins. Never rejects. A module that loses its master drops all outputs by itself where it has a watchdog.
   */
  setOutput(output: number, on: boolean): Promise<boolean>
}
