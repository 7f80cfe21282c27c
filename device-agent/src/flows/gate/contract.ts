/** What the security gates are to the rest of the house: desk events, people by the hour, and how each gate is. */
import type { DeskEvent, GateView } from '../../contract/staff.ts'
import type { GateHour } from '../../journal/gate-contract.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'

export type GateEvent = Extract<DeskEvent, { readonly type: 'gateAlarm' }>

export interface Gates {
  /** Told at once with the verdict `looking`, and again with the same id when more is known. Silenced ones are not told. */
  onEvent(listener: (event: GateEvent) => void): Unsubscribe
  /** Newest first, as they stand now; also from before the start. */
  recent(): readonly GateEvent[]
  views(): readonly GateView[]
  /** Told when a view may have changed. */
  onViews(listener: () => void): Unsubscribe
  /** Told each hour that is over, once, with all gates that had something in it; after a start also what was missed. */
  onHourly(listener: (hours: readonly GateHour[]) => void): Unsubscribe
  /** Hours that began within, in milliseconds since 1970. */
  hours(from: number, to: number): readonly GateHour[]
}
