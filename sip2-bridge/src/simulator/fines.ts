/** A patron's fees as text and as fields: every server has its own. */
import type { Extra } from '../protocol/codec.ts'
import { dottedDay } from './dates.ts'
import type { Fee } from './fees.ts'
import type { Library } from './library.ts'
import type { FineStyle, PatronManners } from './personality.ts'

/** SIP2 2.00, fee type, in words. */
const TYPE: Readonly<Record<string, string>> = { '04': 'Overdue', '06': 'Rental', '07': 'Replacement' }
/** What Evergreen's newer styles call them (OpenILS/Application/SIP2/Patron.pm, `add_fine_items`). */
const SHORT_TYPE: Readonly<Record<string, string>> = { '04': 'FINE', '07': 'LOST' }

/** Minor units as SIP2's decimal text. */
export const amountText = (minor: number, { amounts }: Pick<PatronManners, 'amounts'>): string =>
  amounts === 'shortest' ? String(minor / 100) : (minor / 100).toFixed(2)

export function fineText(fee: Fee, library: Library, style: FineStyle): string {
  const amount = (fee.minor / 100).toFixed(2)
  const item = library.item(fee.itemId)
  const type = TYPE[fee.type] ?? 'Fee'
  const short = SHORT_TYPE[fee.type] ?? 'FEE'
  const title = item?.title ?? type
  switch (style) {
    // Koha, C4/SIP/ILS/Patron.pm, `fine_items`, where no `av_field_template` is set.
    case 'koha':
      return `${type}: ${title} ${amount}`
    // OpenILS/SIP/Patron.pm, `fine_items`.
    case 'egLegacy':
      return `${amount} ${type} ${title} / ${item?.author ?? ''}`
    // OpenILS/Application/SIP2/Patron.pm, `add_fine_items`: `3m` and `swyer_a`.
    case 'threeM':
      return `${fee.feeId} $${amount} "${short}" ${title}`
    case 'swyerB':
      return `Charge-Number: ${fee.feeId}, Amount-Due: ${amount}, Fine-Type: ${short}, Title: ${title}`
    // fsip2, internal/handlers/patron_information.go.
    case 'fsip2':
      return `${fee.feeId} ${amount} "${type}" ${title.slice(0, 60)}`
    default:
      return `${amount} ${type}`
  }
}

/** One group for each fee; CG begins it (edge-sip2, parser/Field.java and PatronInformationResponse.ftl). */
export function feeGroup(fee: Fee, library: Library): readonly Extra[] {
  return [
    ['CG', fee.feeId],
    ['FA', (fee.minor / 100).toFixed(2)],
    ['FB', fee.itemId],
    ['FC', dottedDay(fee.since)],
    ['FD', library.item(fee.itemId)?.title ?? ''],
    ['FE', fee.type],
    ['FF', TYPE[fee.type] ?? 'Fee'],
  ]
}
