/** The server's own word about itself: 98, in full. */
import type { Fields } from '../protocol/codec.ts'
import { type DateReading, readDueDate } from '../protocol/dates.ts'
import { messages, orNull, told } from './read.ts'
import type { Told } from './types.ts'

/** From 99/98. */
export interface ServerFacts {
  readonly online: Told
  readonly checkinOk: Told
  readonly checkoutOk: Told
  readonly renewalOk: Told
  readonly itemUpdateOk: Told
  /** Transactions of an outage are taken. */
  readonly offlineOk: Told
  /** How long it wants to be waited for; null where it does not say, or says that it is off-line (999, 000). */
  readonly timeoutMilliseconds: number | null
  /** How often a request may be sent again; null where it does not say (999). */
  readonly retries: number | null
  /** Its clock when it answered, as local date-time ('2026-10-06T12:00:00'); null where it does not tell the time. */
  readonly time: string | null
  readonly protocolVersion: string | null
  readonly institution: string | null
  readonly libraryName: string | null
  /** Where it believes this kiosk to stand. */
  readonly terminalLocation: string | null
  readonly screenMessages: readonly string[]
  readonly printLines: readonly string[]
}

/** SIP2 2.00, "Timeout period" (tenths of a second) and "Retries allowed". */
const UNKNOWN = 999
const MILLISECONDS_PER_TENTH = 100

export function serverFacts(fields: Fields<'acsStatus'>, reading: DateReading): ServerFacts {
  const tenths = threeDigits(fields.timeoutPeriod)
  return {
    online: told(fields.onlineStatus),
    checkinOk: told(fields.checkinOk),
    checkoutOk: told(fields.checkoutOk),
    renewalOk: told(fields.renewalPolicy),
    itemUpdateOk: told(fields.statusUpdateOk),
    offlineOk: told(fields.offlineOk),
    timeoutMilliseconds: tenths === null || tenths === 0 ? null : tenths * MILLISECONDS_PER_TENTH,
    retries: threeDigits(fields.retriesAllowed),
    time: readDueDate(fields.dateTimeSync, reading),
    protocolVersion: orNull(fields.protocolVersion),
    institution: orNull(fields.institutionId),
    libraryName: orNull(fields.libraryName),
    terminalLocation: orNull(fields.terminalLocation),
    screenMessages: messages(fields.screenMessage),
    printLines: messages(fields.printLine),
  }
}

const threeDigits = (text: string): number | null =>
  /^\d{3}$/.test(text) && Number(text) !== UNKNOWN ? Number(text) : null
