/**
 * What callers of the library system use: plain words, no field codes.
 * The words follow SIP2 2.00 (3M Standard Interchange Protocol, revision 2.12); each shape names the message behind it.
 */

import type { AlertMeaning, RefusalReason } from '../dialects/dialect.ts'

export type {
  AlertMeaning,
  ListKind,
  PatronExtension,
  PaymentMeans,
  RefusalReason,
} from '../dialects/dialect.ts'
export type { PatronAnswer, PatronStanding, PatronStatusAnswer } from './patron-types.ts'

export type PatronId = string & { readonly __brand: 'PatronId' }
export type ItemId = string & { readonly __brand: 'ItemId' }

/** Longest identifier a SIP2 field holds, in characters (2.00: variable-length fields up to 255). */
export const IDENTIFIER_MAX_CHARACTERS = 255

const identifier = (what: string, text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters would break the frame
  if (text.length === 0 || text.length > IDENTIFIER_MAX_CHARACTERS || /[|\u0000-\u001f\u007f]/.test(text)) {
    throw new RangeError(`not a ${what} identifier`)
  }
  return text
}
/** Throws RangeError for an empty, too long or unframeable text. */
export const patronId = (text: string): PatronId => identifier('patron', text) as PatronId
/** Throws RangeError for an empty, too long or unframeable text. */
export const itemId = (text: string): ItemId => identifier('item', text) as ItemId

/** Integer minor units (cents) of an ISO 4217 currency. */
export interface Money {
  readonly minor: number
  readonly currency: string
}

/** `unknown` where the server does not say: never taken for yes. */
export type Told = 'yes' | 'no' | 'unknown'

/** SIP2 circulation status (18, two digits); `other` for 01 and anything unknown. */
export type CirculationStatus =
  | 'other'
  | 'onOrder'
  | 'available'
  | 'charged'
  | 'chargedNoRecall'
  | 'inProcess'
  | 'recalled'
  | 'onHoldShelf'
  | 'toBeReshelved'
  | 'inTransit'
  | 'claimedReturned'
  | 'lost'
  | 'missing'

/** SIP2 media type (CK). */
export type MediaType =
  | 'other'
  | 'book'
  | 'magazine'
  | 'boundJournal'
  | 'audioTape'
  | 'videoTape'
  | 'cd'
  | 'diskette'
  | 'bookWithDiskette'
  | 'bookWithCd'
  | 'bookWithAudioTape'

/** `iso`: local date-time without zone ('2026-12-15T23:59:00') where the text could be read as one, else null. */
export interface DueDate {
  readonly iso: string | null
  readonly text: string
}

/** Who waits for an item: for the slip. */
export interface HeldFor {
  readonly patron: string | null
  readonly name: string | null
}

/** From 17/18. */
export interface ItemAnswer {
  readonly item: ItemId
  /** `no` where the server gives neither title nor a known status, or says so in words that the dialect knows. */
  readonly known: Told
  readonly title: string | null
  readonly status: CirculationStatus
  readonly media: MediaType | null
  /** SIP2 security marker (two digits), or null where there is none. */
  readonly securityMarker: string | null
  readonly due: DueDate | null
  readonly recallAt: DueDate | null
  /** Until when it waits on the hold shelf. */
  readonly holdUntil: DueDate | null
  readonly holdQueueLength: number | null
  readonly owner: string | null
  readonly callNumber: string | null
  readonly collection: string | null
  readonly properties: string | null
  /** What lending it costs, and the kind of that fee (SIP2 fee type, two digits). */
  readonly fee: Money | null
  readonly feeType: string | null
  /** Where it is to go, and for whom it waits: extensions of 10 that some servers send here as well. */
  readonly destination: string | null
  readonly hold: HeldFor | null
  readonly permanentLocation: string | null
  readonly currentLocation: string | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}

/** `type` is SIP2's fee type, two digits. */
export interface LoanFee {
  readonly amount: Money | null
  readonly type: string | null
}

