/** Why the drop takes nothing now. Pure. */
import type { ErrorCode } from '../../contract/errors.ts'
import { arrived, INPUTS, OUTPUTS } from './roles.ts'

export interface Wiring {
  has(name: string): boolean
  /** Null: not known. */
  read(name: string): boolean | null
}

/** What must not move now, and why; null: the belt may run. The interlocks come first: they are about people. */
export function whatForbids(
  wiring: Wiring,
  needed: readonly string[],
): { readonly code: ErrorCode; readonly detail: string } | null {
  const open = (name: string) => wiring.has(name) && wiring.read(name) === false
  if (open(INPUTS.emergencyStop)) return { code: 'DROP_EMERGENCY_STOP', detail: '' }
  if (open(INPUTS.serviceDoor)) return { code: 'DROP_SERVICE_DOOR', detail: '' }
  const interlocks = [INPUTS.emergencyStop, INPUTS.serviceDoor].filter((name) => wiring.has(name))
  const unknown = [...interlocks, ...needed].find((name) => wiring.read(name) === null)
  return unknown === undefined ? null : { code: 'DROP_SIGNALS_AWAY', detail: unknown }
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
