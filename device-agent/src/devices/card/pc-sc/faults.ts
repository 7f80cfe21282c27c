/** What can be made to go wrong with the emulated service. */
import type { WireFaults } from '../../wire-faults.ts'

export interface PcscFaults extends WireFaults {
  /** Connecting to a card fails so many more times. */
  readonly connectFailures: number
}

export const NO_FAULTS: PcscFaults = {
  silent: false,
  stallMilliseconds: 0,
  split: false,
  leadingGarbage: false,
  flipByte: null,
  cutAfterBytes: null,
  connectFailures: 0,
}
