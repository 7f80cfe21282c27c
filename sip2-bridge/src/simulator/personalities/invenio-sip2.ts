import type { Personality } from '../personality.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'

/**
 * RERO and others through invenio-sip2. invenio_sip2/utils.py, `generate_checksum`: hex digits without zeros in front;
 * api.py: a checksum in every answer; server.py: what cannot be read ends the connection, a sequence number that does
 * not follow the last is asked for again. config.py: CR, UTF-8, timeout 10, 10 retries, off-line Y. utils.py,
 * `parse_circulation_date`: due dates in UTC. actions/actions.py: 01, 19 and 65 have no answer, and end the server.
 */
export const INVENIO_SIP2: Personality = {
  ...LECTERN_DEMO,
  session: {
    ...LECTERN_DEMO.session,
    errorDetection: 'always',
    shortChecksums: true,
    repeatsDuplicates: false,
    loginFailure: 'answer',
    absent: { blockPatron: 'close', itemStatusUpdate: 'close', renewAll: 'close' },
  },
  status: {
    renewalPolicy: 'Y',
    statusUpdateOk: 'Y',
    offlineOk: 'Y',
    timeoutPeriod: '010',
    retriesAllowed: '010',
    supportedMessages: 'Y'.repeat(16),
  },
  circulation: {
    ...LECTERN_DEMO.circulation,
    noBlock: { checkout: 'plain', checkin: 'plain' },
    dueDate: 'sipUtc',
  },
  patrons: { ...LECTERN_DEMO.patrons, feeGroups: false, currency: 'CHF' },
}
