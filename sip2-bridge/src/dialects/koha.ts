import type { Dialect, MessageRule } from './dialect.ts'
import { KOHA_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

/**
 * C4/SIP/ILS.pm and C4/SIP/ILS/Transaction/Checkout.pm: what a refused checkout, return or renewal says, in English; the
 * texts are not translated there. 'Item is reserved for another patron upon return.' goes with a loan as well.
 */
const MESSAGES: readonly MessageRule[] = [
  { about: ['checkout', 'checkin'], pattern: /^Invalid Item$/, reason: 'unknownItem', refuses: false },
  { about: ['checkout'], pattern: /^Invalid Patron$/, reason: 'unknownPatron', refuses: false },
  {
    about: ['checkout'],
    pattern: /^Item (already )?checked out to another patron/,
    reason: 'onLoan',
    refuses: false,
  },
  {
    about: ['checkout'],
    pattern: /^Item is on hold shelf for another patron/,
    reason: 'onHold',
    refuses: false,
  },
  { about: ['checkout'], pattern: /^Outstanding Fines block issue/, reason: 'owes', refuses: false },
  { about: ['checkout'], pattern: /^NOT_FOR_LOAN\b/, reason: 'notForLoan', refuses: false },
  { about: ['checkout'], pattern: /^TOO_MANY\b/, reason: 'limit', refuses: false },
  {
    about: ['checkin'],
    pattern: /^Item (is on hold, please return|withdrawn|lost)/,
    reason: 'needsStaff',
    refuses: false,
  },
  { about: ['renew'], pattern: /^Renewals not allowed/, reason: 'blocked', refuses: false },
]

/** Koha. File names are those of its own source. */
export const KOHA: Dialect = {
  ...GENERIC,
  label: 'Koha',
  connection: {
    ...GENERIC.connection,
    // C4/SIP/SIPServer.pm: `client_timeout`, 30 to 60 s as most sites have it.
    keepAliveSeconds: 25,
  },
  answers: {
    ...GENERIC.answers,
    // C4/SIP/ILS/Patron.pm: `hold_items` are those waiting, `unavail_holds` the others; lists are barcodes.
    holdsAreReady: true,
    listsIdentifiers: true,
    // C4/SIP/ILS/Transaction/Checkin.pm: 98 where the loans are corrupt.
    alerts: { '98': 'corrupt' },
    messages: MESSAGES,
    patronExtensions: KOHA_FIELDS,
  },
  fees: {
    ...GENERIC.fees,
    // C4/SIP/ILS/Patron.pm, `fine_items`: description and amount, unless the account's `av_field_template` says otherwise.
    details: 'text',
    fineText: /^(?<title>.*) (?<amount>-?\d+\.\d{2})$/,
    // C4/SIP/ILS/Transaction/FeePayment.pm, `pay`: `fee_id` pays that fee.
    payOne: true,
    // etc/SIPconfig.xml: the sample's `payment_type_writeoff`.
    writeOffTypes: ['06'],
  },
  // C4/SIP/Sip/MsgType.pm: older ones call `checkout_no_block` and `checkin_no_block`, which are nowhere, and die.
  offline: { checkout: 'fatal', checkin: 'fatal' },
  // C4/SIP/ILS.pm, `%supports`.
  supports: { itemStatusUpdate: false },
}

/** C4/SIP/ILS.pm with `checkout_no_block`: the loan is made with the due date of the request; a return is a plain one. */
export const KOHA_NO_BLOCK: Dialect = {
  ...KOHA,
  label: 'Koha that takes "no block"',
  offline: { checkout: 'honoured', checkin: 'ignored' },
}
