import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/**
 * LBS and others through Gossip, the SIP2 server of the GBV library network; it has no public documentation.
 * tzeumer/SIP2-Client-for-Python, Sip2/sip2.py, class `Gossip`: fees one by one, each payable alone or in part, amounts
 * always with a dot.
 */
export const GOSSIP: Dialect = {
  ...GENERIC,
  label: 'Gossip (GBV)',
  fees: { ...GENERIC.fees, details: 'groups', payOne: true, payPart: true, decimalMark: '.' },
}
