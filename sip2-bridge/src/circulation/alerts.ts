import type { AlertMeaning, Dialect } from '../dialects/dialect.ts'

/** Alert types of 3M's extensions (revision 1.20, CV); what a server added to them is in its dialect. */
const ALERTS: Readonly<Record<string, AlertMeaning>> = {
  '00': 'none',
  '01': 'holdHere',
  '02': 'holdElsewhere',
  '03': 'interlibraryLoan',
  '04': 'transit',
  '99': 'other',
}

/** `other` for a type that nobody has explained: a person must look. */
export const alertMeaning = ({ answers }: Dialect, type: string): AlertMeaning =>
  answers.alerts[type] ?? ALERTS[type.padStart(2, '0')] ?? 'other'
