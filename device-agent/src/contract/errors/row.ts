/** What every row of the error table holds. */

/** `info`: nothing is wrong. `warning`: something is reduced. `error`: something does not work. */
export type Severity = 'info' | 'warning' | 'error'

export interface ErrorRow {
  /** True where the patron's screen may show it: the message files then hold its title and help. */
  readonly patron: boolean
  readonly severity: Severity
  /** What staff read. */
  readonly staff: string
  /** What staff should do. */
  readonly whatToDo: string
  /** True where doing the same again is safe and may help. */
  readonly retrySafe: boolean
}

export const row = (
  patron: boolean,
  severity: Severity,
  retrySafe: boolean,
  staff: string,
  whatToDo: string,
): ErrorRow => ({ patron, severity, retrySafe, staff, whatToDo })
