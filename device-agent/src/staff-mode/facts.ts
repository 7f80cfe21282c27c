/** What staff mode shows of the kiosk. */
import type { Tally } from '../contract/counts.ts'
import { ERRORS } from '../contract/errors.ts'
import type { StaffModeDevice, StaffModeFacts } from '../contract/staff-mode.ts'
import type { DeviceStatus } from '../devices/device.ts'
import { sumsOf } from '../monitoring/counts/sums.ts'
import type { SignalState } from '../signals/contract.ts'

export interface FactSources {
  readonly closed: () => boolean
  /** Of what began within `from` and `to`, in milliseconds since 1970. */
  readonly between: (from: number, to: number) => readonly Tally[]
  /** Midnight, and now. */
  readonly day: () => { readonly from: number; readonly to: number }
  readonly devices: () => readonly DeviceStatus[]
  readonly signals: () => readonly SignalState[]
  readonly volumePercent: () => number
  readonly brightnessPercent: () => number | null
  readonly version: string
}

export function staffFacts(sources: FactSources): StaffModeFacts {
  const { from, to } = sources.day()
  return {
    closed: sources.closed(),
    today: sumsOf(sources.between(from, to)),
    devices: sources.devices().map(deviceFacts),
    outputs: sources
      .signals()
      .filter(({ direction }) => direction === 'output')
      .map(({ active, name }) => ({ name, active })),
    volumePercent: sources.volumePercent(),
    brightnessPercent: sources.brightnessPercent(),
    version: sources.version,
  }
}

function deviceFacts({ code, id, kind, state }: DeviceStatus): StaffModeDevice {
  const { staff: text, whatToDo } = code === null ? { staff: '', whatToDo: '' } : ERRORS[code]
  return { id, kind, state, text, whatToDo }
}
