import type { Dialect } from './dialect.ts'
import { VOYAGER_FIELDS } from './extension-fields.ts'
import { GENERIC } from './generic.ts'

/** Ex Libris Voyager, by petkivim/jsip2, docs/63_patron_information_request.md ("Voyager ESIP extension"). */
export const VOYAGER: Dialect = {
  ...GENERIC,
  label: 'Ex Libris Voyager',
  answers: { ...GENERIC.answers, patronExtensions: VOYAGER_FIELDS },
}
