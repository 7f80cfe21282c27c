/** A receipt printer: takes finished bytes, says what became of them. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { Device } from '../device.ts'

/**
 * `printed`: the printer itself said so (or, where it cannot, its status stayed good past the end of the job).
 * Otherwise the row of the error table that says why, and how far it came:
 * `nothing`: no paper came out; `unknown`: perhaps.
 */
export type PrintOutcome =
  | { readonly printed: true }
  | { readonly printed: false; readonly code: ErrorCode; readonly came: 'nothing' | 'unknown' }

export interface ReceiptPrinter extends Device {
  readonly kind: 'printer'
  /** True while a receipt may be promised: connected, paper, cover closed, no fault. */
  readonly canPrint: boolean
  /** Prints one job; jobs wait for each other. Never rejects; ends within `PRINT_TIMEOUT_MILLISECONDS`. */
  print(job: Uint8Array): Promise<PrintOutcome>
}

export const PRINT_TIMEOUT_MILLISECONDS = 20_000
