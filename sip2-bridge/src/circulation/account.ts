/** Answers about a patron's account: lists, fees, renewals, holds. Plain words; each shape names the message behind it. */
import type { CheckoutAnswer, DueDate, ItemId, ListKind, Money, PatronId, RefusalReason } from './types.ts'

/**
 * One line of a list in 64. What a server puts there is its own choice: an item identifier where the dialect knows so,
 * and otherwise a text for people.
 */
export type ListEntry =
  | { readonly kind: 'item'; readonly item: ItemId }
  | { readonly kind: 'text'; readonly text: string }

/** From 63/64, in as many pages as it takes. */
export interface PatronList {
  readonly list: ListKind
  readonly entries: readonly ListEntry[]
  /** As the server counts; null where it does not. */
  readonly count: number | null
  /** False where fewer entries came than the server counts, or the count changed while it was asked. */
  readonly complete: boolean
}

/** One fee of a patron. `id` is what the server calls it, where it can be paid by itself. */
export interface Fee {
  readonly id: string | null
  /** What is left to pay. */
  readonly amount: Money | null
  readonly type: string | null
  readonly item: string | null
  readonly title: string | null
  /** As the server writes it. */
  readonly date: string | null
  /** The server's own line, where it sent one. */
  readonly text: string | null
}

export interface Fees {
  /** All that is owed; null where the server does not tell. */
  readonly owed: Money | null
  /** Null where this server lists no fees one by one. */
  readonly list: readonly Fee[] | null
  readonly mayPayOne: boolean
  readonly mayPayPart: boolean
}

/** From 37/38. */
export interface PaymentAnswer {
  readonly accepted: boolean
  /** What the server says was paid; null where it does not tell. */
  readonly paid: Money | null
  /** The server's own number of the payment, or ours where it returns that. */
  readonly transactionId: string | null
  readonly reason: RefusalReason | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}

/** From 29/30: in the words of a checkout. */
export type RenewAnswer = CheckoutAnswer

/** From 65/66. */
export interface RenewAllAnswer {
  readonly ok: boolean
  /** Items by identifier or text, as in `ListEntry`. */
  readonly renewed: readonly ListEntry[]
  readonly unrenewed: readonly ListEntry[]
  readonly renewedCount: number | null
  readonly unrenewedCount: number | null
  /** Why not, where a rule of the dialect finds it in the message; null: not known, or renewed. */
  readonly reason: RefusalReason | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}

/** SIP2 2.00, hold type 1 to 4. */
export type HoldType = 'other' | 'anyCopy' | 'thisCopy' | 'anyCopyAtBranch'

export interface HoldRequest {
  readonly patron: PatronId
  readonly pin?: string
  /** One of the two names what is wanted. */
  readonly item?: ItemId
  readonly title?: string
  readonly type?: HoldType
  readonly pickupLocation?: string
  readonly expires?: Date
  readonly feeAcknowledged?: boolean
}

/** From 15/16. */
export interface HoldAnswer {
  readonly ok: boolean
  /** It can be had at once. */
  readonly available: boolean
  readonly queuePosition: number | null
  readonly pickupLocation: string | null
  readonly expires: DueDate | null
  readonly item: ItemId | null
  readonly title: string | null
  readonly reason: RefusalReason | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}
