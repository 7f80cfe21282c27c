import { fromPromise } from 'xstate'
import type { PrintOutcome } from '../../devices/printer/contract.ts'
import type { KnownPatron } from '../ils.ts'
import type { ReceiptData } from './receipt-data.ts'

const notProvided = (name: string) => () => Promise.reject(new Error(`effect ${name} is not provided`))

export interface FindPatronInput {
  readonly card: string
  readonly pin: string | null
}

/** The session's effects, by name. */
export const sessionEffects = {
  findPatron: fromPromise<KnownPatron, FindPatronInput>(notProvided('findPatron')),
  printReceipt: fromPromise<PrintOutcome, ReceiptData>(notProvided('printReceipt')),
}
