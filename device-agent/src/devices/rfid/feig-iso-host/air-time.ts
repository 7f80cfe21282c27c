/** How long the reader's commands take in the air: what a stack of books really waits for. */
import type { Frame } from '../../shared/feig/frame.ts'
import { air, EMPTY_SLOT_MILLISECONDS, SLOTS } from '../../shared/iso15693/air.ts'

/** Writing to a tag's EEPROM (typical of NXP ICODE SLIX). */
const WRITE_MILLISECONDS = 20
/** The field is off until the tags have lost their power. */
const RF_RESET_MILLISECONDS = 6

/** Flags, command, UID and CRC of an addressed request. */
const ADDRESSED_BYTES = 12

export interface AirTime {
  readonly on: 'none' | 'reset' | 'inventory' | 'read' | 'writeAfi' | 'systemInformation' | 'writeBlocks'
  readonly milliseconds: number
}

export function airTimeMilliseconds({ command, data }: Frame, tagsInField: number): AirTime {
  if (command === 0x69) return { on: 'reset', milliseconds: RF_RESET_MILLISECONDS }
  if (command !== 0xb0) return { on: 'none', milliseconds: 0 }
  switch (data[0]) {
    case 0x01:
      return {
        on: 'inventory',
        milliseconds: SLOTS * EMPTY_SLOT_MILLISECONDS + air(5, 0) + tagsInField * air(0, 12),
      }
    case 0x23:
      return { on: 'read', milliseconds: air(ADDRESSED_BYTES + 2, 3 + (data[11] ?? 0) * 4) }
    case 0x24:
      return {
        on: 'writeBlocks',
        milliseconds: (data[11] ?? 0) * (air(ADDRESSED_BYTES + 5, 3) + WRITE_MILLISECONDS),
      }
    case 0x27:
      return { on: 'writeAfi', milliseconds: air(ADDRESSED_BYTES + 1, 3) + WRITE_MILLISECONDS }
    case 0x2b:
      return { on: 'systemInformation', milliseconds: air(ADDRESSED_BYTES, 17) }
    default:
      return { on: 'none', milliseconds: 0 }
  }
}
