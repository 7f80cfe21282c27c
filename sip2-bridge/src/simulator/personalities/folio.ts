import type { Personality } from '../personality.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'

/**
 * FOLIO through edge-sip2. MainVerticle.java: before a tenant is known everything but the login is ignored
 * (`handleBuffer`), a request without a handler gets no answer, a request that comes twice under the same number is
 * answered again (`requiredResending`). RequestHandlerModule.java has no handler for 01, 15, 19 and 25. README.md:
 * charset IBM850, `offlineOk` false, timeout 5 and 3 retries in the sample, hold items are all open holds, due dates in
 * SIP2's form, magnetic media U. resources/templates/PatronInformationResponse.ftl, lib.ftl: a group CG FA FB FC FD FE FF
 * for each fee, dates as 31.12.2026.
 */
export const FOLIO_EDGE_SIP2: Personality = {
  ...LECTERN_DEMO,
  session: {
    ...LECTERN_DEMO.session,
    charset: 'cp850',
    beforeLogin: 'ignore',
    loginFailure: 'answer',
    absent: {
      blockPatron: 'silence',
      hold: 'silence',
      itemStatusUpdate: 'silence',
      patronEnable: 'silence',
    },
  },
  status: {
    renewalPolicy: 'N',
    statusUpdateOk: 'N',
    offlineOk: 'N',
    timeoutPeriod: '005',
    retriesAllowed: '003',
    supportedMessages: 'YYYNYYYYYYYNNNYY',
  },
  circulation: {
    ...LECTERN_DEMO.circulation,
    noBlock: { checkout: 'plain', checkin: 'plain' },
    magneticMedia: 'U',
  },
  patrons: { ...LECTERN_DEMO.patrons, holdCount: 'all', currency: 'USD' },
  never: ['sortBin'],
}

/**
 * FOLIO through fsip2. internal/handlers/resend.go: every 97 gets a bare `96`. internal/server/connection.go: a read
 * deadline of five minutes; a failed request gets the right code with everything denied (`buildErrorResponse`).
 * internal/handlers/checkout.go: no loan says that security may be switched off.
 * internal/handlers/sc_status.go: renewal policy always N; internal/config/config.go: 030 and 003 where nothing is set.
 * internal/handlers/patron_information.go: CQ always, BV and BH only where something is owed, `AV` as
 * `<id> <amount> "<type>" <title>`, hold items are those that are ready.
 */
export const FOLIO_FSIP2: Personality = {
  ...FOLIO_EDGE_SIP2,
  session: {
    ...FOLIO_EDGE_SIP2.session,
    charset: 'utf8',
    resend: 'bare96',
    repeatsDuplicates: false,
    idleSeconds: 300,
    absent: { blockPatron: 'refusal', hold: 'refusal', patronEnable: 'refusal' },
  },
  circulation: { ...FOLIO_EDGE_SIP2.circulation, desensitize: 'U' },
  status: { ...FOLIO_EDGE_SIP2.status, timeoutPeriod: '030', supportedMessages: 'YYYNYYYYYYYYNNYY' },
  patrons: {
    ...FOLIO_EDGE_SIP2.patrons,
    unknownFlags: 'Y'.repeat(14),
    unknownPin: 'N',
    holdCount: 'ready',
    fines: 'fsip2',
    feeGroups: false,
    zeroAmount: false,
  },
}
