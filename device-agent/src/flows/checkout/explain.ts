import type {
  CheckoutAnswer,
  Circulation,
  ItemAnswer,
  ItemId,
  PatronAnswer,
  PatronId,
} from 'sip2/circulation'
import type { ErrorCode } from '../../contract/errors.ts'
import type { Problem } from '../../contract/view.ts'
import { isCharged } from './what-happened.ts'

type Refused = Extract<CheckoutAnswer, { lent: false }>

export interface Explanation {
  readonly title: string | null
  readonly problem: Problem
}

/**
 * Why a checkout was refused. SIP2 has no reason code in message 12, only free text, which nothing here reads: the
 * item and the patron are asked for, and their codes decide. The library system's words go along as a quotation.
 */
export async function explainRefusal(
  circulation: Circulation,
  refused: Refused,
  patron: PatronId,
): Promise<Explanation> {
  const item = await settled(circulation.item(refused.item))
  const title = refused.title ?? item?.title ?? null
  const code =
    refused.fee !== null
      ? 'ITEM_FEE_DUE'
      : ((item && aboutItem(item)) ?? (await aboutPatron(circulation, patron, refused.item)))
  return { title, problem: { code, libraryMessages: refused.screenMessages } }
}

function aboutItem(item: ItemAnswer): ErrorCode | null {
  if (item.known === 'no') return 'ITEM_UNKNOWN'
  if (isCharged(item.status)) return 'ITEM_ON_LOAN'
  if (item.status === 'onHoldShelf' || (item.holdQueueLength ?? 0) > 0) return 'ITEM_ON_HOLD'
  return item.status === 'available' || item.status === 'toBeReshelved' ? null : 'ITEM_NOT_FOR_LOAN'
}

async function aboutPatron(circulation: Circulation, patron: PatronId, item: ItemId): Promise<ErrorCode> {
  const answer = await settled(circulation.patron({ patron }))
  if (answer === null || answer.charged.includes(item)) return 'ITEM_REFUSED'
  return (
    blockOf(answer) ??
    (answer.standing.includes('tooManyItemsCharged') ? 'ITEM_LIMIT_REACHED' : 'ITEM_REFUSED')
  )
}

/** Why this patron may not borrow, or null where they may. */
export function blockOf(answer: PatronAnswer): ErrorCode | null {
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
