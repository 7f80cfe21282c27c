/**
 * The one error table: every failure a person can meet is a row here, in the file of its area.
 * Screens (`error.<CODE>.title`, `error.<CODE>.help` in the message files), staff notices and docs come from it;
 * tests compare table and message files in both directions.
 */
import { DEVICE_ERRORS } from './errors/devices.ts'
import { DROP_ERRORS } from './errors/drop.ts'
import { GATE_ERRORS } from './errors/gates.ts'
import { KIOSK_ERRORS } from './errors/kiosk.ts'
import { LIBRARY_SYSTEM_ERRORS } from './errors/library-system.ts'
import { LOAN_ERRORS } from './errors/loans.ts'
import { PAPER_ERRORS } from './errors/paper.ts'
import { RETURN_ERRORS } from './errors/returns.ts'
import type { ErrorRow } from './errors/row.ts'
import { STAFF_ERRORS } from './errors/staff.ts'
import { TAG_ERRORS } from './errors/tags.ts'
import { TELLING_ERRORS } from './errors/telling.ts'

export type { ErrorRow, Severity } from './errors/row.ts'

export const ERRORS = {
  ...LOAN_ERRORS,
  ...TAG_ERRORS,
  ...LIBRARY_SYSTEM_ERRORS,
  ...PAPER_ERRORS,
  ...DEVICE_ERRORS,
  ...RETURN_ERRORS,
  ...GATE_ERRORS,
  ...DROP_ERRORS,
  ...KIOSK_ERRORS,
  ...TELLING_ERRORS,
  ...STAFF_ERRORS,
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

/** True for text that names a row of the table. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text)
}

/** A failure with its row; `detail` is for staff and logs and holds no patron data. */
export class LecternError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  constructor(code: ErrorCode, detail = '', cause?: unknown) {
    super(detail === '' ? code : `${code}: ${detail}`, cause === undefined ? undefined : { cause })
    this.name = 'LecternError'
    this.code = code
    this.detail = detail
  }
}
