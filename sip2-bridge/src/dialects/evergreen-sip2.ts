import type { Dialect, MessageRule } from './dialect.ts'
import { EVERGREEN } from './evergreen.ts'

/** OpenILS/Application/SIP2/Checkout.pm, `perform_checkout`: as they come; a library may word them anew. */
const MESSAGES: readonly MessageRule[] = [
  { about: ['checkout'], pattern: /^This item is already checked out/, reason: 'onLoan', refuses: false },
]

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
    // lib/SIP2Mediator/Message.pm writes neither number nor checksum. Requests have them all the same: it takes them for
    // a field, and cuts from the end of a message without them what is no letter or digit, be it a PIN's (`clean_sip_packet`).
    errorDetection: true,
    checksums: 'optional',
    // 97 is answered only where the setting `support_acs_resend_messages` is on; else the connection ends.
    resends: false,
    // What is not in its `$MESSAGE_MAP` ends the connection (lib/SIP2Mediator/Server.pm, `read_http_socket`).
    silentAbout: ['itemStatusUpdate', 'patronEnable'],
  },
  answers: {
    ...EVERGREEN.answers,
    // SIP2/Patron.pm, `set_patron_summary_list_items`: ten lines where no end is asked for, and the end itself is left
    // out. The next page begins after what came, so that nothing is lost. Overdue items and holds that are not ready
    // are counted, but never listed.
    pages: true,
    messages: MESSAGES,
  },
  // SIP2.pm reads the flag nowhere; a return is backdated by its return date (SIP2/Checkin.pm).
  offline: { checkout: 'ignored', checkin: 'ignored' },
  // SIP2/Session.pm sends `YYYNYNYYNYYNNNYN` as its list, and handles what it denies there; of holds only their end.
  supports: { endSession: true, hold: true, renewAll: true, blockPatron: true },
}
