import { tagUid } from '../../tags/tag.ts'
import type { CheckoutPorts } from '../ports.ts'
import type { SecureInput, SecureOutcome } from './effects.ts'

/** Switches tags to 'on loan', one after the other; each is journaled when proven, and the last one ends the entry. */
export async function secure(ports: CheckoutPorts, input: SecureInput): Promise<SecureOutcome> {
  const { pad, journal } = ports
  const left: string[] = []
  let why: SecureOutcome['why'] = null
  for (const uid of input.tags) {
    const outcome =
      pad === null
        ? { ok: false as const, why: 'away' as const }
        : await pad.setSecurity(tagUid(uid), 'onLoan')
    if (outcome.ok) {
      if (input.entry !== null) journal.proven(input.entry, uid)
    } else {
      left.push(uid)
      // What is locked is one for staff, whatever becomes of the others.
      why = outcome.why === 'locked' ? 'locked' : (why ?? outcome.why)
    }
  }
  if (left.length === 0 && input.entry !== null) journal.close(input.entry, 'lent')
  return { left, why }
}
