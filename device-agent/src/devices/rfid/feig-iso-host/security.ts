/** The security of one tag, by the list of actions of the settings: AFI, EAS bit, or both. */
import type { RfidSettings } from '../../../config/settings.ts'
import { hasEas } from '../../../tags/chip.ts'
import type { TagUid } from '../../../tags/tag.ts'
import type { Security, SecurityOutcome } from '../contract.ts'
import { SYSTEM_INFORMATION, WRITE_AFI } from './codec.ts'
import { readEas, writeEas } from './eas.ts'
import type { FeigLink } from './link.ts'
import { provenWrite } from './proven-write.ts'

export type SecuritySettings = Pick<RfidSettings, 'afiSecured' | 'afiOnLoan' | 'security'>

/** Writes the AFI and reads it back. */
export function writeAfi(link: FeigLink, uid: TagUid, afi: number): Promise<SecurityOutcome> {
  return provenWrite(link, uid, {
    write: () => link.ask(WRITE_AFI, { uid, afi }),
    holds: async () => (await readAfi(link, uid)) === afi,
  })
}

/** Null where the tag does not answer. */
export async function readAfi(link: FeigLink, uid: TagUid): Promise<number | null> {
  const { reply } = await link.ask(SYSTEM_INFORMATION, { uid })
  return reply !== null && reply.uid === uid ? reply.afi : null
}

/**
 * Does each action that the tag can bear, and fails with the first that fails. In an estate with both, a chip without an
 * EAS bit is done with its AFI; where EAS is the only action, it fails.
 */
export async function writeSecurity(
  link: FeigLink,
  uid: TagUid,
  security: Security,
  settings: SecuritySettings,
  alone: boolean,
): Promise<SecurityOutcome> {
  const secured = security === 'secured'
  for (const action of actionsFor(uid, settings)) {
    const outcome =
      action === 'eas'
        ? await writeEas(link, uid, secured, alone)
        : await writeAfi(link, uid, secured ? settings.afiSecured : settings.afiOnLoan)
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}

/** `secured` where any of its actions says so: the gate may sound. Null where none can be told. */
export async function readSecurity(
  link: FeigLink,
  uid: TagUid,
  settings: SecuritySettings,
  alone: boolean,
): Promise<Security | null> {
  const found: (Security | null)[] = []
  for (const action of actionsFor(uid, settings)) {
    if (action === 'eas') {
      const eas = await readEas(link, uid, alone)
      found.push(eas === null ? null : eas ? 'secured' : 'onLoan')
    } else found.push(securityOf(await readAfi(link, uid), settings))
  }
  if (found.includes('secured')) return 'secured'
  return found.every((security) => security === 'onLoan') ? 'onLoan' : null
}

function securityOf(afi: number | null, { afiSecured, afiOnLoan }: SecuritySettings): Security | null {
  if (afi === afiOnLoan) return 'onLoan'
  return afi === afiSecured ? 'secured' : null
}

function actionsFor(uid: TagUid, { security }: SecuritySettings): readonly ('afi' | 'eas')[] {
  return security.includes('afi') && !hasEas(uid) ? ['afi'] : security
}
