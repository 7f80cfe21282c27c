import type { StoredIntent } from '@lectern/device-agent/journal/stored-contract'
import { type Deed, generatedId } from 'sip2/simulator'

/** Items and patrons the simulator must have been given. */
export const BACKLOG_ITEMS = 500
export const BACKLOG_PATRONS = 50

const HOURS = 72
const HOUR_MILLISECONDS = 3_600_000
const LOAN_MILLISECONDS = 14 * 24 * HOUR_MILLISECONDS
/** A Monday morning; whole seconds, as SIP2 has them. */
const BEGAN = Date.UTC(2026, 9, 5, 8, 0, 0)

/** What a busy kiosk keeps in an outage of three days: every item goes out and comes back again and again. */
export function backlogOf(count: number): readonly StoredIntent[] {
  const step = Math.max(1, Math.floor((HOURS * 3_600) / count)) * 1_000
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / BACKLOG_ITEMS)
    const kind = round % 2 === 0 ? ('checkout' as const) : ('checkin' as const)
    const at = BEGAN + index * step
    return {
      key: `backlog-${index}`,
      kind,
      patron: kind === 'checkout' ? patronOf(index, round) : null,
      item: generatedId('item', index % BACKLOG_ITEMS),
      at,
      due: kind === 'checkout' ? at + LOAN_MILLISECONDS : null,
    }
  })
}

/** What the library must have carried out then, in order. */
export function deedsOf(backlog: readonly StoredIntent[]): readonly Deed[] {
  const holder = new Map<string, string>()
  return backlog.map(({ kind, patron, item, at }) => {
    const patronId = patron ?? holder.get(item) ?? ''
    if (patron !== null) holder.set(item, patron)
    return { kind, itemId: item, patronId, at }
  })
}

const patronOf = (index: number, round: number): string =>
  generatedId('patron', (index + round) % BACKLOG_PATRONS)