/** From 11/12. */
export type CheckoutAnswer =
  | {
      readonly lent: true
      /** The patron had it already and the loan was renewed. */
      readonly renewed: boolean
      readonly patron: PatronId
      readonly item: ItemId
      readonly title: string | null
      readonly due: DueDate | null
      /** Security may be switched off: the server said desensitize, and not 'security inhibit'. */
      readonly desensitize: Told
      /** Magnetic media: no strong degaussing field. */
      readonly magneticMedia: Told
      readonly media: MediaType | null
      /** What the loan cost, where the server tells. */
      readonly fee: LoanFee | null
      /** The server's own number of the transaction. */
      readonly transactionId: string | null
      readonly properties: string | null
      readonly screenMessages: readonly string[]
      readonly printLines: readonly string[]
    }
  | {
      readonly lent: false
      readonly item: ItemId
      readonly title: string | null
      /** The loan costs this fee; ask the patron, then send again with `feeAcknowledged`. */
      readonly fee: LoanFee | null
      /** Where a rule of the dialect finds it in the message; null: not known. */
      readonly reason: RefusalReason | null
      readonly screenMessages: readonly string[]
      readonly printLines: readonly string[]
    }

/** From 09/10. */
export interface CheckinAnswer {
  readonly returned: boolean
  readonly item: ItemId
  readonly title: string | null
  readonly resensitize: boolean
  readonly magneticMedia: Told
  readonly alert: boolean
  /** SIP2 extension CV (two digits) as sent, or null. */
  readonly alertType: string | null
  /** What it means to this server; null where it sent none. */
  readonly alertMeaning: AlertMeaning | null
  /** Who had it, where the server tells. */
  readonly patron: PatronId | null
  /** For whom it is held, where it is: for the slip. */
  readonly hold: HeldFor | null
  readonly permanentLocation: string | null
  readonly destination: string | null
  readonly sortBin: string | null
  readonly callNumber: string | null
  readonly collection: string | null
  readonly properties: string | null
  readonly media: MediaType | null
  /** Why not, where a rule of the dialect finds it in the message; null: not known, or returned. */
  readonly reason: RefusalReason | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}

/**
 * - `connecting`: not yet, or no longer, and trying
 * - `online`: logged in, and the server says it is on-line
 * - `refused`: the login was refused; tried again slowly
 * - `away`: cannot be reached, or says it is off-line
 */
export type IlsState = 'connecting' | 'online' | 'refused' | 'away'

export interface IlsStatus {
  readonly state: IlsState
  /** From 98; `checkoutOk` is `unknown` before the first. */
  readonly checkoutOk: Told
  readonly checkinOk: Told
  /**
   * False where the server says that it takes no stored transactions now (98, off-line ok) and the dialect would send
   * them as such ("no block"). To others a stored transaction is one like any other, whatever they say.
   */
  readonly takesStored: boolean
  readonly libraryName: string | null
  /** For staff; no patron data. */
  readonly detail: string
}

/**
 * Why a call has no answer.
 * - `notSent`: nothing left this machine; nothing happened
 * - `unknownOutcome`: the request, or a part of it, was written and its answer never came: ask what happened, never just repeat
 * - `noAnswer`: a request that changes nothing was written and not answered in time: nothing happened
 * - `closedInstead`: a server known to close the connection instead of saying that it does not know a patron or an item did so
 * - `refusedBySupport`: the server does not know this message
 * - `invalid`: the request cannot be said in SIP2 (a pipe in an identifier); nothing was sent
 */
export type IlsFailure =
  | 'notSent'
  | 'unknownOutcome'
  | 'noAnswer'
  | 'closedInstead'
  | 'refusedBySupport'
  | 'invalid'

export class IlsError extends Error {
  readonly failure: IlsFailure
  constructor(failure: IlsFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'IlsError'
    this.failure = failure
  }
}
