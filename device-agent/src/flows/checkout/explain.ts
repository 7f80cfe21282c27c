import type { CheckoutAnswer, ItemId, PatronId, RefusalReason } from 'sip2/circulation'
import type { ErrorCode } from '../../contract/errors.ts'
import type { Problem } from '../../contract/view.ts'
import type { Ils, KnownItem, KnownPatron } from '../ils.ts'
import { isCharged } from './what-happened.ts'

type Refused = Extract<CheckoutAnswer, { lent: false }>

export interface Explanation {
  readonly title: string | null
  readonly problem: Problem
}

/** What a dialect may know from the library system's own words. */
const BY_REASON: Readonly<Record<RefusalReason, ErrorCode>> = {
  unknownItem: 'ITEM_UNKNOWN',
  unknownPatron: 'PATRON_UNKNOWN',
  onLoan: 'ITEM_ON_LOAN',
  onHold: 'ITEM_ON_HOLD',
  notForLoan: 'ITEM_NOT_FOR_LOAN',
  limit: 'ITEM_LIMIT_REACHED',
  blocked: 'PATRON_BLOCKED',
  cardExpired: 'PATRON_BLOCKED',
  owes: 'PATRON_OWES',
  tooManyRenewals: 'ITEM_REFUSED',
  feeDue: 'ITEM_FEE_DUE',
  needsStaff: 'ITEM_REFUSED',
}

/**
 * Why a checkout was refused. SIP2 has no reason code in message 12, only free text, which nothing here reads: where no
 * dialect knows the reason, the item and the patron are asked for, and their codes decide. The library system's words
 * go along as a quotation.
 */
export async function explainRefusal(
  circulation: Ils,
  refused: Refused,
  patron: PatronId,
): Promise<Explanation> {
  const item = await settled(circulation.item(refused.item))
  const title = refused.title ?? item?.title ?? null
  const code =
    refused.reason !== null
      ? BY_REASON[refused.reason]
      : ((item && aboutItem(item)) ?? (await aboutPatron(circulation, patron, refused.item)))
  return { title, problem: { code, libraryMessages: refused.screenMessages } }
}

function aboutItem(item: KnownItem): ErrorCode | null {
  if (item.known === 'no') return 'ITEM_UNKNOWN'
  if (isCharged(item.status)) return 'ITEM_ON_LOAN'
  if (item.status === 'onHoldShelf' || (item.holdQueueLength ?? 0) > 0) return 'ITEM_ON_HOLD'
  return item.status === 'available' || item.status === 'toBeReshelved' ? null : 'ITEM_NOT_FOR_LOAN'
}

async function aboutPatron(circulation: Ils, patron: PatronId, item: ItemId): Promise<ErrorCode> {
  const answer = await settled(circulation.patron({ patron }))
  if (answer === null || answer.charged.includes(item)) return 'ITEM_REFUSED'
  return (
    blockOf(answer) ??
    (answer.standing.includes('tooManyItemsCharged') ? 'ITEM_LIMIT_REACHED' : 'ITEM_REFUSED')
  )
}

/** Why this patron may not borrow, or null where they may. */
export function blockOf(answer: KnownPatron): ErrorCode | null {
  if (answer.cardLost) return 'PATRON_CARD_LOST'
  if (answer.mayCheckout) return null
  if (answer.standing.includes('tooManyItemsCharged')) return 'ITEM_LIMIT_REACHED'
  const owes = answer.standing.includes('excessiveFines') || answer.standing.includes('excessiveFees')
  return owes ? 'PATRON_OWES' : 'PATRON_BLOCKED'
}

/** Explaining is a courtesy: when the library system cannot be asked, the refusal itself still stands. */
async function settled<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch {
    return null
  }
}
