/** From what was read in the tunnel to where it goes: each item is begun, taken back, and gets its bin. */
import { type ItemId, itemId } from 'sip2/circulation'
import type { ErrorCode } from '../../contract/errors.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { BinChoice } from '../return/contract.ts'
import { ITEMS_AT_ONCE_MAX } from './limits.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'
import { type CameItem, whatCame } from './what-came.ts'

export interface Arriving {
  /** Begun already: one, or one for each time that the entry beam was broken. */
  readonly ids: readonly ReturnId[]
  readonly tags: readonly PadTag[]
  /** It cannot be handled, whatever its tags say. */
  readonly forced: ErrorCode | null
  /** Begins a record for another item at the same place; resolves when there is one. */
  readonly another: () => Promise<ReturnId>
}

export interface Decision {
  readonly bin: number
  readonly reasons: ReadonlyMap<ReturnId, ErrorCode | null>
}

export type DecideParts = Pick<DropPorts, 'plan' | 'reader' | 'returns' | 'choose'> & {
  readonly record: Pick<DropRecord, 'takenInHand' | 'givenBack'>
}

/** Resolves as soon as the return service has answered about everything; never rejects where that does not. */
export async function decide(
  parts: DecideParts,
  { ids, tags, forced, another }: Arriving,
): Promise<Decision> {
  const exception = parts.plan.exception.number
  const came = whatCame(tags)
  const several = Math.max(came.items.length, ids.length) > 1 ? 'DROP_TWO_AT_ONCE' : null
  const overrules = forced ?? several
  const reasons = new Map<ReturnId, ErrorCode | null>()
  let bin: number | null = null
  const free = [...ids]
  for (const item of came.items.slice(0, ITEMS_AT_ONCE_MAX)) {
    const id = free.shift() ?? (await another())
    const choice = await take(parts, id, item, came.odd)
    reasons.set(id, overrules ?? choice.reason)
    bin = overrules === null ? choice.bin : exception
  }
  for (const id of free) reasons.set(id, overrules ?? came.odd)
  return { bin: bin ?? exception, reasons }
}

async function take(
  { choose, plan, reader, record, returns }: DecideParts,
  entry: ReturnId,
  { itemId: item, tags, whole }: CameItem,
  odd: ErrorCode | null,
): Promise<BinChoice> {
  const exception = (reason: ErrorCode): BinChoice => ({ bin: plan.exception.number, reason })
  const known = identifier(item)
  if (known === null) return exception('CODE_NOT_RECOGNISED')
  record.takenInHand(entry)
  if (!whole) {
    await returns.setAside(entry, known)
    record.givenBack(entry)
    return exception('DROP_SET_INCOMPLETE')
  }
  const taken = await returns.takeBack({ entry, item: known, tags, pad: reader })
  record.givenBack(entry)
  const choice = choose(item, taken)
  if (choice.reason !== null) return choice
  if (odd !== null) return exception(odd)
  if (taken.kind === 'refused' || taken.kind === 'unresolved') return exception(taken.problem.code)
  return taken.secured ? choice : exception(taken.problem?.code ?? 'RFID_WRITE_FAILED')
}

/** Null for what no library system can be asked about. */
function identifier(text: string): ItemId | null {
  try {
    return itemId(text)
  } catch {
    return null
  }
}
