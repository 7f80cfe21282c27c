/** The audit for a spreadsheet: one entry a line (RFC 4180), after a byte order mark as in the reports. */
import type { AuditView } from '../contract/staff-sign-in.ts'
import { csvLine } from '../runtime/csv.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const COLUMNS = ['Number', 'Time', 'Who', 'Role', 'Address', 'Action', 'Detail', 'Result'] as const

export function* auditCsv(entries: Iterable<AuditView>): Generator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS)
  for (const { action, address, at, detail, id, result, role, who } of entries)
    yield csvLine([id, at, who, role ?? '', address, action, detail, result])
}
