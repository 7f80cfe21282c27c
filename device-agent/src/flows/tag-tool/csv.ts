/** The results as a table for a spreadsheet (RFC 4180). */
import type { RecordedWrite, TagLedger } from './ledger.ts'

const HEADING = [
  'time',
  'item',
  'part',
  'parts',
  'tag',
  'what',
  'from',
  'to',
  'security',
  'outcome',
  'reason',
  'notes',
  'before',
  'after',
]
/** Records read at a time. */
const PAGE_RECORDS = 500

export function* resultsAsCsv(ledger: TagLedger): Iterable<string> {
  yield line(HEADING)
  let last = 0
  for (;;) {
    const page = ledger.after(last, PAGE_RECORDS)
    if (page.length === 0) return
    yield page.map(row).join('')
    last = page.at(-1)?.id ?? last
  }
}

function row(record: RecordedWrite): string {
  const { at, item, part, parts, uid, kind, from, to, security, outcome, why, notes, before, after } = record
  return line([
    new Date(at).toISOString(),
    item,
    part,
    parts,
    uid,
    kind,
    from,
    to,
    security,
    outcome,
    why ?? '',
    notes.join(' '),
    before.memory.toHex(),
    after.memory.toHex(),
  ])
}

/** What a spreadsheet would take for a formula is text here. */
const FORMULA = /^[=+\-@\t]/
const cell = (value: string | number): string => {
  const text = String(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const line = (values: readonly (string | number)[]): string => `${values.map(cell).join(',')}\r\n`
