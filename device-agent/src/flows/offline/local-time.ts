/** Local times as the patron reads them and as the library means them. */
const two = (value: number): string => String(value).padStart(2, '0')

/** '2026-12-15T23:59:00', in the kiosk's own time zone. */
export function isoLocal(milliseconds: number): string {
  const date = new Date(milliseconds)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** The end of a loan of so many days: one minute before midnight, whatever the clocks are set to meanwhile. */
export function dueAfterDays(at: number, days: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 23, 59).getTime()
}
