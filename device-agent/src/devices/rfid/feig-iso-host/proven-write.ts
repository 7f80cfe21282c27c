import { isNxp } from '../../../tags/chip.ts'
import type { TagUid } from '../../../tags/tag.ts'
import type { Answer } from '../../shared/feig/link.ts'
import type { SecurityOutcome } from '../contract.ts'
import { ISO_ERROR, STATUS, SYSTEM_INFORMATION } from './codec.ts'
import { type FeigLink, hex } from './link.ts'

/** Writes of one value before it counts as failed. */
export const WRITE_TRIES = 3

export interface ProvenWrite {
  readonly write: () => Promise<Answer<true>>
  /** What the tag now holds is what was to be written; read from the tag. */
  readonly holds: () => Promise<boolean>
}

/**
 * Writes and reads back: a status of 00 alone is no proof (some pads need several tries). Rejects as the link does when
 * the reader is lost.
 *
 * A chip of NXP whose AFI or EAS bit is protected by a password answers with the error that gives no reason, or not at
 * all, and goes on answering everything else (data sheet SL2S2002, "PASSWORD PROTECT EAS/AFI").
 */
export async function provenWrite(
  link: FeigLink,
  uid: TagUid,
  { write, holds }: ProvenWrite,
): Promise<SecurityOutcome> {
  let missing = 0
  let refused = 0
  let detail = ''
  for (let tries = 0; tries < WRITE_TRIES; tries++) {
    const written = await write()
    if (isLocked(written))
      return { ok: false, why: 'locked', detail: `ISO error ${hex(written.isoError ?? 0)}` }
    detail = `status ${hex(written.status)}`
    // Whatever the write said: what the tag now holds decides.
    if (await holds()) return { ok: true }
    const there = await isThere(link, uid)
    if (!there && written.status === STATUS.noTag) missing++
    const noReason = written.status === STATUS.noTag || written.isoError === ISO_ERROR.noInformation
    if (there && noReason) refused++
  }
  if (missing === WRITE_TRIES) return { ok: false, why: 'gone', detail }
  if (refused === WRITE_TRIES && isNxp(uid)) return { ok: false, why: 'locked', detail: PASSWORD }
  return { ok: false, why: 'failed', detail }
}

/** Told to staff. */
export const PASSWORD = 'protected by a password'

export const isLocked = ({ isoError }: Answer<unknown>): boolean =>
  isoError === ISO_ERROR.locked || isoError === ISO_ERROR.alreadyLocked

async function isThere(link: FeigLink, uid: TagUid): Promise<boolean> {
  const { reply } = await link.ask(SYSTEM_INFORMATION, { uid })
  return reply !== null && reply.uid === uid
}
