/** Nothing is taken for granted: what SIP2 2.00 says, and the careful choice where it says nothing. */
import type { Dialect } from './dialect.ts'

export const GENERIC: Dialect = {
  label: 'any SIP2 server',
  connection: {
    charset: 'utf8',
    terminator: 'CR',
    errorDetection: true,
    checksums: 'optional',
    zone: '    ',
    connectionsMax: 1,
    keepAliveSeconds: 60,
    resends: true,
    silentAbout: [],
    closesOnUnknown: false,
    // A patron with hundreds of loans takes its time, renewing them all even more.
    patience: { patronInformation: 2, renewAll: 3 },
  },
  requests: {
    sendEmpty: [],
    omit: [],
    feeNotAcknowledged: 'omit',
    cancelIsHonoured: false,
  },
  answers: {
    holdsAreReady: false,
    listsIdentifiers: false,
    pages: true,
    currency: 'EUR',
    dayOrMonthFirst: null,
    datesAreUtc: false,
    silenceMeansPinRight: false,
    unknownMeansDesensitize: false,
    alerts: {},
    messages: [],
    patronExtensions: {},
  },
  fees: {
    details: 'none',
    fineText: null,
    payOne: false,
    payPart: true,
    paymentTypes: { cash: '00', debitCard: '02', creditCard: '02', contactless: '02', mobile: '02' },
    writeOffTypes: [],
    feeType: '01',
    decimalMark: '.',
  },
  offline: { checkout: 'ignored', checkin: 'ignored' },
  supports: {},
}
