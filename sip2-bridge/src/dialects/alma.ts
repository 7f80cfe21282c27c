import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/** Ex Libris Alma, by developers.exlibrisgroup.com/alma/integrations/selfcheck ("Overview") and …/sip2 ("Messages"). */
export const ALMA: Dialect = {
  ...GENERIC,
  label: 'Ex Libris Alma',
  // "SIP2 messages": BI cancels a failed checkout.
  requests: { ...GENERIC.requests, cancelIsHonoured: true },
  // "Overview": what is told late is done "without block checking", with the due dates of the self-check machine.
  offline: { checkout: 'honoured', checkin: 'honoured' },
  // "Overview" lists what is taken; "messages that are not listed […] are not supported by Alma" ("SIP2 messages").
  supports: { blockPatron: false, hold: false, itemStatusUpdate: false, patronEnable: false },
}
