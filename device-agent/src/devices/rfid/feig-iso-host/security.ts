import type { TagUid } from '../../../tags/tag.ts'
import type { SecurityOutcome } from '../contract.ts'
import { ISO_ERROR, STATUS, SYSTEM_INFORMATION, WRITE_AFI } from './codec.ts'
import { type FeigLink, hex } from './link.ts'

/** Writes of one AFI before it counts as failed. */
export const WRITE_TRIES = 3

/**
 * Writes the AFI and reads it back: a status of 00 alone is no proof (some pads need several tries). Rejects as the link
 * does when the reader is lost.
 */
export async function writeAfi(link: FeigLink, uid: TagUid, afi: number): Promise<SecurityOutcome> {
  let missing = 0
  let detail = ''
  for (let tries = 0; tries < WRITE_TRIES; tries++) {
    const written = await link.ask(WRITE_AFI, { uid, afi })
    if (written.isoError === ISO_ERROR.locked || written.isoError === ISO_ERROR.alreadyLocked) {
      return { ok: false, why: 'locked', detail: `ISO error ${hex(written.isoError)}` }
    }
    detail = `status ${hex(written.status)}`
    // Whatever the write said: what the tag now holds decides.
    const now = await readAfi(link, uid)
    if (now === afi) return { ok: true }
    if (written.status === STATUS.noTag && now === null) missing++
  }
  return { ok: false, why: missing === WRITE_TRIES ? 'gone' : 'failed', detail }
}

/** Null where the tag does not answer. */
export async function readAfi(link: FeigLink, uid: TagUid): Promise<number | null> {
  const { reply } = await link.ask(SYSTEM_INFORMATION, { uid })
  return reply !== null && reply.uid === uid ? reply.afi : null
}
