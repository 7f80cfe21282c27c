/** One line of a file for a spreadsheet. */
export const csvLine = (fields: readonly (string | number)[]): string => `${fields.map(field).join(',')}\r\n`

/** RFC 4180, section 2, rules 5 to 7. What a spreadsheet would take for a formula is told to be text. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
