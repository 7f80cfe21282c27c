import type { TagToolView } from '../../contract/tag-tool.ts'
import type { TagStation } from '../../devices/rfid/contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Ils } from '../ils.ts'
import type { StaffNotices } from '../ports.ts'
import type { TagLedger } from './ledger.ts'
import type { ToolSettings } from './plan.ts'

export interface TagToolOptions {
  /** Null on a kiosk whose reader does not write whole tags. */
  readonly station: TagStation | null
  readonly ils: Pick<Ils, 'status' | 'item'>
  readonly ledger: TagLedger
  readonly notices: StaffNotices
  readonly clock: Clock
  readonly settings: () => ToolSettings
  /** No patron is at the kiosk. */
  readonly free: () => boolean
}

export function padState({ station, free }: TagToolOptions): TagToolView['pad'] {
  if (station === null) return 'none'
  const { state } = station.status
  if (state !== 'ready' && state !== 'reduced') return 'away'
  return free() ? 'ready' : 'inUse'
}
