import { itemId, patronId } from 'sip2/circulation'
import type { StoredEntry } from '../../journal/stored-contract.ts'
import { isCharged } from '../checkout/what-happened.ts'
import type { Ils } from '../ils.ts'

/**
 * `wantsLook`: it happened, and the item is to go to the hold shelf or to another library. `unclear`: the library
 * system's answers do not say, and would not say it if asked again.
 */
export type Became = 'happened' | 'wantsLook' | 'didNot' | 'unclear'

/**
 * Whether a stored transaction that may have been sent was carried out. Asks only; rejects with IlsError when the
 * library system cannot be asked.
 *
 * - A loan happened where the item is charged to this patron. Where the server gives no complete list of a patron's
 *   items, the promised due date vouches for it, and without that nothing does.
 * - A return happened where the item is not charged any more. No other transaction about the item is under way: they
 *   are told one after the other.
 */
export function whatBecame(circulation: Ils, entry: StoredEntry): Promise<Became> {
  return entry.kind === 'checkout' ? ofLoan(circulation, entry) : ofReturn(circulation, entry)
}

async function ofLoan(circulation: Ils, { item, patron, due }: StoredEntry): Promise<Became> {
  const about = await circulation.item(itemId(item))
  if (about.known === 'no') return 'unclear'
  if (!isCharged(about.status)) return 'didNot'
  if (patron === null) return 'unclear'
  const { charged, chargedCount } = await circulation.patron({ patron: patronId(patron) })
  if (charged.some((id) => id === item)) return 'happened'
  if (chargedCount !== null && chargedCount === charged.length) return 'didNot'
  return due !== null && about.due?.iso?.slice(0, DATE_CHARACTERS) === localDate(due) ? 'happened' : 'unclear'
}

async function ofReturn(circulation: Ils, { item }: StoredEntry): Promise<Became> {
  const { known, status } = await circulation.item(itemId(item))
  if (isCharged(status)) return 'didNot'
  if (status === 'onHoldShelf' || status === 'inTransit') return 'wantsLook'
  const saysNothing =
    known === 'no' || status === 'other' || status === 'lost' || status === 'claimedReturned'
  return saysNothing ? 'unclear' : 'happened'
}

const DATE_CHARACTERS = '2026-12-15'.length

function localDate(milliseconds: number): string {
  const date = new Date(milliseconds)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
