/**
 * How long a tag and a reader speak in the air, by ISO/IEC 15693-2 and -3 at the high data rate (26.48 kbit/s both ways,
 * 1 out of 4 coding, one subcarrier) with 16 slots for anticollision.
 */
const BITS_PER_MILLISECOND = 26.48
/** Start and end of a frame, and the tag's time to answer (t1), for a request with its reply. */
const OVERHEAD_MILLISECONDS = 0.6
/** A slot in which no tag answers. */
const EMPTY_SLOT_MILLISECONDS = 0.7
const SLOTS = 16
/** Flags, command, UID and CRC of an addressed request. */
const ADDRESSED_BYTES = 12
/** Flags, mask and CRC of an inventory; flags, DSFID, UID and CRC of its answer. */
const INVENTORY_BYTES = 5
const INVENTORY_ANSWER_BYTES = 12

/** Writing to a tag's EEPROM (typical of NXP ICODE SLIX). */
export const WRITE_MILLISECONDS = 20

const air = (requestBytes: number, replyBytes: number): number =>
  OVERHEAD_MILLISECONDS + ((requestBytes + replyBytes) * 8) / BITS_PER_MILLISECOND

/** A request to one tag with so many bytes behind its UID, and its answer of so many behind flags and CRC (3 bytes). */
export const addressedMilliseconds = (requestBytes: number, replyBytes: number): number =>
  air(ADDRESSED_BYTES + requestBytes, 3 + replyBytes)

export const inventoryMilliseconds = (tags: number): number =>
  SLOTS * EMPTY_SLOT_MILLISECONDS + air(INVENTORY_BYTES, 0) + tags * air(0, INVENTORY_ANSWER_BYTES)
