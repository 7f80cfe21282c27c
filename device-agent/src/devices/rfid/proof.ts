/** Writes that are read back: a reader's word alone is no proof, some need several tries. */
import { hasEas, isNxp } from '../../tags/chip.ts'
import type { TagUid } from '../../tags/tag.ts'
import type { SecurityOutcome } from './contract.ts'
import type { TagAnswer, TagReader } from './reader.ts'

/** A tag that neither takes a write nor answers a read so often in a row has left the pad. */
export const SILENT_MAX = 3

/** Told to staff. */
export const PASSWORD = 'protected by a password'

export interface ProvenWrite {
  readonly write: () => Promise<TagAnswer<true>>
  /** True, false, or null where the tag does not tell. */
  readonly holds: () => Promise<boolean | null>
}

/**
 * Writes until the tag holds what was to be written. Rejects where the reader is lost.
 *
 * A chip of NXP whose AFI or EAS bit is protected by a password answers with the error that gives no reason, or not at
 * all, and goes on answering everything else (data sheet SL2S2002, "PASSWORD PROTECT EAS/AFI").
 */
export async function proven(
  reader: TagReader,
  uid: TagUid,
  { write, holds }: ProvenWrite,
): Promise<SecurityOutcome> {
  let silent = 0
  let unexplained = 0
  let tried = 0
  let detail = ''
  for (; tried < reader.writeTries && silent < SILENT_MAX; tried++) {
    const written = await write()
    if (!written.ok && written.why === 'locked') return { ok: false, why: 'locked', detail: written.detail }
    detail = written.ok ? 'does not read back as written' : written.detail
    // Whatever the write said: what the tag now holds decides.
    const now = await holds()
    if (now === true) return { ok: true }
    const mute = !written.ok && (written.why === 'gone' || written.unexplained === true)
    const there = !mute || now !== null || (await reader.information(uid)).ok
    if (mute && there) unexplained++
    silent = there ? 0 : silent + 1
  }
  if (silent >= SILENT_MAX) return { ok: false, why: 'gone', detail }
  const barred = !reader.flaky && unexplained === tried && isNxp(uid)
  return barred ? { ok: false, why: 'locked', detail: PASSWORD } : { ok: false, why: 'failed', detail }
}

/** True or false; null where the tag does not answer. */
async function tells<Value>(answer: Promise<TagAnswer<Value>>, wanted: Value): Promise<boolean | null> {
  const told = await answer
  return told.ok ? told.value === wanted : null
}

export const proveAfi = (reader: TagReader, uid: TagUid, afi: number): Promise<SecurityOutcome> =>
  proven(reader, uid, {
    write: () => reader.writeAfi(uid, afi),
    holds: () => tells(reader.readAfi(uid), afi),
  })

export const proveDsfid = (reader: TagReader, uid: TagUid, dsfid: number): Promise<SecurityOutcome> =>
  proven(reader, uid, {
    write: () => reader.writeDsfid(uid, dsfid),
    holds: async () => {
      const told = await reader.information(uid)
      return told.ok ? told.value.dsfid === dsfid : null
    },
  })

/** Sets or resets the EAS bit. `alone`: no other tag is in the field. */
export function proveEas(
  reader: TagReader,
  uid: TagUid,
  on: boolean,
  alone: boolean,
): Promise<SecurityOutcome> {
  const { eas } = reader
  if (eas === null)
    return Promise.resolve({ ok: false, why: 'failed', detail: 'the reader cannot switch EAS' })
  if (!hasEas(uid)) return Promise.resolve({ ok: false, why: 'failed', detail: 'the chip has no EAS bit' })
  return proven(reader, uid, {
    write: () => eas.write(uid, on),
    holds: () => tells(eas.read(uid, alone), on),
  })
}
