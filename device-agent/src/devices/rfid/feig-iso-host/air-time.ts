/** How long FEIG's commands take in the air. What a stack of books really waits for. */

import type { Frame } from '../../shared/feig/frame.ts'
import { addressedMilliseconds, inventoryMilliseconds, WRITE_MILLISECONDS } from '../air.ts'

/** The field is off until the tags have lost their power. */
const RF_RESET_MILLISECONDS = 6

export interface AirTime {
  readonly on:
    | 'none'
    | 'reset'
    | 'inventory'
    | 'read'
    | 'writeAfi'
    | 'writeDsfid'
    | 'systemInformation'
    | 'writeBlocks'
    | 'eas'
  readonly milliseconds: number
}

export function airTimeMilliseconds({ command, data }: Frame, tagsInField: number): AirTime {
  if (command === 0x69) return { on: 'reset', milliseconds: RF_RESET_MILLISECONDS }
  if (command === 0xb1) {
    // The alarm answers with 32 bytes; setting and resetting writes.
    const alarm = data[1] === 0xa5
    const milliseconds = addressedMilliseconds(1, alarm ? 29 : 0) + (alarm ? 0 : WRITE_MILLISECONDS)
    return { on: 'eas', milliseconds }
  }
  if (command !== 0xb0) return { on: 'none', milliseconds: 0 }
  switch (data[0]) {
    case 0x01:
      return { on: 'inventory', milliseconds: inventoryMilliseconds(tagsInField) }
    case 0x23:
      return { on: 'read', milliseconds: addressedMilliseconds(2, (data[11] ?? 0) * 4) }
    case 0x24:
      return {
        on: 'writeBlocks',
        milliseconds: (data[11] ?? 0) * (addressedMilliseconds(5, 0) + WRITE_MILLISECONDS),
      }
    case 0x29:
      return { on: 'writeDsfid', milliseconds: addressedMilliseconds(1, 0) + WRITE_MILLISECONDS }
    case 0x27:
      return { on: 'writeAfi', milliseconds: addressedMilliseconds(1, 0) + WRITE_MILLISECONDS }
    case 0x2b:
      return { on: 'systemInformation', milliseconds: addressedMilliseconds(0, 14) }
    default:
      return { on: 'none', milliseconds: 0 }
  }
}
