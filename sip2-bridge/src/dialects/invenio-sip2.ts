import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/** RERO ILS and others through inveniosoftware-contrib/invenio-sip2. */
export const INVENIO_SIP2: Dialect = {
  ...GENERIC,
  label: 'invenio-sip2 (RERO ILS)',
  connection: {
    ...GENERIC.connection,
    // invenio_sip2/api.py: every answer has its checksum; utils.py, `generate_checksum`: without noughts in front.
    checksums: 'required',
  },
}
