/** Answers about a patron: 24, 26, 64. */
import type { Fields } from '../protocol/codec.ts'
import type { AnswerContext } from './answer.ts'
import type { DemoPatron } from './patrons.ts'
import { amount, CR_NOTE, four, NOTE, REFUSAL } from './words.ts'

interface Asked {
  readonly patronId: string
  readonly patronPassword?: string | undefined
}

export function patronStatus(
  context: AnswerContext,
  { patronId, patronPassword }: Asked,
): Fields<'patronStatusResponse'> {
  const { currency, date, institution, library } = context
  const patron = library.patron(patronId)
  return {
    patronStatus: statusFlags(context, patron),
    language: '000',
    transactionDate: date,
    institutionId: institution,
    patronId,
    personalName: patron?.name ?? '',
    ...identity(patron, patronPassword),
    currency,
    feeAmount: amount(library.owes(patronId)),
    screenMessage: notes(context, patron),
  }
}

export function patronInformation(
  context: AnswerContext,
  asked: Fields<'patronInformation'>,
): Fields<'patronInformationResponse'> {
  const { crInNote, library } = context
  const { patronId, summary } = asked
  const patron = library.patron(patronId)
  const loans = library.loansOf(patronId)
  const holds = library.holdsOf(patronId)
  const owes = library.owes(patronId)
  const ids = (list: readonly { readonly itemId: string }[]) => list.map(({ itemId }) => itemId)
  const ready = ids(holds.filter((hold) => hold.ready))
  const pending = ids(holds.filter((hold) => !hold.ready))
  const overdue = ids(loans.filter((loan) => library.isOverdue(loan)))
  const fines = owes > 0 ? [`${amount(owes)} Overdue fees`] : []
  /** The list at this position of the summary, where it was asked for. */
  const asList = (position: number, list: readonly string[]) =>
    summary[position] === 'Y' ? page(list, asked) : undefined
  const { screenMessage, ...standing } = patronStatus(context, asked)
  return {
    ...standing,
    holdItemsCount: four(ready.length),
    overdueItemsCount: four(overdue.length),
    chargedItemsCount: four(loans.length),
    fineItemsCount: four(fines.length),
    recallItemsCount: four(0),
    unavailableHoldsCount: four(pending.length),
    chargedItemsLimit: patron && four(patron.limit),
    holdItem: asList(0, ready),
    overdueItem: asList(1, overdue),
    chargedItem: asList(2, ids(loans)),
    fineItem: asList(3, fines),
    unavailableHoldItem: asList(5, pending),
    screenMessage: crInNote() ? [CR_NOTE] : screenMessage,
  }
}

/** BP and BQ count from 1 and include both ends; what is no number is not there. */
function page(
  list: readonly string[],
  { startItem, endItem }: { readonly startItem?: string | undefined; readonly endItem?: string | undefined },
): readonly string[] {
  const from = Number(startItem) || 1
  const to = Number(endItem) || list.length
  return list.slice(Math.max(0, from - 1), Math.max(0, to))
}

/** CQ: who has a PIN and gave none, or a wrong one, is told no. */
function identity(patron: DemoPatron | undefined, pin: string | undefined) {
  if (patron === undefined) return { validPatron: 'N' }
  return {
    validPatron: patron.expired ? 'N' : 'Y',
    validPatronPassword: patron.pin === null || patron.pin === pin ? 'Y' : 'N',
  }
}

/** SIP2 2.00, patron status: privileges denied at 0 to 3, then reasons. */
function statusFlags({ library }: AnswerContext, patron: DemoPatron | undefined): string {
  if (patron === undefined) return 'YYYY'.padEnd(14)
  const blocked = library.isBlocked(patron)
  const atLimit = library.isAtLimit(patron)
  const flags = new Map([
    [0, blocked || atLimit],
    [1, blocked],
    [2, blocked],
    [3, blocked],
    [4, patron.cardLost],
    [5, atLimit],
    [6, library.loansOf(patron.patronId).some((loan) => library.isOverdue(loan))],
    [10, library.owesTooMuch(patron.patronId)],
  ])
  return Array.from({ length: 14 }, (_, position) => (flags.get(position) ? 'Y' : ' ')).join('')
}

function notes({ library }: AnswerContext, patron: DemoPatron | undefined): readonly string[] | undefined {
  if (patron === undefined) return [REFUSAL.unknownPatron]
  if (patron.cardLost) return [NOTE.lost]
  if (library.isBlockedByStaff(patron)) return [REFUSAL.blocked]
  return patron.expired ? [NOTE.expired] : undefined
}
