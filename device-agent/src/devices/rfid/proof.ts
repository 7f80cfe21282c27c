/** Writes that are read back: a reader's word alone is no proof, some need several tries. */
import type { TagUid } from '../../tags/tag.ts'
import type { Security, SecurityOutcome } from './contract.ts'
import type { TagAnswer, TagReader } from './reader.ts'

/** A tag that neither takes a write nor answers a read so often in a row has left the pad. */
export const SILENT_MAX = 3

/** Writes until `holds` says so: true, false, or null where the tag does not answer. Rejects where the reader is lost. */
export async function proven(
  tries: number,
  write: () => Promise<TagAnswer<true>>,
  holds: () => Promise<boolean | null>,
): Promise<SecurityOutcome> {
  let silent = 0
  let detail = ''
  for (let tried = 0; tried < tries && silent < SILENT_MAX; tried++) {
    const written = await write()
    if (!written.ok) {
      if (written.why === 'locked') return { ok: false, why: 'locked', detail: written.detail }
      detail = written.detail
    } else detail = 'does not read back as written'
    // Whatever the write said: what the tag now holds decides.
    const now = await holds()
    if (now === true) return { ok: true }
    silent = now === null && !written.ok && written.why === 'gone' ? silent + 1 : 0
  }
  return { ok: false, why: silent >= SILENT_MAX ? 'gone' : 'failed', detail }
}

/** True or false; null where the tag does not answer. */
async function tells<Value>(answer: Promise<TagAnswer<Value>>, wanted: Value): Promise<boolean | null> {
  const told = await answer
  return told.ok ? told.value === wanted : null
}

export const proveAfi = (reader: TagReader, uid: TagUid, afi: number): Promise<SecurityOutcome> =>
  proven(
    reader.writeTries,
    () => reader.writeAfi(uid, afi),
    () => tells(reader.readAfi(uid), afi),
  )

export const proveDsfid = (reader: TagReader, uid: TagUid, dsfid: number): Promise<SecurityOutcome> =>
  proven(
    reader.writeTries,
    () => reader.writeDsfid(uid, dsfid),
    async () => {
      const told = await reader.information(uid)
      return told.ok ? told.value.dsfid === dsfid : null
    },
  )

export function proveEas(reader: TagReader, uid: TagUid, on: boolean): Promise<SecurityOutcome> {
  const { eas } = reader
  if (eas === null)
    return Promise.resolve({ ok: false, why: 'failed', detail: 'the reader cannot switch EAS' })
  return proven(
    reader.writeTries,
    () => eas.write(uid, on),
    () => tells(eas.read(uid), on),
  )
}

/** What in a tag makes the gate sound. */
export interface SecuritySettings {
  readonly afiSecured: number
  readonly afiOnLoan: number
  /** What is switched, in this order. */
  readonly security: readonly ('afi' | 'eas')[]
}

export async function switchSecurity(
  reader: TagReader,
  uid: TagUid,
  security: Security,
  settings: SecuritySettings,
): Promise<SecurityOutcome> {
  const secured = security === 'secured'
  for (const means of settings.security) {
    const outcome =
      means === 'afi'
        ? await proveAfi(reader, uid, secured ? settings.afiSecured : settings.afiOnLoan)
        : await proveEas(reader, uid, secured)
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}

/** Null where the tag does not answer, holds another AFI, or its AFI and its EAS disagree. */
export async function securityOf(
  reader: TagReader,
  uid: TagUid,
  settings: SecuritySettings,
): Promise<Security | null> {
  const said = new Set<Security | null>()
  for (const means of settings.security) {
    said.add(means === 'afi' ? await byAfi(reader, uid, settings) : await byEas(reader, uid))
  }
  const [only] = said
  return said.size === 1 && only !== undefined ? only : null
}

async function byAfi(reader: TagReader, uid: TagUid, settings: SecuritySettings): Promise<Security | null> {
  const told = await reader.readAfi(uid)
  if (!told.ok) return null
  if (told.value === settings.afiOnLoan) return 'onLoan'
  return told.value === settings.afiSecured ? 'secured' : null
}

async function byEas({ eas }: TagReader, uid: TagUid): Promise<Security | null> {
  const told = await eas?.read(uid)
  if (told?.ok !== true) return null
  return told.value ? 'secured' : 'onLoan'
}
