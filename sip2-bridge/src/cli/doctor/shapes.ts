/** What a value looks like, without saying what it is. */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/** 'YYYYMMDD    HHMMSS', 'YYYY-MM-DD HH:MM', 'DD.MM.YYYY or MM.DD.YYYY', or 'free text'. */
export function dateShape(text: string): string {
  const clean = text.trim()
  if (/^\d{8}.{4}\d{6}$/.test(clean)) return `YYYYMMDD${clean.slice(8, 12)}HHMMSS`
  if (/^\d{8}$/.test(clean)) return 'YYYYMMDD'
  const time = /[ T]\d{1,2}:\d{2}(:\d{2})?/.exec(clean)
  const tail = time === null ? '' : time[1] === undefined ? ' HH:MM' : ' HH:MM:SS'
  if (/^\d{4}-\d{1,2}-\d{1,2}/.test(clean)) return `YYYY-MM-DD${tail}`
  const [, first = '', sign = '', second = ''] = /^(\d{1,2})([./-])(\d{1,2})\2\d{2,4}/.exec(clean) ?? []
  if (sign === '') return clean === '' ? 'empty' : 'free text'
  if (Number(first) > 12) return `DD${sign}MM${sign}YYYY${tail}`
  if (Number(second) > 12) return `MM${sign}DD${sign}YYYY${tail}`
  return `DD${sign}MM${sign}YYYY or MM${sign}DD${sign}YYYY${tail}`
}

/** Digits as 9: '$9,99'. */
export const amountShape = (text: string): string =>
  text === ''
    ? 'empty'
    : /^[-+\d.,'\s\p{Sc}A-Z]{1,20}$/u.test(text)
      ? text.replaceAll(/\d+/g, '9')
      : 'free text'

export type ListShape = 'numbers' | 'texts'

export function listShape(values: readonly string[]): ListShape | null {
  if (values.length === 0) return null
  return values.every((value) => /^[\w.-]{4,40}$/.test(value) && /\d/.test(value)) ? 'numbers' : 'texts'
}

export const hasUuid = (values: readonly string[]): boolean => values.some((value) => UUID.test(value))
