/**
 * NXP's custom commands for the EAS bit, sent through the reader (FEIG manuals H60301 and H01113, "[0xB1] ISO15693 custom
 * and proprietary commands"; NXP data sheet SL2S2002, "SET EAS", "RESET EAS", "EAS ALARM"). Only what can be undone is
 * declared: never LOCK EAS (A4), the passwords (B3 to B5) or PASSWORD PROTECT (A6).
 */
import type { TagUid } from '../../../tags/tag.ts'
import type { Command } from '../../shared/feig/command.ts'
import { ADDRESSED, uidBytes } from './codec.ts'

export const CUSTOM_COMMAND = 0xb1
const NXP = 0x04
export const EAS = { set: 0xa2, reset: 0xa3, alarm: 0xa5 } as const

export const WRITE_EAS: Command<{ readonly uid: TagUid; readonly on: boolean }, true> = {
  id: CUSTOM_COMMAND,
  name: 'set or reset EAS',
  clause: '[0xB1] 0x04 0xA2, 0xA3',
  encode: ({ uid, on }) => Uint8Array.of(NXP, on ? EAS.set : EAS.reset, ADDRESSED, ...uidBytes(uid)),
  decode: () => true,
  // The same bit once more changes nothing, and it is read back in any case.
  retrySafe: true,
  optional: true,
}

/**
 * Whether a tag with its EAS bit on is in the field: status ok. Tags whose bit is off stay silent: status 'no tag'. With
 * `uid` only that tag is asked; the published frames show the unaddressed form alone, so a reader may refuse it.
 */
export const EAS_ALARM: Command<{ readonly uid: TagUid | null }, true> = {
  id: CUSTOM_COMMAND,
  name: 'EAS alarm',
  clause: '[0xB1] 0x04 0xA5',
  encode: ({ uid }) =>
    uid === null
      ? Uint8Array.of(NXP, EAS.alarm, 0x00)
      : Uint8Array.of(NXP, EAS.alarm, ADDRESSED, ...uidBytes(uid)),
  decode: () => true,
  retrySafe: true,
  optional: true,
}
