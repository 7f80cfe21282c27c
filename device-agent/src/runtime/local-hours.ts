/** Hours and days on the kiosk's own clock, as moments: an hour that comes twice in autumn begins at two of them. */
const HOUR_MILLISECONDS = 3_600_000
const MINUTE_MILLISECONDS = 60_000

const offsetAt = (at: number): number => -new Date(at).getTimezoneOffset() * MINUTE_MILLISECONDS

/** The beginning of the local hour, also where the offset is no whole hour. */
export function hourStart(at: number): number {
  const offset = offsetAt(at)
  return Math.floor((at + offset) / HOUR_MILLISECONDS) * HOUR_MILLISECONDS - offset
}

export function dayStart(at: number): number {
  const local = new Date(at)
  return new Date(local.getFullYear(), local.getMonth(), local.getDate()).getTime()
}

const two = (value: number): string => String(value).padStart(2, '0')

/** '2026-10-25T02:00:00+01:00' */
export function isoWithOffset(at: number): string {
  const offset = offsetAt(at)
  const minutes = Math.abs(offset) / MINUTE_MILLISECONDS
  const local = new Date(at + offset).toISOString().slice(0, 19)
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
