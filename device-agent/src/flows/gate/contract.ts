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
  onView(listener: () => void): Unsubscribe
  /** No light and no sound from here at an alarm for so long; 0 ends it. False where there is no such gate. */
  silence(gate: string, minutes: number): boolean
  /** Resolves false where there is no such gate, or it does not let itself be switched. Never rejects. */
  signal(
    gate: string,
    what: { readonly light: boolean; readonly sound: boolean },
    milliseconds: number,
  ): Promise<boolean>
  /** Told each hour of a gate once it is over, with nobody in it too; after a start also those that were missed. */
  onHour(listener: (hour: ToldHour) => void): Unsubscribe
  /** Hours that began within, in milliseconds since 1970. */
  hours(from: number, to: number): readonly GateHour[]
}

/** From and to in milliseconds since 1970. */
export interface ToldHour extends Omit<GateHour, 'start'> {
  readonly from: number
  readonly to: number
}
