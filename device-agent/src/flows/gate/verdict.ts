/** What an alarm was about. */
import type { GateSighting } from '../../devices/gate/contract.ts'
import type { GateVerdict } from '../../journal/gate-contract.ts'
import type { RecentLoans } from '../../journal/recent-loans-contract.ts'
import type { KnownItem } from '../ils.ts'

/** A kiosk that tells what it lent moments ago. */
export interface LendingKiosk {
  readonly kiosk: string
  readonly loans: RecentLoans
}

/** What is known without asking anybody. */
export interface FirstVerdict {
  readonly tag: string | null
  readonly item: string | null
  readonly verdict: Extract<GateVerdict, 'looking' | 'rewriteFailed' | 'test' | 'unknown'>
  readonly kiosk: string | null
}

/** Null for what is nobody's business: a patron's card. */
export function firstVerdict(
  { uid, content }: GateSighting,
  testTags: ReadonlySet<string>,
  kiosks: readonly LendingKiosk[],
  since: number,
): FirstVerdict | null {
  if (content?.kind === 'patron') return null
  const item = content?.kind === 'item' ? content.itemId : null
  const tag = uid ?? item
  if ([tag, item].some((name) => name !== null && testTags.has(name)))
    return { tag, item, verdict: 'test', kiosk: null }
  for (const { kiosk, loans } of kiosks) {
    const loan = loans.find({ item, tag: uid }, since)
    if (loan !== null) return { tag, item: loan.item, verdict: 'rewriteFailed', kiosk }
  }
  return { tag, item, verdict: item === null ? 'unknown' : 'looking', kiosk: null }
}

const ON_LOAN: ReadonlySet<KnownItem['status']> = new Set([
  'charged',
  'chargedNoRecall',
  'recalled',
  'claimedReturned',
])

/** What the library system says of it. */
export function verdictOf({
  known,
  status,
}: KnownItem): Extract<GateVerdict, 'theft' | 'onLoan' | 'unknown'> {
  if (known === 'no') return 'unknown'
  return ON_LOAN.has(status) ? 'onLoan' : 'theft'
}
