/** Servers whose source nobody may read: only what their makers or their users have published is told apart here. */
import type { Personality } from '../personality.ts'
import { LECTERN_DEMO } from './lectern-demo.ts'

/** None of them is known to detect duplicates, or to say that it takes what happened off-line. */
const CLOSED: Personality = {
  ...LECTERN_DEMO,
  session: { ...LECTERN_DEMO.session, repeatsDuplicates: false },
  status: { ...LECTERN_DEMO.status, offlineOk: 'N' },
  circulation: { ...LECTERN_DEMO.circulation, noBlock: { checkout: 'plain', checkin: 'plain' } },
  patrons: { ...LECTERN_DEMO.patrons, feeGroups: false, currency: 'USD' },
}

/** Sierra: the zone of its dates is `0000` (ThePalaceProject/circulation, patron_auth/sip2); a wrong PIN is BL=Y, CQ=N. */
export const SIERRA: Personality = { ...CLOSED, circulation: { ...CLOSED.circulation, zone: '0000' } }

/** Symphony: messages leave in several segments (Libki/libki-server, issue 110, `enable_split_messages`). */
export const SYMPHONY: Personality = {
  ...CLOSED,
  session: { ...CLOSED.session, segmentBytes: 64 },
}

/**
 * Polaris (iii.rightanswers.com, solution 161220154607673): hold items are those that are held, the fields BC PA PE PS
 * U4 U5 PZ PX PY FA stand in 64, and an empty field may leave two pipes in a row.
 */
export const POLARIS: Personality = {
  ...CLOSED,
  session: { ...CLOSED.session, emptyField: true },
  patrons: { ...CLOSED.patrons, extensions: ['polaris'] },
}

/**
 * Alma (developers.exlibrisgroup.com/alma/integrations/selfcheck/sip2/): no block means no check, and the due date of the
 * request is taken; BI undoes; a checkout of what the patron has renews it whatever the request says.
 */
export const ALMA: Personality = {
  ...CLOSED,
  status: { ...CLOSED.status, offlineOk: 'Y' },
  circulation: {
    ...CLOSED.circulation,
    noBlock: { checkout: 'honours', checkin: 'honours' },
    cancels: true,
    renewsByCheckout: 'always',
  },
}
