import type { Outbox } from '../monitoring/mqtt/outbox.ts'
import { type Beside, openBeside } from './open-beside.ts'
import { OUTBOX_MIGRATIONS } from './outbox-schema.ts'
import { SqliteOutbox } from './sqlite-outbox.ts'

export interface OpenedOutbox {
  readonly outbox: Outbox
  /** The name of the damaged file that was set aside, or null. */
  readonly setAside: string | null
}

export function openOutbox(where: Pick<Beside, 'folder' | 'wall'>): OpenedOutbox {
  const { file, setAside } = openBeside({ ...where, name: 'outbox', migrations: OUTBOX_MIGRATIONS })
  return { outbox: new SqliteOutbox(file), setAside }
}
