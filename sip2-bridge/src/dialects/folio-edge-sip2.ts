import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/** FOLIO through folio-org/edge-sip2; file names are those of its source, under org/folio/edge/sip2. */
export const FOLIO_EDGE_SIP2: Dialect = {
  ...GENERIC,
  label: 'FOLIO (edge-sip2)',
  connection: {
    ...GENERIC.connection,
    // README.md, tenant configuration: `charset` is IBM850 where nothing is set.
    charset: 'cp850',
    // README.md: `errorDetectionEnabled` is false where nothing is set. Number and checksum are then no trailer but a
    // field without its end (parser/MessageParser.java, `parseVariableLengthField`), and each message fails.
    errorDetection: false,
    // MainVerticle.java: each connection has a session of its own.
    connectionsMax: 2,
    // modules/RequestHandlerModule.java has no handler for these, and nothing is written.
    silentAbout: ['blockPatron', 'hold', 'itemStatusUpdate', 'patronEnable'],
  },
  answers: {
    ...GENERIC.answers,
    // repositories/CirculationRepository.java, `RequestsRequestData`: all open holds.
    holdsAreReady: false,
    // repositories/PatronRepository.java, `getBarcodes`.
    listsIdentifiers: true,
    // repositories/CirculationRepository.java, `performCheckinCommand`.
    messages: [
      { about: ['checkin'], pattern: /^Item with identifier '/, reason: 'unknownItem', refuses: false },
      { about: ['checkin'], pattern: /^Item status '/, reason: 'needsStaff', refuses: false },
    ],
  },
  fees: {
    ...GENERIC.fees,
    // PatronInformationResponse.ftl: a group of fields for each fee.
    details: 'groups',
    // repositories/FeeFinesRepository.java: CG chooses the account. Whatever the means, a payment is booked as
    // "Credit Card" there.
    payOne: true,
  },
}
