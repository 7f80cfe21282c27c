/** Patron fields of vendors, as several servers send them; a dialect picks what its server means by them. */
import type { PatronExtension } from './dialect.ts'

type Fields = Readonly<Record<string, PatronExtension>>

/** Koha, C4/SIP/Sip/MsgType.pm, `handle_patron_info`. */
export const KOHA_FIELDS: Fields = { PB: 'birthDate', PC: 'patronClass', PI: 'internetProfile' }

/** evergreen-library-system/SIPServer, Sip/Constants.pm ("EnvisionWare extensions"). */
export const ENVISIONWARE: Fields = { PA: 'expiryDate', PB: 'birthDate', PC: 'patronClass' }

/** The same file ("Evergreen extensions"); AQ is the home library in a patron's answer. */
export const EVERGREEN_FIELDS: Fields = { PI: 'internetProfile', XI: 'internalId', AQ: 'homeLibrary' }

/** Polaris: iii.rightanswers.com, solution 161220154607673. PA is a numeric patron code there, and no date. */
export const POLARIS_FIELDS: Fields = {
  BC: 'birthDate',
  PA: 'patronClass',
  PX: 'expiryDate',
  PY: 'expired',
  PZ: 'postalCode',
}

/** Voyager: petkivim/jsip2, docs/63_patron_information_request.md. PA is the type of access there, and no date. */
export const VOYAGER_FIELDS: Fields = { PB: 'birthDate', PT: 'patronClass' }
