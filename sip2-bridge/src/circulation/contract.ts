/** What callers of the library system use: every message of SIP2 2.00, in plain words. */
import type { TerminalStatus } from '../connection/contract.ts'
import type {
  Fees,
  HoldAnswer,
  HoldRequest,
  PatronList,
  PaymentAnswer,
  RenewAllAnswer,
  RenewAnswer,
} from './account.ts'
import type { PatronLanguage } from './languages.ts'
import type { ServerFacts } from './server.ts'
import type {
  CheckinAnswer,
  CheckoutAnswer,
  IlsStatus,
  ItemAnswer,
  ItemId,
  ListKind,
  Money,
  PatronAnswer,
  PatronId,
  PatronStatusAnswer,
  PaymentMeans,
  Told,
} from './types.ts'

/** A loan that was made while the library system was away: when, and what the patron was promised. */
export interface OfflineLoan {
  readonly at: Date
  readonly due: Date
}

/** What a library system may or may not be able to do. */
export type Ability =
  | 'patronStatus'
  | 'patron'
  | 'item'
  | 'checkout'
  | 'checkin'
  | 'renew'
  | 'renewAll'
  | 'endSession'
  | 'payFee'
  | 'hold'
  | 'updateItem'
  | 'blockPatron'
  | 'enablePatron'
  /** A checkout or checkin can be taken back as if it had not been. */
  | 'cancel'
  /** Fees are listed one by one. */
  | 'listFees'
  /** Transactions of an outage are taken with their own dates. */
  | 'offlineCheckout'
  | 'offlineCheckin'

/** `unknown`: the server does not say; it is tried. */
export type Capabilities = Readonly<Record<Ability, Told>>

/** Who asks for something. */
export interface Asking {
  readonly patron: PatronId
  readonly pin?: string
}

export interface CheckoutRequest extends Asking {
  readonly item: ItemId
  readonly feeAcknowledged?: boolean
  /** The patron may have it already, and it is then renewed; left out, only a loan is asked for. */
  readonly renewalWelcome?: boolean
  /** Undoes the return of this item just made; only where `capabilities.cancel` is 'yes', and refused elsewhere. */
  readonly cancel?: boolean
  /** Told with its own dates, and as "no block" where the dialect honours that. */
  readonly offline?: OfflineLoan
  readonly properties?: string
}

export interface CheckinRequest {
  readonly item: ItemId
  /** When the item came back; now, where left out. */
  readonly returnedAt?: Date
  /** Where it came back; the login's location, where left out. */
  readonly location?: string
  /** Told late, and as "no block" where the dialect honours that. */
  readonly offline?: boolean
  /** Undoes the loan of this item just made; only where `capabilities.cancel` is 'yes', and refused elsewhere. */
  readonly cancel?: boolean
  readonly properties?: string
}

export interface RenewRequest extends Asking {
  readonly item: ItemId
  readonly feeAcknowledged?: boolean
  /** Somebody else than the patron may renew. */
  readonly byOthers?: boolean
  readonly properties?: string
}

export interface Payment extends Asking {
  readonly amount: Money
  readonly means: PaymentMeans
  /** From `Fee.id`; left out for a payment of the whole account. */
  readonly fee?: string
  /** Ours, unique for ever: the terminal's and the kiosk's number of this payment. */
  readonly transactionId: string
}

/**
 * Every call rejects with IlsError only, within the connection's time-out. `mayBeRepeated` says which change nothing;
 * after `unknownOutcome` of any other, ask what happened first.
 */
export interface Circulation {
  readonly status: IlsStatus
  onStatus(listener: (status: IlsStatus) => void): () => void
  /** What this server can do, as far as is known now. */
  readonly capabilities: Capabilities
  /** Told whenever one of them changes: with the server's own word about itself, and when it leaves a request unanswered. */
  onCapabilities(listener: (capabilities: Capabilities) => void): () => void
  /** The server's newest word about itself (98); null before the first. */
  readonly server: ServerFacts | null
  /** Begins to connect and to stay connected; never throws. */
  start(): void
  /** Ends everything; pending calls reject. */
  stop(): Promise<void>
  /** How the kiosk is, told to the server with its next status (99). */
  tell(terminal: TerminalStatus): void
  /** One status to the server (99) and back (98), as every call. */
  check(): Promise<void>

  patronStatus(request: Asking & { readonly language?: PatronLanguage }): Promise<PatronStatusAnswer>
  /** From `patronStatus`, with nothing counted or listed, where the server cannot tell more. */
  patron(request: Asking & { readonly language?: PatronLanguage }): Promise<PatronAnswer>
  list(request: Asking & { readonly list: ListKind }): Promise<PatronList>
  fees(request: Asking): Promise<Fees>
  /** True where the server said the session is over. */
  endSession(request: Asking): Promise<boolean>
  item(item: ItemId): Promise<ItemAnswer>
  checkout(request: CheckoutRequest): Promise<CheckoutAnswer>
  checkin(request: CheckinRequest): Promise<CheckinAnswer>
  renew(request: RenewRequest): Promise<RenewAnswer>
  renewAll(request: Asking & { readonly feeAcknowledged?: boolean }): Promise<RenewAllAnswer>
  /** Sent once and never again: after `unknownOutcome` a person must look. */
  payFee(payment: Payment): Promise<PaymentAnswer>
  placeHold(request: HoldRequest): Promise<HoldAnswer>
  changeHold(request: HoldRequest): Promise<HoldAnswer>
  cancelHold(request: HoldRequest): Promise<HoldAnswer>
  /** True where the server stored the text. */
  updateItem(request: { readonly item: ItemId; readonly properties: string }): Promise<boolean>
  blockPatron(request: {
    readonly patron: PatronId
    readonly message: string
    readonly cardRetained: boolean
  }): Promise<PatronStatusAnswer>
  /** For tests of a system only (SIP2 2.00, "Patron enable"). */
  enablePatron(request: Asking): Promise<PatronStatusAnswer>
}
