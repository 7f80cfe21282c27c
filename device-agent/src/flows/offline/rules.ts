/** The library's rules for the time its system is away. Pure. */
import type { PatronAnswer } from 'sip2/circulation'
import type { Problem } from '../../contract/view.ts'
import type { Standing } from '../../journal/standings-contract.ts'

export interface OfflineRules {
  readonly mode: 'off' | 'returns' | 'both'
  readonly whoMayBorrow: 'known' | 'anyCard'
  readonly knownMilliseconds: number
  /** Loans of one patron that the library system does not know yet. */
  readonly itemsMax: number
  readonly loanDays: number
  readonly lendingMaxMilliseconds: number
  readonly backlogMax: number
  readonly withoutPin: boolean
  readonly pin: 'never' | 'whenAsked' | 'always'
  /** What a card number looks like. */
  readonly isCard: (text: string) => boolean
}

/**
 * Why somebody with this card may not borrow while nobody can be asked, or null where they may. The last word of the
 * library system wins, also where any card may borrow.
 */
export function judgeCard(
  rules: OfflineRules,
  card: string,
  standing: Standing | null,
  now: number,
): Problem | null {
  const known = standing !== null && now - standing.seenAt <= rules.knownMilliseconds ? standing : null
  if (known !== null && (!known.mayCheckout || known.cardLost)) return { code: 'OFFLINE_BLOCKED' }
  if (known === null && (rules.whoMayBorrow === 'known' || !rules.isCard(card)))
    return { code: 'OFFLINE_CARD_UNKNOWN' }
  const wantsPin = rules.pin === 'always' || (rules.pin === 'whenAsked' && known?.needsPin === true)
  return wantsPin && !rules.withoutPin ? { code: 'OFFLINE_NEEDS_PIN' } : null
}

/**
 * What to remember of the library system's answer about a card, or null for nothing: who cannot prove to be the
 * cardholder changes nothing but that a PIN was asked for.
 */
export function standingAfter(
  answer: Pick<PatronAnswer, 'mayCheckout' | 'cardLost' | 'pinRight'>,
  verdict: 'welcome' | 'askPin' | 'wrongPin' | 'refused',
  { pinGiven, before, now }: { pinGiven: boolean; before: Standing | null; now: number },
): Standing | null {
  if (verdict === 'askPin' || verdict === 'wrongPin') {
    return before === null || before.needsPin ? null : { ...before, needsPin: true }
  }
  return {
    seenAt: now,
    mayCheckout: verdict === 'welcome' && answer.mayCheckout,
    cardLost: answer.cardLost,
    needsPin: pinGiven ? answer.pinRight !== 'unknown' : answer.pinRight === 'no',
  }
}
