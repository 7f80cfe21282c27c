/** How long a pad's tags and their reader speak in the air: the commands that address one tag, and the inventory. */
import { air, EMPTY_SLOT_MILLISECONDS, SLOTS } from '../shared/iso15693/air.ts'

/** Flags, command, UID and CRC of an addressed request. */
const ADDRESSED_BYTES = 12
/** Flags, mask and CRC of an inventory; flags, DSFID, UID and CRC of its answer. */
const INVENTORY_BYTES = 5
const INVENTORY_ANSWER_BYTES = 12

/** Writing to a tag's EEPROM (typical of NXP ICODE SLIX). */
export const WRITE_MILLISECONDS = 20

/** A request to one tag with so many bytes behind its UID, and its answer of so many behind flags and CRC (3 bytes). */
export const addressedMilliseconds = (requestBytes: number, replyBytes: number): number =>
  air(ADDRESSED_BYTES + requestBytes, 3 + replyBytes)

export const inventoryMilliseconds = (tags: number): number =>
  SLOTS * EMPTY_SLOT_MILLISECONDS + air(INVENTORY_BYTES, 0) + tags * air(0, INVENTORY_ANSWER_BYTES)
