/** What is told of a patron, in plain words. */
import type { ListKind, PatronExtension, RefusalReason } from '../dialects/dialect.ts'
import type { ItemId, Money, PatronId, Told } from './types.ts'

/** Reasons in the patron status (SIP2 patron status, positions 5 to 13). */
export type PatronStanding =
  | 'tooManyItemsCharged'
  | 'tooManyItemsOverdue'
  | 'tooManyRenewals'
  | 'tooManyClaimsReturned'
  | 'tooManyItemsLost'
  | 'excessiveFines'
  | 'excessiveFees'
  | 'recallOverdue'
  | 'tooManyItemsBilled'

/** From 63/64. */
export interface PatronAnswer {
  /** The number the server uses; may differ from what was scanned: use this one from then on. */
  readonly patron: PatronId
  readonly known: Told
  readonly pinRight: Told
  readonly name: string | null
  /** BCP 47; null where the server does not know it, and it may return what was asked for. */
  readonly language: string | null
  readonly mayCheckout: boolean
  readonly mayRenew: boolean
  readonly mayHold: boolean
  readonly cardLost: boolean
  readonly standing: readonly PatronStanding[]
  readonly owed: Money | null
  readonly feeLimit: Money | null
  readonly limits: {
    readonly holds: number | null
    readonly overdue: number | null
    readonly charged: number | null
  }
  /** As the server counts; null where it does not. */
  readonly counts: Readonly<Record<ListKind, number | null>>
  readonly contact: {
    readonly address: string | null
    readonly email: string | null
    readonly phone: string | null
  }
  /** What the dialect knows of the server's own fields. */
  readonly more: Readonly<Partial<Record<PatronExtension, string>>>
  /** Where a rule of the dialect finds one in the message. */
  readonly reason: RefusalReason | null
  readonly chargedCount: number | null
  /** Items on loan to this patron, where the server lists them by identifier; possibly not all (`chargedCount` tells). */
  readonly charged: readonly ItemId[]
  /** Holds ready to be picked up; null where the dialect cannot tell ready from pending. */
  readonly holdsReady: number | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}

/** From 23/24: whether a card is good, without counts and lists. */
export type PatronStatusAnswer = Pick<
  PatronAnswer,
  | 'patron'
  | 'known'
  | 'pinRight'
  | 'name'
  | 'language'
  | 'mayCheckout'
  | 'mayRenew'
  | 'mayHold'
  | 'cardLost'
  | 'standing'
  | 'owed'
  | 'reason'
  | 'screenMessages'
  | 'printLines'
>
