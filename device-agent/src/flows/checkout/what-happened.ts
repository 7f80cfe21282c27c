import type { ItemId, PatronId } from 'sip2/circulation'
import type { Ils } from '../ils.ts'

/**
 * After a lost answer: was the item lent to this patron? Asks the item first, then the patron; repeats nothing.
 * Rejects with IlsError when the library system cannot be asked.
 *
 * An item that is charged, but is not among a complete list of this patron's items, is somebody else's. Where the
 * server gives no complete list of identifiers, a charged item that was in this patron's hands is taken for theirs:
 * the tag then says 'on loan', which is what the library system says too.
 */
export async function whatHappened(
  circulation: Ils,
  patron: PatronId | null,
  item: ItemId,
): Promise<'lent' | 'notLent'> {
  const { status } = await circulation.item(item)
  if (!isCharged(status)) return 'notLent'
  if (patron === null) return 'lent'
  const { charged, chargedCount } = await circulation.patron({ patron })
  if (charged.includes(item)) return 'lent'
  return chargedCount !== null && chargedCount === charged.length ? 'notLent' : 'lent'
}

export function isCharged(status: string): boolean {
  return status === 'charged' || status === 'chargedNoRecall' || status === 'recalled'
}
