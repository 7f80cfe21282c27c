import type { Personality } from '../personality.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'

/**
 * Evergreen behind SIPServer. evergreen-library-system/SIPServer, Sip/MsgType.pm: 97 repeats without sequence and
 * checksum; `checkout_no_block` and `checkin_no_block` are called and do not exist in OpenILS/SIP.pm, so the process dies;
 * SIPServer.pm, `raw_transport`: a request before the login ends the connection, 99 too.
 * Evergreen, OpenILS/SIP/Patron.pm: hold items are all holds (`hold_items`), lists are titles unless
 * `msg64_summary_datatype` says `barcode`, `recall_ok` is 0 for everybody, the currency is USD, `fine_items` is amount,
 * type, title and author. OpenILS/SIP.pm: due dates as `2026-10-27 23:59:00`.
 */
export const EVERGREEN: Personality = {
  ...LECTERN_DEMO,
  session: {
    ...LECTERN_DEMO.session,
    charset: 'ascii',
    resend: 'repeatsBare',
    absent: { itemStatusUpdate: 'close' },
    repeatsDuplicates: false,
  },
  status: {
    renewalPolicy: 'Y',
    statusUpdateOk: 'N',
    offlineOk: 'N',
    timeoutPeriod: '999',
    retriesAllowed: '999',
    supportedMessages: 'YYYYYYYYYYYNNNYY',
  },
  circulation: {
    ...LECTERN_DEMO.circulation,
    noBlock: { checkout: 'dies', checkin: 'dies' },
    holds: 'cancelOnly',
    dueDate: 'iso',
    validPatronInRefusal: true,
  },
  patrons: {
    ...LECTERN_DEMO.patrons,
    pinTold: { status: 'always', information: 'whereAsked' },
    recallsDenied: true,
    holdCount: 'all',
    lists: 'titles',
    fines: 'egLegacy',
    feeGroups: false,
    currency: 'USD',
    extensions: ['envisionware', 'evergreen'],
  },
  never: ['libraryName', 'sortBin'],
}

/**
 * Evergreen's newer application behind the mediator. OpenILS/Application/SIP2.pm: `handle_sc_status` (999, 999,
 * BX of SIP2/Session.pm, status update N), `checkout_renew_common` (any text in BO is a yes), `handle_hold` (cancels
 * only), `handle_checkin` (CV=00 where nothing is the matter), `patron_response_common_data` (`YYYY` and ten blanks, BL=N
 * and CQ=N for a card it does not know). SIP2/Patron.pm: a PIN that is given and wrong makes the card unknown; CQ is Y
 * where one was given; hold items are all. 19 and 25 are not in its `$MESSAGE_MAP`. berick/SIP2Mediator: answers carry no
 * sequence and no checksum; lib/SIP2Mediator/Server.pm, `read_http_socket`: what the application cannot do gets no answer.
 */
export const EVERGREEN_SIP2: Personality = {
  ...EVERGREEN,
  session: {
    ...EVERGREEN.session,
    charset: 'utf8',
    errorDetection: 'never',
    loginFailure: 'answer',
    absent: { itemStatusUpdate: 'silence', patronEnable: 'silence' },
  },
  status: { ...EVERGREEN.status, supportedMessages: 'YYYNYNYYNYYNNNYN' },
  circulation: {
    ...EVERGREEN.circulation,
    noBlock: { checkout: 'plain', checkin: 'plain' },
    feeAgreed: 'anyText',
    renewsByCheckout: 'always',
    noAlert: '00',
    validPatronInRefusal: false,
  },
  patrons: {
    ...EVERGREEN.patrons,
    unknownPin: 'N',
    wrongPin: 'unknownPatron',
    pinTold: { status: 'always', information: 'always' },
    recallsDenied: false,
  },
}
