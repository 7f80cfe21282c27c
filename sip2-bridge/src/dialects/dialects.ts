/** Every dialect by the name it has in the settings. */
import { ALMA } from './alma.ts'
import type { Dialect } from './dialect.ts'
import { EVERGREEN } from './evergreen.ts'
import { EVERGREEN_SIP2 } from './evergreen-sip2.ts'
import { FOLIO_EDGE_SIP2 } from './folio-edge-sip2.ts'
import { FOLIO_FSIP2 } from './folio-fsip2.ts'
import { GENERIC } from './generic.ts'
import { GOSSIP } from './gossip.ts'
import { INVENIO_SIP2 } from './invenio-sip2.ts'
import { KOHA, KOHA_NO_BLOCK } from './koha.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'
import { POLARIS } from './polaris.ts'
import { SIERRA } from './sierra.ts'
import { SYMPHONY } from './symphony.ts'
import { VOYAGER } from './voyager.ts'

export const DIALECTS = {
  generic: GENERIC,
  koha: KOHA,
  'koha-no-block': KOHA_NO_BLOCK,
  evergreen: EVERGREEN,
  'evergreen-sip2': EVERGREEN_SIP2,
  sierra: SIERRA,
  symphony: SYMPHONY,
  polaris: POLARIS,
  alma: ALMA,
  'folio-edge-sip2': FOLIO_EDGE_SIP2,
  'folio-fsip2': FOLIO_FSIP2,
  'invenio-sip2': INVENIO_SIP2,
  gossip: GOSSIP,
  voyager: VOYAGER,
  'lectern-demo': LECTERN_DEMO,
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof DIALECTS

export const DIALECT_NAMES = Object.keys(DIALECTS).filter((name): name is DialectName => name in DIALECTS)

export { CHARSETS, type Charset } from '../protocol/codec.ts'
export type { Dialect } from './dialect.ts'
