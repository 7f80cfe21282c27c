/**
 * Fees one by one, as the Gossip server of the GBV library network and FOLIO send them where the seventh position of
 * the summary asks for it (tzeumer/SIP2-Client-for-Python; folio-org/edge-sip2, README, "Patron information"): a group
 * of fields for each fee, which its identifier begins.
 */
export const FEE_GROUP = {
  begins: 'CG',
  amount: 'FA',
  item: 'FB',
  date: 'FC',
  title: 'FD',
  type: 'FE',
  typeText: 'FF',
} as const

/** What was really paid, in the answer to a payment (the same sources). */
export const AMOUNT_PAID = 'FG'
