/** Staff mode at the kiosk's own screen: what it shows, and what can be done there. No patron datum is in it. */
import Type, { type Static } from 'typebox'
import type { ErrorCode } from './errors.ts'

export const StaffPage = Type.Union([
  Type.Literal('home'),
  Type.Literal('today'),
  Type.Literal('paper'),
  Type.Literal('devices'),
  Type.Literal('connections'),
  Type.Literal('screen'),
  Type.Literal('kiosk'),
])
export type StaffPage = Static<typeof StaffPage>

const closed = { additionalProperties: false } as const
const name = Type.String({ minLength: 1, maxLength: 64 })
const bare = <const N extends string>(type: N) => Type.Object({ type: Type.Literal(type) }, closed)
const percent = Type.Integer({ minimum: 0, maximum: 100 })

export const StaffModeAction = Type.Union([
  bare('close'),
  bare('open'),
  bare('printTest'),
  Type.Object({ type: Type.Literal('restartDriver'), device: name }, closed),
  /** The output takes the other level for a moment. */
  Type.Object({ type: Type.Literal('output'), signal: name }, closed),
  /** One status to the library system and back. */
  bare('ilsTest'),
  bare('networkTest'),
  Type.Object({ type: Type.Literal('volume'), percent }, closed),
  Type.Object({ type: Type.Literal('brightness'), percent }, closed),
  bare('restartAgent'),
  bare('exportLogs'),
])
export type StaffModeAction = Static<typeof StaffModeAction>

/** A place on the network, as the agent sees it. */
export interface Reached {
  readonly what: 'ils' | 'broker'
  /** 'host:port'. */
  readonly place: string
  /** Until it answered; null: it did not. */
  readonly milliseconds: number | null
  /** Why not, as the system names it: 'ECONNREFUSED', 'ENOTFOUND', 'timeout'; empty where it did. */
  readonly detail: string
}

export type StaffModeOutcome =
  | {
      readonly ok: true
      /** Of a test of the library system. */
      readonly milliseconds?: number
      readonly reached?: readonly Reached[]
      /** Name of the exported file. */
      readonly file?: string
    }
  /** `text` and `whatToDo`: the row of the error table, for staff. */
  | { readonly ok: false; readonly why: ErrorCode; readonly text: string; readonly whatToDo: string }

export interface StaffModeFacts {
  /** Staff have closed the kiosk. */
  readonly closed: boolean
  /** Since midnight on the kiosk's own clock. */
  readonly today: Readonly<Record<'checkouts' | 'returns' | 'renewals' | 'visits' | 'refusals', number>>
  readonly devices: readonly StaffModeDevice[]
  readonly outputs: readonly { readonly name: string; readonly active: boolean | null }[]
  readonly volumePercent: number
  /** Null: the screen cannot be dimmed from here. */
  readonly brightnessPercent: number | null
  readonly version: string
}

export interface StaffModeDevice {
  readonly id: string
  readonly kind: string
  readonly state: 'starting' | 'ready' | 'reduced' | 'fault' | 'away'
  /** For staff, where something is wrong; else empty. */
  readonly text: string
  readonly whatToDo: string
}

export type StaffModeScreen =
  | {
      readonly name: 'staffPin'
      readonly problem: {
        readonly code: ErrorCode
        readonly params?: Readonly<Record<string, string | number>>
      } | null
      readonly pauseSeconds: number
    }
  | {
      readonly name: 'staff'
      readonly page: StaffPage
      readonly facts: StaffModeFacts
      /** An action is being carried out; others are not taken meanwhile. */
      readonly busy: boolean
      /** What became of the last action on this page. */
      readonly said: { readonly action: StaffModeAction['type']; readonly outcome: StaffModeOutcome } | null
      /** What lies on the pad, in tags. */
      readonly pad: Readonly<Record<'items' | 'cards' | 'others', number>>
      /** The last code that was read in staff mode: that it was, never which. */
      readonly scan: {
        readonly characters: number
        readonly kind: 'item' | 'card' | 'other'
        readonly number: number
      } | null
    }
