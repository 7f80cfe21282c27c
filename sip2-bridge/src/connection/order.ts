/** Which requests may be under way at the same time, on different connections. */
import type { Fields } from '../protocol/codec.ts'
import { READ_ONLY, type RequestName } from '../protocol/pairs.ts'

export interface Ordered {
  readonly name: RequestName
  readonly fields: Fields<RequestName>
}

/**
 * True where the second must wait for the answer to the first: both change something, or they are about the same patron
 * or item. What changes something and names no item (renew all, a title) may be about any, and goes alone.
 */
export function mustKeepOrder(first: Ordered, second: Ordered): boolean {
  const a = subjects(first)
  const b = subjects(second)
  const firstChanges = !READ_ONLY.has(first.name)
  const secondChanges = !READ_ONLY.has(second.name)
  if (firstChanges && secondChanges) return true
  if ((firstChanges && a.item === '') || (secondChanges && b.item === '')) return true
  return (a.patron !== '' && a.patron === b.patron) || (a.item !== '' && a.item === b.item)
}

/** Empty where none is named. */
function subjects({ fields }: Ordered): { readonly patron: string; readonly item: string } {
  return {
    patron: 'patronId' in fields ? fields.patronId : '',
    item: 'itemId' in fields ? (fields.itemId ?? '') : '',
  }
}
