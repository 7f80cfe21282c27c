import type { Personality } from '../personality.ts'

/**
 * This project's own demo library: it does all of SIP2 2.00 as the book has it (3M Standard Interchange Protocol,
 * revision 2.12), and honours transactions that happened while it was away.
 */
export const LECTERN_DEMO: Personality = {
  session: {
    terminator: 'CR',
    charset: 'utf8',
    errorDetection: 'mirror',
    shortChecksums: false,
    resend: 'repeats',
    repeatsDuplicates: true,
    beforeLogin: 'close',
    loginFailure: 'answerAndClose',
    absent: {},
    segmentBytes: null,
    idleSeconds: null,
    emptyField: false,
  },
  status: {
    renewalPolicy: 'Y',
    statusUpdateOk: 'Y',
    offlineOk: 'Y',
    timeoutPeriod: '100',
    retriesAllowed: '003',
    supportedMessages: 'Y'.repeat(16),
  },
  circulation: {
    noBlock: { checkout: 'honours', checkin: 'honours' },
    cancels: false,
    feeAgreed: 'Y',
    renewsByCheckout: 'asAsked',
    holds: 'all',
    dueDate: 'sip',
    zone: '    ',
    magneticMedia: 'N',
    noAlert: null,
    validPatronInRefusal: false,
  },
  patrons: {
    unknownFlags: 'YYYY'.padEnd(14),
    unknownPin: null,
    pinTold: { status: 'always', information: 'always' },
    wrongPin: 'told',
    recallsDenied: false,
    holdCount: 'ready',
    lists: 'identifiers',
    fines: 'plain',
    feeGroups: true,
    amounts: 'twoDecimals',
    zeroAmount: true,
    currency: 'EUR',
    extensions: [],
    otherNumbers: false,
  },
  never: [],
}
