/** What one library system's server does that another does not, as data: `personalities/` has a file for each. */
import type { Charset } from '../protocol/codec.ts'
import type { FieldName } from '../protocol/fields.ts'
import type { RequestName } from '../protocol/pairs.ts'

/**
 * - `silence`: no answer
 * - `close`: the connection ends
 * - `refusal`: the right answer's code, everything denied
 */
export type Absence = 'silence' | 'close' | 'refusal'

export interface Manners {
  readonly terminator: 'CR' | 'CRLF'
  readonly charset: Charset
  /** Sequence and checksum in answers: as in the request, never, or always. */
  readonly errorDetection: 'mirror' | 'never' | 'always'
  /** The checksum has no zeros in front. */
  readonly shortChecksums: boolean
  /** 97 is answered with the last answer as it was, with it but without its sequence and checksum, or with a bare 96. */
  readonly resend: 'repeats' | 'repeatsBare' | 'bare96'
  /** A request that comes twice is carried out once. */
  readonly repeatsDuplicates: boolean
  readonly beforeLogin: 'close' | 'ignore'
  /** 940 and the end of the connection, 940 alone, or the end without a word. */
  readonly loginFailure: 'answerAndClose' | 'answer' | 'close'
  /** Requests that it cannot do. */
  readonly absent: Readonly<Partial<Record<RequestName, Absence>>>
  /** Answers leave in segments of so many bytes; null: whole. */
  readonly segmentBytes: number | null
  /** A client that says nothing for so long is cut off; null: never. */
  readonly idleSeconds: number | null
  /** An empty field, that is two pipes in a row, stands in the answer about a patron. */
  readonly emptyField: boolean
}

/** What 98 says. */
export interface StatusManners {
  readonly renewalPolicy: 'Y' | 'N'
  readonly statusUpdateOk: 'Y' | 'N'
  readonly offlineOk: 'Y' | 'N'
  /** Three digits, tenths of a second; 999: unknown. */
  readonly timeoutPeriod: string
  /** Three digits; 999: unknown. */
  readonly retriesAllowed: string
  /** BX as it is sent, whether or not it is true. */
  readonly supportedMessages: string
}

/** A request that happened already: taken as such, like any other, or the end of the connection with nothing done. */
export type NoBlock = 'honours' | 'plain' | 'dies'

export interface CirculationManners {
  readonly noBlock: { readonly checkout: NoBlock; readonly checkin: NoBlock }
  /** BI undoes; otherwise it is ignored, and such a request is carried out as it stands. */
  readonly cancels: boolean
  /** What counts as a patron's yes to a fee: BO=Y, or BO with any text. */
  readonly feeAgreed: 'Y' | 'anyText'
  /** A checkout of what the patron has already renews it: where the request welcomes that, or always. */
  readonly renewsByCheckout: 'asAsked' | 'always'
  readonly holds: 'all' | 'cancelOnly'
  /** SIP2's form in local time, the same in UTC under a blank zone, or `2026-10-27 23:59:00`. */
  readonly dueDate: 'sip' | 'sipUtc' | 'iso'
  /** What a loan says about its security: that it may be switched off, or nothing (U). */
  readonly desensitize: 'Y' | 'U'
  /** The four characters of the zone in the dates that it sends. */
  readonly zone: '    ' | '0000'
  readonly magneticMedia: 'N' | 'U'
  /** CV where nothing is the matter; null: it is left out. */
  readonly noAlert: '00' | null
  /** The answer to a failed checkout tells whether the patron is known. */
  readonly validPatronInRefusal: boolean
}

export interface PatronManners {
  /** 14 flags for a card that it does not know. */
  readonly unknownFlags: string
  /** CQ for a card that it does not know; null: it is left out. */
  readonly unknownPin: 'N' | null
  /** CQ in 24 and in 64: always, only where the request had a PIN field, or never. */
  readonly pinTold: { readonly status: PinTold; readonly information: PinTold }
  /** What CQ is where the request had no PIN, for a card that has one. */
  readonly wrongPin: 'told' | 'unknownPatron'
  /** Recalls are denied to everybody. */
  readonly recallsDenied: boolean
  /** The first count and list of 64: holds that are ready, or all. */
  readonly holdCount: 'ready' | 'all'
  readonly lists: 'identifiers' | 'titles'
  readonly fines: FineStyle
  /** Summary position 6 gives a group of fields for each fee. */
  readonly feeGroups: boolean
  readonly amounts: 'twoDecimals' | 'shortest'
  readonly zeroAmount: boolean
  /** ISO 4217; null: amounts come without one. */
  readonly currency: string | null
  readonly extensions: readonly Extension[]
  /** Cards are found by another number as well, and AA is then the card's own. */
  readonly otherNumbers: boolean
}

export type PinTold = 'always' | 'whereAsked' | 'never'
/** A fine item's text; see `fines.ts`. */
export type FineStyle = 'plain' | 'koha' | 'egLegacy' | 'threeM' | 'swyerB' | 'fsip2'
export type Extension = 'envisionware' | 'koha' | 'evergreen' | 'polaris'

export interface Personality {
  readonly session: Manners
  readonly status: StatusManners
  readonly circulation: CirculationManners
  readonly patrons: PatronManners
  /** Optional fields that it never sends. */
  readonly never: readonly FieldName[]
}
