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
    // MainVerticle.java: each connection has a session of its own.
    connectionsMax: 2,
    // RequestHandlerModule.java has no handler for these, and nothing is written.
    silentAbout: ['blockPatron', 'hold', 'itemStatusUpdate', 'patronEnable'],
  },
  answers: {
    ...GENERIC.answers,
    // README.md: hold items are all open holds.
    holdsAreReady: false,
  },
  fees: {
    ...GENERIC.fees,
    // PatronInformationResponse.ftl: a group of fields for each fee.
    details: 'groups',
    // repositories/FeeFinesRepository.java: CG chooses the account.
    payOne: true,
  },
}

/** FOLIO through spokanepubliclibrary/fsip2; file names under internal/. */
export const FOLIO_FSIP2: Dialect = {
  ...GENERIC,
  label: 'FOLIO (fsip2)',
  connection: {
    ...GENERIC.connection,
    // server/connection.go: a read deadline of five minutes.
    keepAliveSeconds: 120,
    // handlers/resend.go: every 97 gets a bare 96.
    resends: false,
  },
  answers: {
    ...GENERIC.answers,
    // handlers/patron_information.go: hold items are those that are ready.
    holdsAreReady: true,
    currency: 'USD',
  },
  fees: {
    ...GENERIC.fees,
    // handlers/patron_information.go: `<account id> <amount> "<type>" <title>`.
    details: 'text',
    fineText: /^(?<id>[\w-]+) (?<amount>\d+\.\d{2}) "(?<type>[^"]*)" (?<title>.*)$/,
    // handlers/fee_paid.go: CG is the account.
    payOne: true,
  },
  // These are answered with everything denied (server/connection.go, `buildErrorResponse`).
  supports: { blockPatron: false, hold: false, patronEnable: false },
}
