import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

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
    // handlers/patron_information.go; documentation/field_mapping.md, "Message 63/64": those awaiting pickup.
    holdsAreReady: true,
    // The same: item barcodes.
    listsIdentifiers: true,
    // handlers/checkout.go, `buildCheckoutResponse`: no loan says Y; sip2/builder/builder.go makes U of it.
    unknownMeansDesensitize: true,
    currency: 'USD',
  },
  fees: {
    ...GENERIC.fees,
    // documentation/fee_fines.md: `<account id> <amount> "<type>" <title>`.
    details: 'text',
    fineText: /^ ?(?<id>[\w-]+) (?<amount>\d+\.\d{2}) "(?<type>[^"]*)" (?<title>.*)$/,
    // handlers/fee_paid.go: CG is the account; a payment without it is taken where `acceptBulkPayment` is set.
    payOne: true,
  },
  // These are answered with everything denied (server/connection.go, `buildErrorResponse`).
  supports: { blockPatron: false, hold: false, patronEnable: false },
}
