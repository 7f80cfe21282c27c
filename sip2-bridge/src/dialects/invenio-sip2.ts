import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/**
 * RERO ILS through inveniosoftware-contrib/invenio-sip2; file names of the latter under invenio_sip2/, of RERO ILS under
 * rero_ils/. One read of 1,024 bytes is one message there (server.py, `_read`): each is sent at once, and short.
 */
export const INVENIO_SIP2: Dialect = {
  ...GENERIC,
  label: 'invenio-sip2 (RERO ILS)',
  connection: {
    ...GENERIC.connection,
    // server.py, `_read`: one character is cut off the end.
    terminator: 'CR',
    // api.py: every answer has its checksum; utils.py, `generate_checksum`: without noughts in front.
    checksums: 'required',
  },
  answers: {
    ...GENERIC.answers,
    // rero_ils/config.py, `SIP2_SUMMARY_FIELDS`: AS is at the desk, CD the others (rero/rero-ils, issue 3173).
    holdsAreReady: true,
    // rero_ils/modules/selfcheck/api.py, `patron_information`: item barcodes, all of them.
    listsIdentifiers: true,
    pages: false,
    // utils.py, `parse_circulation_date`, and ext.py, `sip2_current_date`: UTC, written with a blank zone.
    datesAreUtc: true,
    // rero_ils/modules/selfcheck/api.py, in English; the texts follow the patron's or the library's language.
    messages: [
      {
        about: ['checkout', 'checkin', 'renew'],
        pattern: /^Error encountered: item not found/,
        reason: 'unknownItem',
        refuses: false,
      },
      {
        about: ['checkout'],
        pattern: /^Error encountered: patron not found/,
        reason: 'unknownPatron',
        refuses: false,
      },
      {
        about: ['checkout', 'checkin', 'renew'],
        pattern: /^Error encountered: please contact a librarian/,
        reason: 'needsStaff',
        refuses: false,
      },
    ],
  },
  // actions/actions.py: these return nothing, and what is done with that ends the server's only process, for everybody.
  supports: { blockPatron: false, itemStatusUpdate: false, renewAll: false },
}
