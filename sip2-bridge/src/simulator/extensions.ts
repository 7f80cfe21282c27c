/** Fields beside SIP2 2.00 that servers put into 64. What they say of a demo patron is made up, the same for all. */
import type { Extra } from '../protocol/codec.ts'
import type { Library } from './library.ts'
import type { DemoPatron } from './patrons.ts'
import type { Extension } from './personality.ts'

const EXPIRES = '20301231'
const EXPIRED = '20200101'
const BORN = '19800115'

export function extensionFields(
  extensions: readonly Extension[],
  patron: DemoPatron,
  library: Library,
  institution: string,
): readonly Extra[] {
  const expires = patron.expired ? EXPIRED : EXPIRES
  const fieldsOf: Readonly<Record<Extension, readonly Extra[]>> = {
    // evergreen-library-system/SIPServer, Sip/Constants.pm: PA expiry, PB birth date, PC patron class.
    envisionware: [
      ['PA', expires],
      ['PB', BORN],
      ['PC', patron.category],
    ],
    // C4/SIP/Sip/MsgType.pm, `handle_patron_info`: of those the birth date and the class, and PI.
    koha: [
      ['PB', BORN],
      ['PC', patron.category],
      ['PI', 'Y'],
    ],
    // SIPServer's Sip/Constants.pm: PI Internet profile, XI internal id; AQ is the home library there.
    evergreen: [
      ['PI', 'Filtered'],
      ['XI', patron.patronId.slice(-5)],
      ['AQ', institution],
    ],
    // iii.rightanswers.com, solution 161220154607673: dates with blanks for a zone; FA is the sum owed.
    polaris: [
      ['BC', `${BORN}    235959`],
      ['PA', '1'],
      ['PE', 'MAIN'],
      ['PS', ''],
      ['U4', 'Yes'],
      ['U5', ''],
      ['PZ', '00000'],
      ['PX', `${expires}    235959`],
      ['PY', patron.expired ? 'Y' : 'N'],
      ['FA', (library.owes(patron.patronId) / 100).toFixed(2)],
    ],
  }
  return extensions.flatMap((extension) => fieldsOf[extension])
}
