/** What can be made to go wrong with the emulated module. */
export interface ModbusFaults {
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
