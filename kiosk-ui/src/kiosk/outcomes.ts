import type { ItemRow, ReturnRow, View } from '@lectern/device-agent/contract/view'
import type { Sound } from './sounds.ts'

const rowsOf = ({ screen }: View): readonly ItemRow[] =>
  screen.name === 'items' || screen.name === 'finish' ? screen.rows : []
const returnsOf = ({ screen }: View): readonly ReturnRow[] => (screen.name === 'returns' ? screen.rows : [])

const UNDER_WAY: readonly string[] = ['waiting', 'lending', 'securing', 'seen', 'returning']

interface Outcome {
  readonly id: string
  readonly state: string
}

function ended<Row extends Outcome>(before: readonly Outcome[], now: readonly Row[]): readonly Row[] {
  const known = new Map(before.map((row) => [row.id, row.state]))
  return now.filter((row) => !UNDER_WAY.includes(row.state) && known.get(row.id) !== row.state)
}

/** The rows that came to an end between two views: what is said aloud and sounded. */
export const outcomes = (before: View | null, now: View): readonly ItemRow[] =>
  ended(before === null ? [] : rowsOf(before), rowsOf(now))
export const returnOutcomes = (before: View | null, now: View): readonly ReturnRow[] =>
  ended(before === null ? [] : returnsOf(before), returnsOf(now))

export function soundOf(before: View | null, now: View): Sound | null {
  if (now.help?.stage === 'asking' && before?.help?.stage !== 'asking') return 'attention'
  if (now.screen.name === 'goodbye' && before?.screen.name !== 'goodbye') return 'goodbye'
  const rows: readonly Outcome[] = [...outcomes(before, now), ...returnOutcomes(before, now)]
  if (rows.some((row) => row.state === 'refused')) return 'refused'
  if (rows.some((row) => row.state === 'attention' || row.state === 'unresolved')) return 'attention'
  if (rows.length === 0) return null
  return now.screen.name === 'returns' ? 'returned' : 'yours'
}
