/** What can be made to go wrong with the emulated reader. */
export interface FeigFaults {
  /** Hears, and says nothing. */
  readonly silent: boolean
  /** Every reply comes so much later. */
  readonly stallMilliseconds: number
  /** Replies leave byte by byte. */
  readonly split: boolean
  /** Noise before each reply. */
  readonly leadingGarbage: boolean
  /** The byte of each reply that arrives wrong, or null. */
  readonly flipByte: number | null
  /** The line breaks after so many bytes of a reply, or null. */
  readonly cutAfterBytes: number | null
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
