import type { AisleTag } from '@lectern/device-agent/devices/gate/feig-gate/emulator'
import { encodeBlock } from '@lectern/device-agent/tags/iso28560-3'
import { tagUid } from '@lectern/device-agent/tags/tag'

/** A tag on an item of the library, secured; its UID is spread as UIDs of real tags are. */
export function taggedItem(n: number, itemId = `3999900${String(n).padStart(7, '0')}`): AisleTag {
  const memory = new Uint8Array(112)
  memory.set(encodeBlock({ usage: 1, parts: 1, part: 1, primaryId: itemId, owner: 'XXLINDENHOF' }))
  const serial = (BigInt(n) * 0x9e37_79b9_7fn) & 0xff_ffff_ffffn
  return {
    uid: tagUid(`E00401${serial.toString(16).toUpperCase().padStart(10, '0')}`),
    afi: 0x07,
    memory,
    blockSize: 4,
  }
}
