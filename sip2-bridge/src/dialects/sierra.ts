import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/**
 * Sierra, whose source nobody may read. One login for each licence (documentation.iii.com, Sierra Help, "SIP2
 * Circulation Interface"): one connection.
 */
export const SIERRA: Dialect = {
  ...GENERIC,
  label: 'Sierra',
  connection: {
    ...GENERIC.connection,
    // ThePalaceProject/circulation, tests of patron_auth/sip2, answers of Sierra: `201610210000142637`.
    zone: '0000',
    connectionsMax: 1,
  },
}
