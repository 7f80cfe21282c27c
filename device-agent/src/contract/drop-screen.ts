/** What crosses to the screen at the book drop: one whole view on every change, never a title and never a name; back come wishes. */
import Type, { type Static } from 'typebox'
import type { Language, Theme } from './view.ts'

export const DROP_PATH = '/drop/'
export const DROP_SOCKET_PATH = '/drop/socket'

/** What anybody may see who stands at the drop. */
export interface Greeting {
  /**
   * `wait`: one is on its way in. The rest: it takes nothing now. `full`: staff must empty a bin first; `stuck`: they must
   * free something; `staff`: they are at work in it; `starting`: it opens by itself within seconds; `shut`: for another reason.
   */
  readonly state: 'welcome' | 'wait' | 'full' | 'stuck' | 'staff' | 'starting' | 'shut'
  /**
   * `none`: nobody's, and none can be begun. `possible`: nobody's. `begun`: what comes is counted. `asking`: it was quiet, so
   * perhaps somebody else stands there. `over`: for a moment, its thanks.
   */
  readonly visit: 'none' | 'possible' | 'begun' | 'asking' | 'over'
  /** Items of the visit while it is `begun`, else 0. */
  readonly count: number
  /** How many of them were not taken back: staff look at those. */
  readonly aside: number
  /** What became of the newest, for a moment. The number rises, so that the same again is heard again. */
  readonly last: { readonly number: number; readonly taken: boolean } | null
  /** `offered` while a visit is begun, the rest when it is over. */
  readonly receipt: 'none' | 'offered' | 'printing' | 'printed' | 'failed'
}

export interface DropScreenView {
  /** New with every start of the agent; a screen that meets a new one reloads itself. */
  readonly boot: string
  /** The first one is said large, the others beneath it. */
  readonly languages: readonly Language[]
  readonly theme: Theme
  /** 0 (silent) to 100. */
  readonly volumePercent: number
  /** This kiosk also takes items back at its own screen. */
  readonly attended: boolean
  readonly greeting: Greeting
}

/** `begin` a visit; `goOn`: it is still the same person; `done`: it is over; `printReceipt`: it is over, on paper. */
export const DropWish = Type.Union([
  Type.Literal('begin'),
  Type.Literal('goOn'),
  Type.Literal('done'),
  Type.Literal('printReceipt'),
])
export type DropWish = Static<typeof DropWish>

export const DropScreenIntent = Type.Object({ type: DropWish }, { additionalProperties: false })
export type DropScreenIntent = Static<typeof DropScreenIntent>
