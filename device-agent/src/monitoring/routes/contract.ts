/** Who decides what is told, who keeps it, and who carries it, apart. */
import type { ErrorCode } from '../../contract/errors.ts'

/** `still`: it was told and lasts. `over`: it was told and is well again. */
export const DISPATCH_KINDS = ['begun', 'still', 'over'] as const
export type DispatchKind = (typeof DISPATCH_KINDS)[number]

/** What is told, as a webhook gets it. No patron datum, and no item's number. */
export interface Dispatch {
  /** The same when it is sent again. */
  readonly id: string
  readonly kind: DispatchKind
  /** ISO 8601: when it was decided. */
  readonly at: string
  readonly library: string
  readonly kiosk: { readonly id: string; readonly name: string }
  readonly code: string
  readonly severity: string
  readonly text: string
  readonly what_to_do: string
  /** A device, a bin; null where it is about the kiosk. */
  readonly about: string | null
  /** For staff. */
  readonly detail: string | null
  readonly since: string
}

/** Of whom it is known what they were told. */
export interface Told {
  /** An address, or 'webhook:' and its id. */
  readonly target: string
  readonly code: string
  readonly key: string
  /** ISO 8601. */
  readonly since: string
  /** Milliseconds since 1970 of the newest. */
  readonly toldAt: number
}

export interface Waiting {
  readonly id: number
  readonly target: string
  readonly dispatch: Dispatch
  /** Tried so often without success. */
  readonly tries: number
}

/** What is written is durable when the call returns. Throws LecternError where it is not. */
export interface RouteStore {
  told(): readonly Told[]
  /** Keeps what is to be sent, and that it was told, in one; at the limit the oldest makes room. */
  tell(told: Told, dispatch: Dispatch): void
  /** The same for what is over: it is no longer told. */
  over(told: Told, dispatch: Dispatch): void
  /** Oldest first of each target. */
  next(target: string): Waiting | null
  targets(): readonly string[]
  failed(id: number): void
  sent(id: number): void
  shut(): void
}

/** Resolves when it has been taken at the other end; rejects with Error whose message is for staff. */
export interface Courier {
  readonly failure: Extract<ErrorCode, 'MAIL_FAILED' | 'WEBHOOK_FAILED'>
  /** What staff read of the target. */
  readonly name: string
  send(dispatch: Dispatch): Promise<void>
}

/** Dispatches that wait for all targets together. */
export const WAITING_MAX = 500
