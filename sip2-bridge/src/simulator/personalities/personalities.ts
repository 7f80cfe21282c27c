import type { Personality } from '../personality.ts'
import { EVERGREEN, EVERGREEN_SIP2 } from './evergreen.ts'
import { FOLIO_EDGE_SIP2, FOLIO_FSIP2 } from './folio.ts'
import { INVENIO_SIP2 } from './invenio-sip2.ts'
import { KOHA, KOHA_OLDER } from './koha.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'
import { ALMA, POLARIS, SIERRA, SYMPHONY } from './vendors.ts'

export const PERSONALITIES = {
  'lectern-demo': LECTERN_DEMO,
  koha: KOHA,
  'koha-older': KOHA_OLDER,
  evergreen: EVERGREEN,
  'evergreen-sip2': EVERGREEN_SIP2,
  sierra: SIERRA,
  symphony: SYMPHONY,
  polaris: POLARIS,
  alma: ALMA,
  'folio-edge-sip2': FOLIO_EDGE_SIP2,
  'folio-fsip2': FOLIO_FSIP2,
  'invenio-sip2': INVENIO_SIP2,
} as const satisfies Record<string, Personality>

export type PersonalityName = keyof typeof PERSONALITIES

export const isPersonality = (name: string): name is PersonalityName => Object.hasOwn(PERSONALITIES, name)
