/** Koha. File names are those of its own source; it does not translate the texts of its SIP server. */
import type { Dialect, MessageRule } from './dialect.ts'
import { KOHA_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

type Rule = readonly [about: MessageRule['about'], pattern: RegExp, reason: MessageRule['reason']]

/**
 * C4/SIP/ILS.pm (`checkout`, `checkin`, `renew`), C4/SIP/ILS/Transaction/Checkout.pm and Renew.pm. What
 * C4/Circulation.pm, `CanBookBeIssued`, has against a loan comes as its key: alone in older versions, behind
 * `Issue failed : ` or `Item cannot be issued: ` since 22.x.
 */
const RULES: readonly Rule[] = [
  [['checkout', 'checkin'], /^Invalid Item$/, 'unknownItem'],
  [['checkout'], /^Invalid Patron$/, 'unknownPatron'],
  [['renew'], /^Invalid patron barcode/, 'unknownPatron'],
  [['checkout'], /^Patron debarred$/, 'blocked'],
  [['checkout'], /^Patron expired on /, 'cardExpired'],
  [['checkout'], /^(Patron has fines|Outstanding Fines block issue)/, 'owes'],
  [['checkout'], /^Item (already )?checked out to another patron/, 'onLoan'],
  [['renew'], /^Item already issued to other borrower/, 'onLoan'],
  // "Reserved … upon return" goes with a loan as well, where the library lends such items: a reason only where refused.
  [['checkout'], /^Item (is on hold( shelf)?|is reserved|has been recalled) for another patron/, 'onHold'],
  [['renew'], /^Item (unavailable due to outstanding holds|is booked for another)/, 'onHold'],
  [
    ['checkout'],
    /^(Issue failed : |Item cannot be issued: )?(NOT_FOR_LOAN|RESTRICTED|WTHDRAWN)/,
    'notForLoan',
  ],
  [['checkout'], /^Item type cannot be checked out at this/, 'notForLoan'],
  [['checkout'], /^(Issue failed : |Item cannot be issued: )?TOO_MANY/, 'limit'],
  [['checkout'], /^(Issue failed : |Item cannot be issued: )?NO_MORE_RENEWALS/, 'tooManyRenewals'],
  [['renew'], /^Item has reached maximum /, 'tooManyRenewals'],
  [['renew'], /^Renewals not allowed/, 'blocked'],
  [['checkout'], /^Item must be checked out at a circulation desk/, 'needsStaff'],
  [['checkin'], /^(Item is on hold, please return|Item withdrawn|Item lost|Checkin failed)/, 'needsStaff'],
]

export const KOHA: Dialect = {
  ...GENERIC,
  label: 'Koha',
  connection: {
    ...GENERIC.connection,
    // C4/SIP/SIPServer.pm, `read_request`: what is no letter or digit at the end of a message is cut off, a PIN's end too
    // where no checksum follows.
    errorDetection: true,
    // C4/SIP/SIPServer.pm, `get_timeout`: `client_timeout`, or the listener's `timeout`, or 30 s.
    keepAliveSeconds: 25,
  },
  answers: {
    ...GENERIC.answers,
    // C4/SIP/ILS/Patron.pm: `hold_items` are those waiting, `unavail_holds` the others; `x_items` knows pages.
    holdsAreReady: true,
    // C4/SIP/Sip/MsgType.pm, `summary_info`: lists are barcodes.
    listsIdentifiers: true,
    // C4/SIP/ILS/Transaction/Checkin.pm: 98 where the loans are corrupt.
    alerts: { '98': 'corrupt' },
    messages: RULES.map(([about, pattern, reason]) => ({ about, pattern, reason, refuses: false })),
    patronExtensions: KOHA_FIELDS,
  },
  fees: {
    ...GENERIC.fees,
    // C4/SIP/ILS/Patron.pm, `fine_items`: description and amount, unless the account's `av_field_template` says otherwise.
    details: 'text',
    fineText: /^(?<title>.*) (?<amount>-?\d+\.\d{2})$/,
    // C4/SIP/ILS/Transaction/FeePayment.pm, `pay`: `fee_id` pays that fee. The lines do not tell it.
    payOne: true,
    // etc/SIPconfig.xml: the sample's `payment_type_writeoff`.
    writeOffTypes: ['06'],
  },
  // C4/SIP/Sip/MsgType.pm: older ones call `checkout_no_block` and `checkin_no_block`, which are nowhere, and die.
  offline: { checkout: 'fatal', checkin: 'fatal' },
  supports: {
    // C4/SIP/ILS.pm, `%supports`; C4/SIP/Sip/MsgType.pm, `handle_item_status_update`, dies of an unknown item.
    itemStatusUpdate: false,
    // C4/SIP/ILS/Patron.pm, `block` and `enable`: "not implemented", whatever the answer's flags say.
    blockPatron: false,
    patronEnable: false,
  },
}

/**
 * Koha whose C4/SIP/ILS/Transaction/Checkout.pm has `no_block_due_date`: read in 22.x, 23.x and 25.x, not in 19.x. The
 * loan is made with the due date of the request. Since 24.05.08 (its release notes, bug 38486) no fine or limit of the
 * patron is in its way; before that some were. A return is a plain one, backdated by its return date (`handle_checkin`).
 */
export const KOHA_NO_BLOCK: Dialect = {
  ...KOHA,
  label: 'Koha that takes "no block"',
  offline: { checkout: 'honoured', checkin: 'ignored' },
}
