/** What the desk shows and can do, as small ports: whoever has a drop or gates fits them in. */
import type { DeskEvent, DropView, GateView } from '../contract/staff.ts'
import type { Device } from '../devices/device.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Signals } from '../signals/contract.ts'
import type { Notices } from './notices.ts'

export interface DropPort {
  view(): DropView
  /** Told whenever `view()` has changed. */
  onView(listener: () => void): Unsubscribe
  /** Somebody emptied the bin; false where there is no such one. */
  empty(bin: number): boolean
  /** Somebody took out what was stuck. Nothing happens where nothing is. */
  clear(): void
  /** Somebody has seen to the exception; false where it is not on the list. */
  resolve(id: number): boolean
}

export interface GatesPort {
  views(): readonly GateView[]
  /** Told whenever `views()` may have changed. */
  onView(listener: () => void): Unsubscribe
  /** No light and no sound at an alarm for so long; 0 ends it. False where there is no such gate. */
  silence(gate: string, minutes: number): boolean
  /** Resolves false where there is no such gate, or it does not let itself be switched. Never rejects. */
  signal(
    gate: string,
    what: { readonly light: boolean; readonly sound: boolean },
    milliseconds: number,
  ): Promise<boolean>
}

export interface EventSource {
  /** What is still known from before the start, newest first. */
  recent(): readonly DeskEvent[]
  /** Told at once, and again under the same id when more is known. */
  onEvent(listener: (event: DeskEvent) => void): Unsubscribe
}

/** Who else moves outputs leaves them alone while one is taken. */
export interface HandsPort {
  take(output: string): void
  giveBack(output: string): void
}

/** What staff have seen to, over a restart. Its writes throw LecternError where they cannot be kept. */
export interface AcknowledgedPort {
  all(): readonly string[]
  add(event: string): void
  remove(event: string): void
}

export type SignalsPort = Pick<Signals, 'states' | 'onChange' | 'set'>
export type NoticesPort = Pick<Notices, 'open' | 'onChange'>
export type DevicePort = Pick<Device, 'status' | 'onStatus'>

export interface DeskPorts {
  readonly devices: readonly DevicePort[]
  readonly notices: NoticesPort
  /** Null where nothing is wired. */
  readonly signals: SignalsPort | null
  readonly hands: HandsPort
  /** Names of the inputs that must be active where they are wired, or nothing may be moved by hand: people are near. */
  readonly interlocks: readonly string[]
  readonly drop: DropPort | null
  readonly gates: GatesPort | null
  readonly events: readonly EventSource[]
  readonly acknowledged: AcknowledgedPort
}
