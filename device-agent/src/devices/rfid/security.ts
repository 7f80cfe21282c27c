/** The security of one tag, by the list of actions of the settings: AFI, EAS bit, or both. */
import { hasEas } from '../../tags/chip.ts'
import type { TagUid } from '../../tags/tag.ts'
import type { Security, SecurityOutcome } from './contract.ts'
import { proveAfi, proveEas } from './proof.ts'
import type { TagReader } from './reader.ts'

/** What in a tag makes the gate sound. */
export interface SecuritySettings {
  readonly afiSecured: number
  readonly afiOnLoan: number
  /** What is switched, in this order. */
  readonly security: readonly ('afi' | 'eas')[]
}

/**
 * Does each action that the tag can bear, and fails with the first that fails. In an estate with both, a chip without an
 * EAS bit is done with its AFI; where EAS is the only action, it fails. `alone`: no other tag is in the field.
 */
export async function switchSecurity(
  reader: TagReader,
  uid: TagUid,
  security: Security,
  settings: SecuritySettings,
  alone: boolean,
): Promise<SecurityOutcome> {
  const secured = security === 'secured'
  for (const action of actionsFor(uid, settings)) {
    const outcome =
      action === 'eas'
        ? await proveEas(reader, uid, secured, alone)
        : await proveAfi(reader, uid, secured ? settings.afiSecured : settings.afiOnLoan)
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}

/** `secured` where any of its actions says so: the gate may sound. Null where none can be told. */
export async function securityOf(
  reader: TagReader,
  uid: TagUid,
  settings: SecuritySettings,
  alone: boolean,
): Promise<Security | null> {
  const found: (Security | null)[] = []
  for (const action of actionsFor(uid, settings))
    found.push(action === 'eas' ? await byEas(reader, uid, alone) : await byAfi(reader, uid, settings))
  if (found.includes('secured')) return 'secured'
  return found.every((security) => security === 'onLoan') ? 'onLoan' : null
}

async function byAfi(reader: TagReader, uid: TagUid, settings: SecuritySettings): Promise<Security | null> {
  const told = await reader.readAfi(uid)
  if (!told.ok) return null
  if (told.value === settings.afiOnLoan) return 'onLoan'
  return told.value === settings.afiSecured ? 'secured' : null
}

async function byEas({ eas }: TagReader, uid: TagUid, alone: boolean): Promise<Security | null> {
  const told = hasEas(uid) ? await eas?.read(uid, alone) : undefined
  if (told?.ok !== true) return null
  return told.value ? 'secured' : 'onLoan'
}

function actionsFor(uid: TagUid, { security }: SecuritySettings): readonly ('afi' | 'eas')[] {
  return security.includes('afi') && !hasEas(uid) ? ['afi'] : security
}
