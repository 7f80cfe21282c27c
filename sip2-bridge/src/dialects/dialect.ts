/**
 * What servers do differently, as data: the shape of a dialect. One file a server; each claim in it names the server's
 * own source or documentation. Nothing here does anything: connection and circulation read it.
 */
import type { Charset } from '../protocol/codec.ts'
import type { FieldName } from '../protocol/fields.ts'
import type { RequestName } from '../protocol/pairs.ts'

/** How one conversation with this server goes. What the settings name wins. */
export interface ConnectionHabits {
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  /** Whether our requests carry sequence number and checksum. */
  readonly errorDetection: boolean
  /** `required`: an answer without a checksum to a request with one is damaged. `optional`: it is taken. */
  readonly checksums: 'required' | 'optional'
  /** Four characters between date and time (SIP2 2.00, "Date and time"): blanks for local time, `   Z` for UTC. */
  readonly zone: '    ' | '0000' | '   Z'
  /** Connections that one kiosk may hold at a time; 1: strictly one request after the other. */
  readonly connectionsMax: number
  /** Idle for so long, 99 is sent; shorter than the server's own patience. */
  readonly keepAliveSeconds: number
  /** A request for a resend (97) brings the last answer again. False: it is of no use and not sent. */
  readonly resends: boolean
  /** Requests that this server never answers, or answers by closing: silence about them says nothing about its health. */
  readonly silentAbout: readonly RequestName[]
  /** Closes the connection where it should say that it does not know a patron or an item. */
  readonly closesOnUnknown: boolean
  /** How often longer than usual the answer to a request may take. */
  readonly patience: Readonly<Partial<Record<RequestName, number>>>
}

/** How requests are worded. */
export interface RequestHabits {
  /** Optional fields that this server wants to see, if only empty. */
  readonly sendEmpty: readonly FieldName[]
  /** Optional fields that are never sent to it. */
  readonly omit: readonly FieldName[]
  /** How "no fee was acknowledged" is said: by leaving the field out, or by N. */
  readonly feeNotAcknowledged: 'omit' | 'N'
  /** `cancel` undoes the transaction before; where false the server ignores it and makes a real loan or return of it. */
  readonly cancelIsHonoured: boolean
}

/** The lists that 64 can bring, in the order of its summary (SIP2 2.00, "Summary"). */
export type ListKind = 'holds' | 'overdue' | 'charged' | 'fines' | 'recalls' | 'pendingHolds'

/** What an alert at checkin means (3M extensions 1.20, CV; and what servers added). */
export type AlertMeaning =
  | 'none'
  | 'holdHere'
  | 'holdElsewhere'
  | 'interlibraryLoan'
  | 'transit'
  | 'corrupt'
  | 'other'

/** Reasons that a server gives in free text only. */
export type RefusalReason =
  | 'unknownItem'
  | 'unknownPatron'
  | 'onLoan'
  | 'onHold'
  | 'notForLoan'
  | 'limit'
  | 'blocked'
  | 'cardExpired'
  | 'owes'
  | 'tooManyRenewals'
  | 'feeDue'
  | 'needsStaff'

/** A screen message that has a meaning for programs. Texts belong to one server and one language: hence data, and few. */
export interface MessageRule {
  readonly about: readonly RequestName[]
  readonly pattern: RegExp
  readonly reason: RefusalReason
  /** The message means no, whatever the answer's own flag says. */
  readonly refuses: boolean
}

/** What extension fields of patron answers mean; the same identifier means different things to different servers. */
export type PatronExtension =
  | 'birthDate'
  | 'expiryDate'
  | 'expired'
  | 'patronClass'
  | 'homeLibrary'
  | 'internalId'
  | 'internetProfile'
  | 'postalCode'

/** How answers are to be read. */
export interface AnswerHabits {
  /** The hold count of 64 means holds ready to be picked up, not all holds. */
  readonly holdsAreReady: boolean
  /**
   * Lists in 64 hold item identifiers. SIP2 2.00 leaves the contents open: titles and templates are as common, and an
   * item missing from a list of titles is not known to be somebody else's.
   */
  readonly listsIdentifiers: boolean
  /** Start and end item (BP, BQ) are honoured: long lists can be had in pages. */
  readonly pages: boolean
  /** The currency of amounts where neither the server nor the settings name one (ISO 4217). */
  readonly currency: string
  /** Order of day and month where a date is written with slashes and could be either; null: unknown, not guessed. */
  readonly dayOrMonthFirst: 'day' | 'month' | null
  /** Due dates and dates of this server are in UTC although they do not say so. */
  readonly datesAreUtc: boolean
  /** An answer that tells nothing about a PIN that was sent means that it was right. */
  readonly silenceMeansPinRight: boolean
  /**
   * A loan that leaves open whether security may be switched off (`U`, SIP2 2.00, "desensitize") means yes: this server
   * never says so. Otherwise it stays on, and staff are called.
   */
  readonly unknownMeansDesensitize: boolean
  /** Alert types beside those of the 3M extensions (00 to 04, 99), by their two digits. */
  readonly alerts: Readonly<Record<string, AlertMeaning>>
  readonly messages: readonly MessageRule[]
  /** By the field's identifier. */
  readonly patronExtensions: Readonly<Record<string, PatronExtension>>
}

export type PaymentMeans = 'cash' | 'debitCard' | 'creditCard' | 'contactless' | 'mobile'

/** How fees are listed and paid. */
export interface FeeHabits {
  /**
   * - `none`: only the sum is told
   * - `text`: the list of fines (63, fourth position of the summary) is read with `fineText`
   * - `groups`: the seventh position of the summary brings one group of fields a fee (Gossip, FOLIO)
   */
  readonly details: 'none' | 'text' | 'groups'
  /** Named groups: `amount`; and where there are any: `id`, `type`, `item`, `title`, `date`. */
  readonly fineText: RegExp | null
  /** One fee can be paid by its identifier (CG). */
  readonly payOne: boolean
  /** Less than is owed may be paid. */
  readonly payPart: boolean
  /** Two digits (SIP2 2.00, payment type 00 to 02; 03 to 99 are local). */
  readonly paymentTypes: Readonly<Record<PaymentMeans, string>>
  /** Payment types that forgive instead of taking money: never sent. */
  readonly writeOffTypes: readonly string[]
  /** Two digits (SIP2 2.00, fee type) for a payment of everything. */
  readonly feeType: string
  readonly decimalMark: '.' | ','
}

/**
 * What "no block" (it has happened already, while you were away) does.
 * - `honoured`: the transaction is taken with its own dates
 * - `ignored`: it is judged like any other
 * - `fatal`: the server closes the connection and nothing is done; never sent
 */
export type NoBlock = 'honoured' | 'ignored' | 'fatal'

export interface OfflineHabits {
  readonly checkout: NoBlock
  readonly checkin: NoBlock
}

export interface Dialect {
  /** For people. */
  readonly label: string
  readonly connection: ConnectionHabits
  readonly requests: RequestHabits
  readonly answers: AnswerHabits
  readonly fees: FeeHabits
  readonly offline: OfflineHabits
  /** What is known better than the server's own list of supported messages (98, BX), which is advisory at best. */
  readonly supports: Readonly<Partial<Record<RequestName, boolean>>>
}
