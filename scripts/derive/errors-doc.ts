/** docs/errors.md from the error table, with the patron's words from the English message file. */
import { ALERTS } from '../../device-agent/src/contract/alerts.ts'
import { ERRORS, type ErrorCode, type ErrorRow } from '../../device-agent/src/contract/errors.ts'
import { cell } from './markdown.ts'

const HEAD = `# Errors and notices

Derived from the error table (\`device-agent/src/contract/errors.ts\`) and the English message file; do not edit by hand.

Every failure a person can meet is a row. Its code stands in the log, in staff notices and in a driver's
troubleshooting notes. _Again_ says whether doing the same again is safe and may help.
`

/** Message files are flat: `error.<CODE>.title` → text. */
export type Messages = Readonly<Record<string, string>>

function entry(code: string, row: ErrorRow, messages: Messages): string {
  const title = messages[`error.${code}.title`]
  const help = messages[`error.${code}.help`]
  const patron = row.patron
    ? title === undefined
      ? 'shown to the patron'
      : `**${title}** ${help ?? ''}`
    : 'not shown to patrons'
  const cells = [row.staff, row.whatToDo, patron].map(cell)
  return `| <a id="${code.toLowerCase()}"></a>\`${code}\` | ${row.severity} | ${cells.join(' | ')} | ${row.retrySafe ? 'yes' : 'no'} |`
}

const TABLE = `
| Code | Severity | What staff read | What to do | What the patron reads | Again |
| --- | --- | --- | --- | --- | --- |
`

const alerts = Object.entries(ALERTS) as [ErrorCode, string][]

const ALERTS_HEAD = `
## Alerts

${alerts.length} of the rows are alerts: staff see them on their pages, on the console and in Home Assistant, and are sent them
where the settings say so. They are told once, and once when they are over. _Ends_ says what ends each.

| Code | Severity | What to do | Ends |
| --- | --- | --- | --- |
`

function alert([code, ends]: readonly [ErrorCode, string]): string {
  const { severity, staff, whatToDo } = ERRORS[code]
  return `| [\`${code}\`](#${code.toLowerCase()}) | ${severity} | ${cell(`${staff} ${whatToDo}`)} | ${cell(ends)} |`
}

export function errorsDoc(messages: Messages): string {
  const rows = Object.entries(ERRORS).map(([code, row]) => entry(code, row, messages))
  return `${HEAD}${TABLE}${rows.join('\n')}\n${ALERTS_HEAD}${alerts.map(alert).join('\n')}\n`
}
