import type { Dialect } from './dialect.ts'
import { POLARIS_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

/**
 * Polaris, whose source nobody may read: iii.rightanswers.com, solution 161220154607673, "Patron information". No screen
 * message has a meaning here: each of more than 200 may be worded anew (Polaris Leap Help, "SelfCheck Settings
 * Reference").
 */
export const POLARIS: Dialect = {
  ...GENERIC,
  label: 'Polaris',
  answers: {
    ...GENERIC.answers,
    // "Only includes holds in a status of Held".
    holdsAreReady: true,
    patronExtensions: POLARIS_FIELDS,
  },
}
