/** Answers about a patron: 24, 26, 64. */
import type { Extra, Fields } from '../protocol/codec.ts'
import type { AnswerContext } from './answer.ts'
import { extensionFields } from './extensions.ts'
import { amountText, feeGroup, fineText } from './fines.ts'
import type { DemoPatron } from './patrons.ts'
import type { PinTold } from './personality.ts'
import { CR_NOTE, four, NOTE, REFUSAL } from './words.ts'

interface Asked {
  readonly patronId: string
  readonly patronPassword?: string | undefined
}

const FEE_DETAILS = 6

/** The patron as this server finds it; a PIN that does not fit may make a stranger. */
function found({ library, personality }: AnswerContext, asked: Asked): DemoPatron | undefined {
  const patron = library.patron(asked.patronId)
  const wrong =
    (asked.patronPassword ?? '') !== '' && patron?.pin !== null && patron?.pin !== asked.patronPassword
  return wrong && personality.patrons.wrongPin === 'unknownPatron' ? undefined : patron
}

export function patronStatus(
  context: AnswerContext,
  asked: Asked,
  pinTold: PinTold = context.personality.patrons.pinTold.status,
): Fields<'patronStatusResponse'> {
  const { date, institution, library, personality } = context
  const { currency, zeroAmount } = personality.patrons
  const patron = found(context, asked)
  const owes = patron === undefined ? 0 : library.owes(patron.patronId)
  const told = owes > 0 || zeroAmount
  return {
    patronStatus: statusFlags(context, patron),
    language: '000',
    transactionDate: date,
    institutionId: institution,
    patronId: patron?.patronId ?? asked.patronId,
    personalName: patron?.name ?? '',
    ...identity(context, patron, asked.patronPassword, pinTold),
    currency: told ? (currency ?? undefined) : undefined,
    feeAmount: told ? amountText(owes, personality.patrons) : undefined,
    screenMessage: notes(context, patron),
  }
}

export function patronInformation(
  context: AnswerContext,
  asked: Fields<'patronInformation'>,
): Fields<'patronInformationResponse'> {
  const { crInNote, library, personality } = context
  const { fines: fineStyle, holdCount, lists, pinTold } = personality.patrons
  const { summary } = asked
  const patron = found(context, asked)
  const patronId = patron?.patronId ?? ''
  const loans = library.loansOf(patronId)
  const holds = library.holdsOf(patronId)
  const named = (list: readonly { readonly itemId: string }[]) =>
    list.map(({ itemId }) => (lists === 'titles' ? (library.item(itemId)?.title ?? itemId) : itemId))
  const first = named(holdCount === 'ready' ? holds.filter((hold) => hold.ready) : holds)
  const pending = named(holds.filter((hold) => !hold.ready))
  const overdue = named(loans.filter((loan) => library.isOverdue(loan)))
  const fines = library.feesOf(patronId).map((fee) => fineText(fee, library, fineStyle))
  /** The list at this position of the summary, where it was asked for. */
  const asList = (position: number, list: readonly string[]) =>
    summary[position] === 'Y' ? page(list, asked) : undefined
  const { screenMessage, ...standing } = patronStatus(context, asked, pinTold.information)
  return {
    ...standing,
    holdItemsCount: four(first.length),
    overdueItemsCount: four(overdue.length),
    chargedItemsCount: four(loans.length),
    fineItemsCount: four(fines.length),
    recallItemsCount: four(0),
    unavailableHoldsCount: four(pending.length),
    chargedItemsLimit: patron && four(patron.limit),
    holdItem: asList(0, first),
    overdueItem: asList(1, overdue),
    chargedItem: asList(2, named(loans)),
    fineItem: asList(3, fines),
    unavailableHoldItem: asList(5, pending),
    homeAddress: patron?.contact.address,
    emailAddress: patron?.contact.email,
    homePhone: patron?.contact.phone,
    screenMessage: crInNote() ? [CR_NOTE] : screenMessage,
  }
}

/** What stands in 64 beside SIP2 2.00: fees one by one, and what its maker added. */
export function patronExtras(context: AnswerContext, asked: Fields<'patronInformation'>): readonly Extra[] {
  const { institution, library, personality } = context
  const { extensions, feeGroups } = personality.patrons
  const patron = found(context, asked)
  if (patron === undefined) return []
  const fees = feeGroups && asked.summary[FEE_DETAILS] === 'Y' ? library.feesOf(patron.patronId) : []
  return [
    ...extensionFields(extensions, patron, library, institution),
    ...fees.flatMap((fee) => feeGroup(fee, library)),
  ]
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
function identity(
  { personality }: AnswerContext,
  patron: DemoPatron | undefined,
  pin: string | undefined,
  told: PinTold,
) {
  if (patron === undefined) {
    return { validPatron: 'N', validPatronPassword: personality.patrons.unknownPin ?? undefined }
  }
  const tells = told === 'always' || (told === 'whereAsked' && pin !== undefined)
  return {
    validPatron: patron.expired ? 'N' : 'Y',
    validPatronPassword: tells ? (patron.pin === null || patron.pin === pin ? 'Y' : 'N') : undefined,
  }
}

/** SIP2 2.00, patron status: privileges denied at 0 to 3, then reasons. */
function statusFlags({ library, personality }: AnswerContext, patron: DemoPatron | undefined): string {
  if (patron === undefined) return personality.patrons.unknownFlags
  const blocked = library.isBlocked(patron)
  const atLimit = library.isAtLimit(patron)
  const flags = new Map([
    [0, blocked || atLimit],
    [1, blocked],
    [2, blocked || personality.patrons.recallsDenied],
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
