import type { ItemRow, View } from '@lectern/device-agent/contract/view'
import type { Sound } from './sounds.ts'

const rowsOf = ({ screen }: View): readonly ItemRow[] =>
  screen.name === 'items' || screen.name === 'finish' ? screen.rows : []

/** The rows that came to an end between two views: what is said aloud and sounded. */
export function outcomes(before: View | null, now: View): readonly ItemRow[] {
  const known = new Map(before === null ? [] : rowsOf(before).map((row) => [row.id, row.state]))
  const ended = (row: ItemRow) =>
    row.state === 'yours' || row.state === 'refused' || row.state === 'attention'
  return rowsOf(now).filter((row) => ended(row) && known.get(row.id) !== row.state)
}

export function soundOf(before: View | null, now: View): Sound | null {
  if (now.screen.name === 'goodbye' && before?.screen.name !== 'goodbye') return 'goodbye'
  const rows = outcomes(before, now)
  if (rows.some((row) => row.state === 'refused')) return 'refused'
  if (rows.some((row) => row.state === 'attention')) return 'attention'
  return rows.length > 0 ? 'yours' : null
}
