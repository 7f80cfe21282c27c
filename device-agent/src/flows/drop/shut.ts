/** Why the drop takes nothing now. Pure. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { DeviceStatus } from '../../devices/device.ts'
import { arrived, INPUTS, OUTPUTS } from './roles.ts'

export interface Wiring {
  has(name: string): boolean
  /** Null: not known. */
  read(name: string): boolean | null
}

/**
 * What must not move now, and why; null: the belt may run. The interlocks come first: they are about people. `byHand`:
 * outputs that somebody tries.
 */
export function whatForbids(
  wiring: Wiring,
  needed: readonly string[],
  byHand: readonly string[],
): { readonly code: ErrorCode; readonly detail: string } | null {
  const open = (name: string) => wiring.has(name) && wiring.read(name) === false
  if (open(INPUTS.emergencyStop)) return { code: 'DROP_EMERGENCY_STOP', detail: '' }
  if (open(INPUTS.serviceDoor)) return { code: 'DROP_SERVICE_DOOR', detail: '' }
  const interlocks = [INPUTS.emergencyStop, INPUTS.serviceDoor].filter((name) => wiring.has(name))
  const unknown = [...interlocks, ...needed].find((name) => wiring.read(name) === null)
  if (unknown !== undefined) return { code: 'DROP_SIGNALS_AWAY', detail: unknown }
  return byHand.length === 0 ? null : { code: 'DROP_BY_HAND', detail: byHand.join(', ') }
}

/** Something lies at the entry; where there are scales, something heavy enough. */
export const isPresent = (wiring: Pick<Wiring, 'read'>): boolean =>
  wiring.read(INPUTS.entry) === true && wiring.read(INPUTS.weight) !== false

/**
 * What is in the slot is to be drawn in: where the drop is open, as soon as there is something heavy enough; else only what
 * is half on the belt already, and only together with the belt. The interlocks stop it as they stop the belt.
 */
export function mayFeed(wiring: Wiring, isWell: boolean, isOpen: boolean): boolean {
  if (!isWell) return false
  if (isOpen) return wiring.read(INPUTS.weight) !== false
  return (
    wiring.read(INPUTS.entry) === true && (!wiring.has(OUTPUTS.belt) || wiring.read(OUTPUTS.belt) === true)
  )
}

export interface Standing {
  /** Of the record, and of the belt while it is emptied; null where there is none. */
  readonly record: ErrorCode | null
  readonly emptying: ErrorCode | null
  readonly isExceptionBinFull: boolean
  readonly reader: DeviceStatus
  readonly returns: ErrorCode | null
}

/** Why nothing can be taken in though all may move; null: it can. */
export function whyShut({
  record,
  emptying,
  isExceptionBinFull,
  reader,
  returns,
}: Standing): ErrorCode | null {
  const reads = reader.state === 'ready' || reader.state === 'reduced'
  return (
    record ??
    (isExceptionBinFull ? 'DROP_EXCEPTION_BIN_FULL' : null) ??
    emptying ??
    (reads ? null : (reader.code ?? 'RFID_AWAY')) ??
    returns
  )
}

/** The signals without which a sorter can do nothing. */
export const sorterNeeds = (exceptionBin: number): readonly string[] => [
  INPUTS.entry,
  INPUTS.tunnel,
  OUTPUTS.shutter,
  OUTPUTS.belt,
  arrived(exceptionBin),
]

/** The signals without which a drop of one bin can do nothing. */
export const SIMPLE_NEEDS: readonly string[] = [INPUTS.entry, OUTPUTS.shutter]
