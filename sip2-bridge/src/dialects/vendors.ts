/**
 * Systems whose source nobody may read. Only what their makers or their users have published differs from the careful
 * choice; everything else here is unverified and stays careful.
 */
import type { Dialect } from './dialect.ts'
import { POLARIS_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

/** The zone of dates is `0000` (ThePalaceProject/circulation, patron_auth/sip2, dialect "generic"). Connections are licensed. */
export const SIERRA: Dialect = {
  ...GENERIC,
  label: 'Sierra',
  connection: { ...GENERIC.connection, zone: '0000' },
}

/** SirsiDynix Symphony splits messages over segments (Libki/libki-server, issue 110), which every connection here bears. */
export const SYMPHONY: Dialect = {
  ...GENERIC,
  label: 'SirsiDynix Symphony',
  connection: { ...GENERIC.connection, charset: 'latin1' },
}

/** iii.rightanswers.com, solution 161220154607673: hold items are those held for the patron; fields of its own in 64. */
export const POLARIS: Dialect = {
  ...GENERIC,
  label: 'Polaris',
  answers: { ...GENERIC.answers, holdsAreReady: true, patronExtensions: POLARIS_FIELDS },
}

/**
 * developers.exlibrisgroup.com/alma/integrations/selfcheck/sip2: "no block" skips all checks and takes the due date of
 * the request; "cancel" undoes.
 */
export const ALMA: Dialect = {
  ...GENERIC,
  label: 'Ex Libris Alma',
  requests: { ...GENERIC.requests, cancelIsHonoured: true },
  offline: { checkout: 'honoured', checkin: 'honoured' },
}
