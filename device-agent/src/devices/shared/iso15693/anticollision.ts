/**
 * The anticollision of ISO/IEC 15693-3 ("Inventory"), walked as a reader walks it: in each of 16 slots those tags answer
 * whose next four bits of the UID, from its end, are the slot's number; where more than one answers, the mask grows by
 * these bits and the walk goes one deeper.
 */
import type { TagUid } from '../../../tags/tag.ts'
import { air, EMPTY_SLOT_MILLISECONDS, SLOTS } from './air.ts'

/** Flags, command, mask length and CRC; with an AFI in the request one more. */
const REQUEST_BYTES = 5
/** Flags, DSFID, UID and CRC. */
const REPLY_BYTES = 12
const NIBBLE_BITS = 4
const UID_NIBBLES = 16

/** One tag told apart, and the air time that was spent since the one before, in milliseconds. */
export interface ToldApart {
  readonly uid: TagUid
  readonly milliseconds: number
}

export interface Anticollision {
  readonly tags: readonly ToldApart[]
  /** Of all of it; more than the tags' together where slots stay empty after the last. */
  readonly milliseconds: number
}

export function anticollision(uids: readonly TagUid[], withAfi = false): Anticollision {
  const tags: ToldApart[] = []
  let spent = 0
  let told = 0
  const walk = (group: readonly TagUid[], depth: number): void => {
    spent += air(REQUEST_BYTES + (withAfi ? 1 : 0) + Math.ceil((depth * NIBBLE_BITS) / 8), 0)
    const slots = Array.from({ length: SLOTS }, (): TagUid[] => [])
    for (const uid of group) {
      const nibble = Number.parseInt(uid.charAt(UID_NIBBLES - 1 - depth), 16)
      slots[nibble]?.push(uid)
    }
    const collided: (readonly TagUid[])[] = []
    for (const slot of slots) {
      const [only] = slot
      if (only === undefined) spent += EMPTY_SLOT_MILLISECONDS
      else {
        spent += air(0, REPLY_BYTES)
        if (slot.length > 1) collided.push(slot)
        else {
          tags.push({ uid: only, milliseconds: spent - told })
          told = spent
        }
      }
    }
    for (const slot of collided) walk(slot, depth + 1)
  }
  walk(uids, 0)
  return { tags, milliseconds: spent }
}

/** The most that any reader can tell apart in a second: one tag in every slot, nothing empty, nothing twice. */
export const TAGS_PER_SECOND_MAX = 1_000 / air(0, REPLY_BYTES)
