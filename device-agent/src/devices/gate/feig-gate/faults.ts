/** What can be made to go wrong with the emulated gate. */
import type { WireFaults } from '../../wire-faults.ts'

export interface GateFaults extends WireFaults {
  /** Every command is answered with this status, or null. */
  readonly status: number | null
  /** Each message of Notification Mode is sent twice. */
  readonly duplicate: boolean
  /** Trouble with the antennas, as the reader says in its status. */
  readonly radioTrouble: boolean
}

export const NO_FAULTS: GateFaults = {
  silent: false,
  stallMilliseconds: 0,
  split: false,
  leadingGarbage: false,
  flipByte: null,
  cutAfterBytes: null,
  status: null,
  duplicate: false,
  radioTrouble: false,
}
