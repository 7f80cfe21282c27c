import type { Dialect, MessageRule } from './dialect.ts'
import { EVERGREEN_FINE } from './evergreen-fines.ts'
import { ENVISIONWARE, EVERGREEN_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

type Rule = readonly [about: MessageRule['about'], pattern: RegExp, reason: MessageRule['reason']]

/** OpenILS/SIP.pm (`checkout`, `checkin`, `renew`) and OpenILS/SIP/Msg.pm; English only, and not to be translated. */
const RULES: readonly Rule[] = [
  [['checkout', 'checkin'], /^Invalid Item Barcode/, 'unknownItem'],
  [['renew'], /^Invalid item barcode/, 'unknownItem'],
  [['checkout', 'renew', 'renewAll', 'feePaid'], /^Invalid [Pp]atron [Bb]arcode/, 'unknownPatron'],
  [['checkout'], /^(Item checked out to another patron|This item is already checked out)/, 'onLoan'],
  [['checkout'], /^Renewals not permitted/, 'tooManyRenewals'],
  [['checkout'], /^Fee required/, 'feeDue'],
  [['checkout'], /^Patron Blocked/, 'blocked'],
  [['renew', 'renewAll'], /^Renewals not allowed/, 'blocked'],
]

/** Evergreen behind SIPServer: evergreen-library-system/SIPServer, and OpenILS/SIP*.pm of Evergreen. */
export const EVERGREEN: Dialect = {
  ...GENERIC,
  label: 'Evergreen (SIPServer)',
  connection: {
    ...GENERIC.connection,
    // Sip.pm: reads UTF-8 (`read_SIP_packet`), and writes what the account's or institution's `encoding` says, ASCII
    // without letters' marks where it says nothing (`write_msg`). UTF-8 reads both.
    charset: 'utf8',
    // The same, `read_SIP_packet`: what is no letter or digit at the end of a message is cut off, a PIN's end too where
    // no checksum follows.
    errorDetection: true,
    // SIPconfig.xml: the service's `timeout`, 60 s in the sample.
    keepAliveSeconds: 30,
    // OpenILS/SIP/Item.pm has no `status_update`, which Sip/MsgType.pm calls: the process dies.
    silentAbout: ['itemStatusUpdate'],
  },
  answers: {
    ...GENERIC.answers,
    // OpenILS/SIP/Patron.pm: all holds, unless `msg64_hold_items_available` is set.
    holdsAreReady: false,
    // The same: titles, unless `msg64_summary_datatype` and `msg64_hold_datatype` say `barcode`.
    listsIdentifiers: false,
    // The same, `charged_items` loses start and end on the way and sends everything; other lists are filled up with
    // empty lines to the end that was asked for.
    pages: false,
    // The same, `currency`, where the configuration names none.
    currency: 'USD',
    messages: RULES.map(([about, pattern, reason]) => ({ about, pattern, reason, refuses: false })),
    patronExtensions: { ...ENVISIONWARE, ...EVERGREEN_FIELDS },
  },
  fees: {
    ...GENERIC.fees,
    details: 'text',
    fineText: EVERGREEN_FINE,
    // OpenILS/SIP/Transaction/FeePayment.pm, `do_fee_payment`: CG is the transaction's number; less than owed is taken,
    // more is not. 01 and 02 are credit cards, anything else is cash (`pay_bills`).
    payOne: true,
    paymentTypes: { cash: '00', debitCard: '02', creditCard: '02', contactless: '02', mobile: '02' },
  },
  // Sip/MsgType.pm calls `checkout_no_block` and `checkin_no_block`, which OpenILS/SIP.pm does not have: the process
  // dies. A return is backdated by its return date (OpenILS/SIP/Transaction/Checkin.pm) without that flag.
  offline: { checkout: 'fatal', checkin: 'fatal' },
  // OpenILS/SIP.pm has `cancel_hold` alone: placing one ends the process.
  supports: { hold: false },
}
