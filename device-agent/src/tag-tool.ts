/** The staff's tag tool, put together: its record beside the journal, its ways from the settings. */
import { join } from 'node:path'
import type { Settings } from './config/settings.ts'
import type { TagStation } from './devices/rfid/contract.ts'
import type { Ils } from './flows/ils.ts'
import type { StaffNotices } from './flows/ports.ts'
import type { ToolSettings } from './flows/tag-tool/plan.ts'
import { TagTool } from './flows/tag-tool/tag-tool.ts'
import { openTagLedger } from './journal/sqlite-tag-ledger.ts'
import type { Clock } from './runtime/clock.ts'

export interface TagToolParts {
  /** The library wants the staff's pages. */
  readonly wanted: boolean
  readonly station: TagStation | null
  readonly ils: Pick<Ils, 'status' | 'item'>
  readonly notices: StaffNotices
  readonly clock: Clock
  readonly settings: () => Settings
  /** No patron is at the kiosk. */
  readonly free: () => boolean
}

/** Null where nobody could use it. */
export function createTagTool({ settings, wanted, ...parts }: TagToolParts): TagTool | null {
  if (!wanted) return null
  const { clock } = parts
  const ledger = openTagLedger({ folder: join(settings().data.folder), wall: clock.wall })
  return new TagTool({ ...parts, ledger, settings: () => toolSettings(settings()) })
}

/** Without a reader nothing is written; its defaults then stand for what is shown. */
export function toolSettings({ tags, devices, patron }: Settings): ToolSettings {
  const { afiSecured = 0x07, afiOnLoan = 0xc2, security = ['afi'] } = devices.rfid ?? {}
  const { model, country, owner, title } = tags
  return {
    model,
    title,
    owner: country === '' || owner === '' ? '' : `${country}-${owner}`,
    afiSecured,
    afiOnLoan,
    security,
    plainItem: new RegExp(patron.itemPattern),
  }
}
