/** What can be made to go wrong with the emulated reader. */
import type { WireFaults } from '../../wire-faults.ts'

export interface FeigFaults extends WireFaults {
  /** Every command is answered with this status, or null. */
  readonly status: number | null
}

export const NO_FAULTS: FeigFaults = {
  silent: false,
  stallMilliseconds: 0,
  split: false,
  leadingGarbage: false,
  flipByte: null,
  cutAfterBytes: null,
  status: null,
}
