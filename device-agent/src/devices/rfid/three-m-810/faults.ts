/** What can be made to go wrong with the emulated pad. */
import type { WireFaults } from '../../wire-faults.ts'

export interface ThreeMFaults extends WireFaults {
  /** Every command is answered with this error, or null. */
  readonly error: number | null
}

export const NO_FAULTS: ThreeMFaults = {
  silent: false,
  stallMilliseconds: 0,
  split: false,
  leadingGarbage: false,
  flipByte: null,
  cutAfterBytes: null,
  error: null,
}
