/** What the belt is at, and why the drop takes nothing meanwhile. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { Bins } from './bins.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'
import { whyShut } from './shut.ts'

export type Problem = { readonly code: ErrorCode; readonly detail: string }

/**
 * - `emptying`: after an interruption; `until` is the belt's way at which it is over, null while it cannot begin
 * - `jammed`: until staff have cleared it; `isUnseen`: its signals were away meanwhile
 */
export type Mode =
  | { readonly is: 'running' }
  | { readonly is: 'emptying'; readonly until: number | null }
  | { readonly is: 'jammed'; readonly where: string; readonly isUnseen: boolean }

/** Why nothing is taken, apart from what the signals forbid; null: it may be. */
export function problemOf(
  mode: Mode,
  record: Pick<DropRecord, 'obstacle'>,
  bins: Pick<Bins, 'isFull'>,
  { plan, reader, returns }: Pick<DropPorts, 'plan' | 'reader' | 'returns'>,
): Problem | null {
  if (mode.is === 'jammed') return { code: 'DROP_JAM', detail: mode.where }
  const code = whyShut({
    record: record.obstacle,
    emptying: mode.is === 'emptying' ? 'DROP_EMPTYING' : null,
    isExceptionBinFull: bins.isFull(plan.exception.number),
    reader: reader.status,
    returns: returns.obstacle(),
  })
  return code === null ? null : { code, detail: '' }
}
