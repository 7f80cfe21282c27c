/**
 * How long things take in the air, by ISO/IEC 15693-2 and -3 at the high data rate (26.48 kbit/s both ways, 1 out of 4
 * coding, one subcarrier), with 16 slots for anticollision.
 */
export const BITS_PER_MILLISECOND = 26.48
/** Start and end of a frame, and the tag's time to answer (t1), for a request with its reply. */
const OVERHEAD_MILLISECONDS = 0.6
/** A slot in which no tag answers. */
export const EMPTY_SLOT_MILLISECONDS = 0.7
export const SLOTS = 16

/** A request of so many bytes, and a reply of so many, in milliseconds. */
export const air = (requestBytes: number, replyBytes: number): number =>
  OVERHEAD_MILLISECONDS + ((requestBytes + replyBytes) * 8) / BITS_PER_MILLISECOND
