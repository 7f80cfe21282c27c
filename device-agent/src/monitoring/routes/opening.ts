import type { Calendar } from '../../flows/return/return-date.ts'

const two = (value: number): string => String(value).padStart(2, '0')
const MINUTES = 60

/** Whether the library is open at `at` (milliseconds since 1970), on the kiosk's own clock. */
export function isOpen(at: number, { closedDates, openings }: Calendar): boolean {
  const local = new Date(at)
  const date = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`
  if (closedDates.has(date)) return false
  const minute = local.getHours() * MINUTES + local.getMinutes()
  return openings.some(
    ({ closes, days, opens }) => days.includes(local.getDay()) && minute >= opens && minute < closes,
  )
}
