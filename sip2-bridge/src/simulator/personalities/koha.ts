import type { Personality } from '../personality.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'

/**
 * Koha as it comes. C4/SIP/Sip/MsgType.pm: 97 repeats the answer without sequence and checksum
 * (`handle_request_acs_resend`); CQ always in 24 (`build_patron_status`), in 64 only where AD was sent
 * (`handle_patron_info`); an unknown card is `YYYY` and ten blanks with BL=N; a refused checkout tells BL
 * (`handle_checkout`); a list holds barcodes (`summary_info`). C4/SIP/Sip.pm: CR LF (`write_msg`). C4/SIP/ILS/Patron.pm:
 * `hold_items` are those waiting. Recorded (fixtures/koha-login.txt, koha-patron.txt, koha-circ.txt): 940 and the end
 * after a wrong password, silence and the end before a login, `98YYYYNN100005`, amounts as
 * numbers (`BV1.2`) without a currency, a renewal by checkout even where it is not welcome.
 */
export const KOHA: Personality = {
  ...LECTERN_DEMO,
  session: {
    ...LECTERN_DEMO.session,
    terminator: 'CRLF',
    resend: 'repeatsBare',
    repeatsDuplicates: false,
    idleSeconds: 60,
  },
  status: {
    renewalPolicy: 'Y',
    statusUpdateOk: 'N',
    offlineOk: 'N',
    timeoutPeriod: '100',
    retriesAllowed: '005',
    supportedMessages: 'YYYYYYYYYYYNYYYY',
  },
  circulation: {
    ...LECTERN_DEMO.circulation,
    // C4/SIP/ILS.pm, `checkout_no_block`: the due date of the request. C4/SIP/Sip/MsgType.pm, `handle_checkin`: plain.
    noBlock: { checkout: 'honours', checkin: 'plain' },
    renewsByCheckout: 'always',
    validPatronInRefusal: true,
  },
  patrons: {
    ...LECTERN_DEMO.patrons,
    pinTold: { status: 'always', information: 'whereAsked' },
    fines: 'koha',
    feeGroups: false,
    amounts: 'shortest',
    zeroAmount: false,
    currency: null,
    extensions: ['koha'],
    otherNumbers: true,
  },
  never: ['libraryName', 'sortBin'],
}

/**
 * Koha before its off-line methods were written: C4/SIP/Sip/MsgType.pm calls `checkout_no_block` and
 * `checkin_no_block`, which are nowhere, and the process dies.
 */
export const KOHA_OLDER: Personality = {
  ...KOHA,
  circulation: { ...KOHA.circulation, noBlock: { checkout: 'dies', checkin: 'dies' } },
}
