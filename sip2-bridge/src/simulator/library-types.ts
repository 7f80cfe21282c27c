import type { Fee } from './fees.ts'
import type { Hold } from './holds.ts'
import type { Loan } from './loans.ts'

/** What the library remembers; all of it survives a restart when asked to. */
export interface LibraryState {
  readonly loans: readonly Loan[]
  readonly holds: readonly Hold[]
  readonly fees: readonly Fee[]
  /** The number of the next fee. */
  readonly nextFee: number
  readonly blocked: readonly string[]
  readonly properties: Readonly<Record<string, string>>
  /** Where items are on their way to, by item. */
  readonly inTransit: Readonly<Record<string, string>>
}

export type Refusal =
  | 'unknownItem'
  | 'unknownPatron'
  | 'notForLoan'
  | 'onLoan'
  | 'notYours'
  | 'onHold'
  | 'limit'
  | 'blocked'
  | 'alreadyYours'
  | 'tooManyRenewals'
  | 'costs'

export type Outcome =
  | { readonly loan: Loan; readonly renewed: boolean; readonly fee?: Fee }
  | { readonly refused: Refusal }

export interface CheckoutTerms {
  /** The request welcomes a renewal of what the patron has already. */
  readonly mayRenew?: boolean
  /** The patron agreed to pay what it costs. */
  readonly feeAgreed?: boolean
  /** It happened already, while the library was away: nothing but unknown names can refuse it. Milliseconds since 1970. */
  readonly happened?: { readonly at: number; readonly due: number | null }
}
