/**
 * A security gate: it decides by itself when to sound, and tells what it saw.
 */
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { TagContent, TagUid } from '../../tags/tag.ts'
import type { Device } from '../device.ts'

export interface GateSighting {
  /** Null for an alarm without a tag's identity (EAS, a dry contact). */
  readonly uid: TagUid | null
  /** From the blocks the gate sent along; null where it sent none. */
  readonly content: TagContent | null
  /** As read; null where the gate does not tell. */
  readonly afi: number | null
  /** What made the gate report it. */
  readonly cause: 'afi' | 'eas' | 'contact' | 'unknown'
  /** Which antennas saw it, numbered from 1; empty where the gate does not tell. */
  readonly antennas: readonly number[]
  readonly direction: 'in' | 'out' | null
  /** Milliseconds since 1970 as the gate's own clock said, or when the record came. */
  readonly at: number
  /** Tells this record from the gate's others; told again (power failed before the gate forgot it), it is the same. */
  readonly record: string
  /** The record holds its own time: another one with the same name is the same one, whenever it comes. */
  readonly timed: boolean
}

/** People counted since the counter's own beginning; it may begin anew (power cut, technician). */
export interface GateCount {
  readonly into: number
  readonly out: number
}

export interface SecurityGate extends Device {
  readonly kind: 'gate'
  /**
   * Told what came together, in the gate's order; the gate forgets it only after the listener has returned, so that
   * whoever must not lose it has it on disk by then. While a listener throws, the gate keeps it and tells it again.
   */
  onSightings(listener: (sightings: readonly GateSighting[]) => void): Unsubscribe
  /**
   * Told when the gate has forgotten these records (null: all it ever told): from now on one that is not `timed` and is
   * named so is a new one.
   */
  onForgotten(listener: (records: readonly string[] | null) => void): Unsubscribe
  /** Null where it has no counter, or none was read yet. */
  readonly count: GateCount | null
  onCount(listener: (count: GateCount) => void): Unsubscribe
  /** Light and sound, where the gate lets them be switched; resolves false where it does not or is away. Never rejects. */
  signal(what: { readonly light: boolean; readonly sound: boolean }, milliseconds: number): Promise<boolean>
}
