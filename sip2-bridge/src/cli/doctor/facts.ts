/** What the doctor found out, for the table, the guess and the settings. */
import type { Charset, Fields } from '../../protocol/codec.ts'

export type Verdict = 'ok' | 'note' | 'bad' | 'unknown'

export interface Row {
  readonly check: string
  readonly verdict: Verdict
  /** Holds no secret and nothing of a patron: the table goes into support tickets. */
  readonly found: string
}

/** How a server took what it was sent. */
export type Reaction = 'answered' | 'asked again (96)' | 'closed the connection' | 'silence' | 'text, no SIP2'

export interface ChecksumFacts {
  /** In answers to requests with and without one; null: no such answer came. */
  readonly asked: boolean | null
  readonly unasked: boolean | null
  readonly wrong: number
  /** Fewer than four digits. */
  readonly unpadded: number
  readonly lowerCase: number
  readonly sequence: 'mirrored' | 'another number' | 'none' | null
}

export interface UnknownPatronFacts {
  readonly status: string
  readonly valid: string | undefined
  readonly pinValid: string | undefined
}

export interface Facts {
  tls: boolean
  /** SHA-256 of the server's certificate where no authority vouches for it; null: none, or trusted. */
  fingerprint: string | null
  prompted: boolean
  loginNeeded: boolean | null
  beforeLogin: Reaction | null
  login:
    | 'accepted'
    | 'accepted at the prompt'
    | 'refused (940)'
    | 'refused by closing'
    | 'no answer'
    | 'not tried'
  status: Fields<'acsStatus'> | null
  /** What ends its messages; null: not seen. */
  lineEnd: 'CR' | 'CR LF' | 'LF' | null
  /** It answers what ends with CR alone. */
  takesCr: boolean
  checksums: ChecksumFacts
  charset: Charset | null
  resend: Reaction | 'the last answer' | null
  badChecksum: Reaction | null
  unknownCommand: Reaction | 'ignored' | null
  duplicates: 'answered from memory' | 'carried out again' | null
  inOrder: boolean | null
  unknownItem: Reaction | null
  /** Circulation status, security marker and fee type of an unknown item. */
  unknownItemCodes: string | null
  unknownPatron: {
    readonly status: UnknownPatronFacts | null
    readonly information: UnknownPatronFacts | null
  }
  /** Whether the PIN's verdict is told: in 24 and 64 without a PIN, and in 64 with one. */
  pinTold: { status: boolean | null; without: boolean | null; withPin: boolean | null }
  lists: 'numbers' | 'texts' | null
  paging: boolean | null
  feeGroups: boolean | null
  feeUuids: boolean
  recallAlwaysDenied: boolean
  /** Identifiers in answers that no table has. */
  readonly extensions: Set<string>
  /** Lines that were no SIP2 message, by what they look like. */
  plainTextErrors: number
  emptyPipes: number
  /** Frames that nobody had asked for: late, or twice. */
  strays: number
  zone: string | null
  roundTrips: number[]
}

export const NOTHING_KNOWN = (): Facts => ({
  tls: false,
  fingerprint: null,
  prompted: false,
  loginNeeded: null,
  beforeLogin: null,
  login: 'not tried',
  status: null,
  lineEnd: null,
  takesCr: true,
  checksums: { asked: null, unasked: null, wrong: 0, unpadded: 0, lowerCase: 0, sequence: null },
  charset: null,
  resend: null,
  badChecksum: null,
  unknownCommand: null,
  duplicates: null,
  inOrder: null,
  unknownItem: null,
  unknownItemCodes: null,
  unknownPatron: { status: null, information: null },
  pinTold: { status: null, without: null, withPin: null },
  lists: null,
  paging: null,
  feeGroups: null,
  feeUuids: false,
  recallAlwaysDenied: false,
  extensions: new Set(),
  plainTextErrors: 0,
  emptyPipes: 0,
  strays: 0,
  zone: null,
  roundTrips: [],
})
