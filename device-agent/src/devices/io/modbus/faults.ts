/** What can be made to go wrong with the emulated module. */
import type { WireFaults } from '../../wire-faults.ts'

export interface ModbusFaults extends WireFaults {
  /** Function code → the exception code it is refused with: `{ 5: 4 }` refuses to switch coils. */
  readonly exceptions: Readonly<Record<number, number>>
  /** Carries out, but the reply is lost: for these function codes. */
  readonly lostReplies: readonly number[]
  /** Acknowledges writes of coils, and does not carry them out. */
  readonly deafOutputs: boolean
}

export const NO_FAULTS: ModbusFaults = {
  silent: false,
  stallMilliseconds: 0,
  split: false,
  leadingGarbage: false,
  flipByte: null,
  cutAfterBytes: null,
  exceptions: {},
  lostReplies: [],
  deafOutputs: false,
}
