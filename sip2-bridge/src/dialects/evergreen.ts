import type { Dialect } from './dialect.ts'
import { ENVISIONWARE, EVERGREEN_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

/** Evergreen behind SIPServer: evergreen-library-system/SIPServer, and OpenILS/SIP*.pm of Evergreen. */
export const EVERGREEN: Dialect = {
  ...GENERIC,
  label: 'Evergreen (SIPServer)',
  connection: {
    ...GENERIC.connection,
    // OpenILS/SIP.pm, `clean_text`: letters lose their marks.
    charset: 'ascii',
    // SIPconfig.xml: the service's `timeout`, 60 s in the sample.
    keepAliveSeconds: 30,
  },
  answers: {
    ...GENERIC.answers,
    // OpenILS/SIP/Patron.pm: hold items are all holds; lists may be titles (`msg64_summary_datatype`).
    holdsAreReady: false,
    listsIdentifiers: false,
    currency: 'USD',
    patronExtensions: { ...ENVISIONWARE, ...EVERGREEN_FIELDS },
  },
  fees: {
    ...GENERIC.fees,
    // OpenILS/SIP/Patron.pm, `fine_items`: amount, type, title and author.
    details: 'text',
    fineText: /^(?<amount>\d+\.\d{2}) (?<type>\S+) (?<title>.*)$/,
    // OpenILS/SIP/Transaction/FeePayment.pm: 01 and 02 are credit cards, anything unknown is cash.
    paymentTypes: { cash: '00', debitCard: '02', creditCard: '02', contactless: '02', mobile: '02' },
  },
  // Sip/MsgType.pm calls `checkout_no_block` and `checkin_no_block`, which OpenILS/SIP.pm does not have: the process dies.
  offline: { checkout: 'fatal', checkin: 'fatal' },
}

/**
 * Evergreen's newer application behind berick/SIP2Mediator: OpenILS/Application/SIP2.pm and SIP2/*.pm. Any value of
 * "fee acknowledged" is a yes there (`checkout_renew_common`), so it is left out unless it is one.
 */
export const EVERGREEN_SIP2: Dialect = {
  ...EVERGREEN,
  label: 'Evergreen (SIP2 mediator)',
  connection: {
    ...EVERGREEN.connection,
    charset: 'utf8',
    // lib/SIP2Mediator/Message.pm writes neither number nor checksum.
    errorDetection: false,
    // 97 is answered only where the setting `support_acs_resend_messages` is on.
    resends: false,
    // What is not in its `$MESSAGE_MAP` ends the connection.
    silentAbout: ['itemStatusUpdate', 'patronEnable'],
  },
  fees: {
    ...EVERGREEN.fees,
    // SIP2/Patron.pm, `add_fine_items`: the styles `3m` and `swyer_a`, or else `eg_legacy`.
    fineText:
      /^(?:(?<id>\d+) \$?(?<amount>\d+\.\d{2}) "(?<type>[^"]*)" (?<title>.*)|(?<amount>\d+\.\d{2}) (?<type>\S+) (?<title>.*))$/,
  },
  offline: { checkout: 'ignored', checkin: 'ignored' },
  // SIP2/Session.pm sends `YYYNYNYYNYYNNNYN` as its list, and handles what it denies there.
  supports: { endSession: true, hold: true, renewAll: true, blockPatron: true },
}
