import type { ErrorCode } from '../../contract/errors.ts'
import { blockOf } from '../checkout/explain.ts'
import type { KnownPatron } from '../ils.ts'
import type { SessionSettings } from './session-context.ts'

export type Verdict =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'askPin' }
  | { readonly kind: 'wrongPin' }
  | { readonly kind: 'refused'; readonly code: ErrorCode }

/**
 * What the library system's answer means for somebody who wants to borrow. The PIN comes first: who cannot prove to
 * be the cardholder learns nothing about the card. An absent 'valid patron' is not a yes; a name then has to vouch.
 */
export function judge(answer: KnownPatron, pinGiven: boolean, pin: SessionSettings['pin']): Verdict {
  if (answer.known === 'no' || (answer.known === 'unknown' && answer.name === null)) {
    return { kind: 'refused', code: 'PATRON_UNKNOWN' }
  }
  const proven =
    pin === 'never' || answer.pinRight === 'yes' || (pin === 'whenAsked' && answer.pinRight === 'unknown')
  if (!proven) return { kind: pinGiven ? 'wrongPin' : 'askPin' }
  if (pin === 'always' && !pinGiven) return { kind: 'askPin' }
  const block = blockOf(answer)
  return block === null || block === 'ITEM_LIMIT_REACHED'
    ? { kind: 'welcome' }
    : { kind: 'refused', code: block }
}
