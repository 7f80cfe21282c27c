/** Times as staff read them. */
import type { Language } from './languages.ts'

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

// Made once: a formatter is dear, and a page shows a hundred times.
const relative: Partial<Record<Language, Intl.RelativeTimeFormat>> = {}
const exact: Partial<Record<Language, Intl.DateTimeFormat>> = {}

/** '15 Jan 2026, 09:00:00'. */
export function exactTime(language: Language, at: string): string {
  exact[language] ??= new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
  return exact[language].format(new Date(at))
}

/** 'now', '5 minutes ago', 'yesterday'. */
export function agoWords(language: Language, at: string, now: number): string {
  relative[language] ??= new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const format = relative[language]
  const passed = Math.max(0, now - Date.parse(at))
  for (const [unit, length] of STEPS)
    if (passed >= length) return format.format(-Math.floor(passed / length), unit)
  return format.format(0, 'second')
}
