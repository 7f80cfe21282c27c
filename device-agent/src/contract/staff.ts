/** What crosses to the staff's pages: one whole view on every change, as on the patron's screen. No patron data. */
import type { ErrorCode, Severity } from './errors.ts'

export interface StaffView {
  readonly boot: string
  readonly revision: number
  readonly kiosk: { readonly id: string; readonly name: string }
  readonly library: { readonly name: string }
  readonly devices: readonly DeviceView[]
  readonly notices: readonly NoticeView[]
  readonly signals: readonly SignalView[]
  /** Null on a kiosk without a book drop. */
  readonly drop: DropView | null
  readonly gates: readonly GateView[]
  /** Newest first, at most `DESK_EVENTS_MAX`. */
  readonly events: readonly DeskEvent[]
  /** Ids of those among `events` that somebody at the desk has seen to. */
  readonly acknowledged: readonly string[]
}

export const DESK_EVENTS_MAX = 100

export interface DeviceView {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly code: ErrorCode | null
  readonly detail: string
  readonly since: string
}

export interface NoticeView {
  readonly code: ErrorCode
  readonly key: string
  readonly severity: Severity
  readonly staff: string
  readonly whatToDo: string
  readonly detail: string
  readonly since: string
  readonly count: number
}

export interface SignalView {
  readonly name: string
  readonly direction: 'input' | 'output'
  readonly active: boolean | null
  readonly since: string
  readonly module: string
  readonly terminal: number
}

export interface DropView {
  /** `open`: takes items. `busy`: one is on its way in. `shut`: `problem` says why. */
  readonly state: 'open' | 'busy' | 'shut'
  readonly problem: ErrorCode | null
  readonly onBelt: number
  readonly bins: readonly BinView[]
  /** What staff must look at, newest first. */
  readonly exceptions: readonly ExceptionView[]
}

export interface BinView {
  readonly bin: number
  readonly name: string
  readonly items: number
  readonly full: boolean
  readonly exception: boolean
  readonly emptiedAt: string | null
}

export interface ExceptionView {
  readonly id: number
  readonly at: string
  readonly item: string | null
  readonly title: string | null
  readonly bin: number | null
  readonly reason: ErrorCode
}

export interface GateView {
  readonly id: string
  readonly name: string
  readonly state: string
  /** People today, by the kiosk's own time zone; null where the gate has no counter. */
  readonly today: { readonly into: number; readonly out: number } | null
  readonly silenced: boolean
}

/** Something that happened and that the desk wants to know within a second. */
export type DeskEvent =
  | {
      readonly type: 'gateAlarm'
      readonly id: string
      readonly at: string
      readonly gate: string
      readonly item: string | null
      /** Null until the library system has told it, or where it does not know it. */
      readonly title: string | null
      /**
       * - `theft`: not on loan, or not known to be
       * - `rewriteFailed`: lent at `kiosk` moments ago, its tag was not switched: nobody stole anything
       * - `onLoan`: the library system says it is on loan; its tag says it is not
       * - `test`: a test tag
       */
      readonly verdict: 'looking' | 'theft' | 'rewriteFailed' | 'onLoan' | 'test' | 'unknown'
      readonly kiosk: string | null
      readonly direction: 'in' | 'out' | null
    }
  | {
      readonly type: 'exception'
      readonly id: string
      readonly at: string
      readonly item: string | null
      readonly title: string | null
      readonly bin: number | null
      readonly reason: ErrorCode
    }
