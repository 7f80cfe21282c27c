/** What the demo library answers to each SIP2 message: the rules are the library's, the words and codes are here. */
import type { AnyMessage, Fields, Message, MessageName } from '../protocol/codec.ts'
import { sip2Timestamp } from '../protocol/dates.ts'
import type { DemoItem, DemoMedia } from './items.ts'
import type { Library, Loan } from './library.ts'
import { identity, notes, REFUSAL, statusFlags } from './words.ts'

export interface Answer<N extends MessageName = MessageName> {
  readonly name: N
  readonly fields: Fields<N>
}
const answer = <N extends MessageName>(name: N, fields: Fields<N>): Answer => ({ name, fields }) as Answer

export interface AnswerOptions {
  readonly institution: string
  readonly libraryName: string
  readonly currency: string
  readonly now: () => number
  /** A patron's note with a CR in it, as Koha passes it on (bug 40675). */
  readonly crInNote: () => boolean
}

const MEDIA_CODE: Readonly<Record<DemoMedia, string>> = {
  book: '001',
  audiobook: '006',
  music: '006',
  film: '005',
  magazine: '002',
  game: '000',
}

/** Undefined for a message that a server does not answer. */
export function answerTo(message: AnyMessage, library: Library, options: AnswerOptions): Answer | undefined {
  const { institution: institutionId, libraryName, currency } = options
  const date = sip2Timestamp(new Date(options.now()))
  const dueText = (loan: Loan) => sip2Timestamp(new Date(loan.due))
  const amount = (minor: number) => (minor / 100).toFixed(2)

  switch (message.name) {
    case 'scStatus':
      return answer('acsStatus', {
        onlineStatus: 'Y',
        checkinOk: 'Y',
        checkoutOk: 'Y',
        renewalPolicy: 'Y',
        statusUpdateOk: 'Y',
        offlineOk: 'N',
        timeoutPeriod: '100',
        retriesAllowed: '003',
        dateTimeSync: date,
        protocolVersion: '2.00',
        institutionId,
        libraryName,
        supportedMessages: 'YYYYYYYYYYYYYYYY',
      })
    case 'patronStatus':
      return answer('patronStatusResponse', patronStatus(message))
    case 'blockPatron':
      library.block(message.fields.patronId)
      return answer(
        'patronStatusResponse',
        patronStatus({ fields: { ...message.fields, patronPassword: '' } }),
      )
    case 'patronEnable':
      library.unblock(message.fields.patronId)
      return answer<'patronEnableResponse'>('patronEnableResponse', patronStatus(message))
    case 'patronInformation':
      return patronInformation(message)
    case 'endSession':
      return answer('endSessionResponse', {
        endSession: 'Y',
        transactionDate: date,
        institutionId,
        patronId: message.fields.patronId,
      })
    case 'itemInformation':
      return itemInformation(message.fields.itemId)
    case 'itemStatusUpdate': {
      const { itemId, itemProperties } = message.fields
      const stored = library.setProperties(itemId, itemProperties)
      return answer('itemStatusUpdateResponse', {
        itemPropertiesOk: stored ? '1' : '0',
        transactionDate: date,
        itemId,
        titleId: library.item(itemId)?.title,
      })
    }
    case 'checkout': {
      const { patronId, itemId, renewalPolicy } = message.fields
      const outcome = library.checkout(patronId, itemId, renewalPolicy === 'Y')
      return answer('checkoutResponse', lending(patronId, itemId, outcome))
    }
    case 'renew': {
      const { patronId, itemId = '' } = message.fields
      return answer<'renewResponse'>(
        'renewResponse',
        lending(patronId, itemId, library.renew(patronId, itemId)),
      )
    }
    case 'renewAll': {
      const outcomes = library
        .loansOf(message.fields.patronId)
        .map((loan) => ({ loan, outcome: library.renew(loan.patronId, loan.itemId) }))
      const ids = (renewed: boolean) =>
        outcomes.filter(({ outcome }) => 'loan' in outcome === renewed).map(({ loan }) => loan.itemId)
      return answer('renewAllResponse', {
        ok: '1',
        renewedCount: four(ids(true).length),
        unrenewedCount: four(ids(false).length),
        transactionDate: date,
        institutionId,
        renewedItem: ids(true),
        unrenewedItem: ids(false),
      })
    }
    case 'checkin': {
      const { itemId } = message.fields
      const item = library.item(itemId)
      library.checkin(itemId)
      const held = library.holdsOn(itemId).length > 0
      return answer('checkinResponse', {
        ok: item === undefined ? '0' : '1',
        resensitize: item === undefined ? 'N' : 'Y',
        magneticMedia: 'N',
        alert: held || item === undefined ? 'Y' : 'N',
        transactionDate: date,
        institutionId,
        itemId,
        permanentLocation: institutionId,
        titleId: item?.title,
        mediaType: item && MEDIA_CODE[item.media],
        callNumber: item?.callNumber,
        alertType: held ? '01' : undefined,
        screenMessage: item === undefined ? [REFUSAL.unknownItem] : undefined,
      })
    }
    case 'feePaid': {
      const { patronId, feeAmount } = message.fields
      const paid =
        /^\d+(\.\d{1,2})?$/.test(feeAmount) && library.pay(patronId, Math.round(Number(feeAmount) * 100))
      return answer('feePaidResponse', {
        paymentAccepted: paid ? 'Y' : 'N',
        transactionDate: date,
        institutionId,
        patronId,
        screenMessage: paid ? undefined : ['PAYMENT NOT ACCEPTED'],
      })
    }
    case 'hold': {
      const { patronId, itemId = '', holdMode } = message.fields
      const position = holdMode === '+' ? library.addHold(patronId, itemId) : null
      const ok = holdMode === '-' ? library.cancelHold(patronId, itemId) : position !== null
      return answer('holdResponse', {
        ok: ok ? '1' : '0',
        available: 'N',
        transactionDate: date,
        institutionId,
        patronId,
        itemId,
        titleId: library.item(itemId)?.title,
        queuePosition: position === null ? undefined : String(position),
      })
    }
    default:
      return undefined
  }

  function patronStatus({
    fields,
  }: {
    fields: { patronId: string; patronPassword?: string | undefined }
  }): Fields<'patronStatusResponse'> {
    const patron = library.patron(fields.patronId)
    return {
      patronStatus: statusFlags(patron, library),
      language: '000',
      transactionDate: date,
      institutionId,
      patronId: fields.patronId,
      personalName: patron?.name ?? '',
      ...identity(patron, fields.patronPassword),
      currency,
      feeAmount: amount(library.owes(fields.patronId)),
      screenMessage: notes(patron),
    }
  }

  function patronInformation({ fields }: Message<'patronInformation'>): Answer {
    const { patronId, summary, startItem, endItem } = fields
    const patron = library.patron(patronId)
    const loans = library.loansOf(patronId)
    const holds = library.holdsOf(patronId)
    const charged = loans.map(({ itemId }) => itemId)
    const overdue = loans.filter((loan) => library.isOverdue(loan)).map(({ itemId }) => itemId)
    const ready = holds.filter((hold) => hold.ready).map(({ itemId }) => itemId)
    const pending = holds.filter((hold) => !hold.ready).map(({ itemId }) => itemId)
    // BP and BQ count from 1 and include both ends.
    const page = (list: readonly string[], position: number) =>
      summary[position] === 'Y'
        ? list.slice(Number(startItem || 1) - 1, Number(endItem || list.length))
        : undefined
    return answer('patronInformationResponse', {
      patronStatus: statusFlags(patron, library),
      language: '000',
      transactionDate: date,
      holdItemsCount: four(ready.length),
      overdueItemsCount: four(overdue.length),
      chargedItemsCount: four(charged.length),
      fineItemsCount: four(library.owes(patronId) > 0 ? 1 : 0),
      recallItemsCount: '0000',
      unavailableHoldsCount: four(pending.length),
      institutionId,
      patronId,
      personalName: patron?.name ?? '',
      ...identity(patron, fields.patronPassword),
      chargedItemsLimit: patron === undefined ? undefined : four(patron.limit),
      currency,
      feeAmount: amount(library.owes(patronId)),
      holdItem: page(ready, 0),
      overdueItem: page(overdue, 1),
      chargedItem: page(charged, 2),
      fineItem: page(library.owes(patronId) > 0 ? [`${amount(library.owes(patronId))} Overdue fees`] : [], 3),
      unavailableHoldItem: page(pending, 5),
      screenMessage: options.crInNote() ? [CR_NOTE] : notes(patron),
    })
  }

  function itemInformation(itemId: string): Answer {
    const item = library.item(itemId)
    if (item === undefined) {
      return answer('itemInformationResponse', {
        circulationStatus: '01',
        securityMarker: '01',
        feeTypeCode: '01',
        transactionDate: date,
        itemId,
        titleId: '',
        screenMessage: [REFUSAL.unknownItem],
      })
    }
    const loan = library.loan(itemId)
    const holds = library.holdsOn(itemId)
    return answer('itemInformationResponse', {
      circulationStatus: statusOf(
        item,
        loan,
        holds.some((hold) => hold.ready),
      ),
      securityMarker: '00',
      feeTypeCode: '01',
      transactionDate: date,
      itemId,
      titleId: item.title,
      mediaType: MEDIA_CODE[item.media],
      permanentLocation: institutionId,
      currentLocation: institutionId,
      callNumber: item.callNumber,
      holdQueueLength: String(holds.length),
      dueDate: loan && dueText(loan),
      itemProperties: library.properties(itemId) || undefined,
    })
  }

  function lending(
    patronId: string,
    itemId: string,
    outcome: ReturnType<Library['checkout']>,
  ): Fields<'checkoutResponse'> {
    const item = library.item(itemId)
    const about = {
      transactionDate: date,
      institutionId,
      patronId,
      itemId,
      titleId: item?.title ?? '',
      mediaType: item && MEDIA_CODE[item.media],
    }
    if ('refused' in outcome) {
      return {
        ok: '0',
        renewalOk: 'N',
        magneticMedia: 'U',
        desensitize: 'N',
        ...about,
        dueDate: '',
        screenMessage: [REFUSAL[outcome.refused]],
      }
    }
    return {
      ok: '1',
      renewalOk: outcome.renewed ? 'Y' : 'N',
      magneticMedia: 'N',
      desensitize: 'Y',
      ...about,
      dueDate: dueText(outcome.loan),
    }
  }
}

/** Put in place of a CR, which the codec rightly refuses to write; the server swaps it in on the wire. */
export const CR_NOTE = 'Moved house~CR~call before 5 pm'

const four = (value: number): string => String(Math.min(value, 9999)).padStart(4, '0')

/** SIP2 2.00, circulation status. */
function statusOf(item: DemoItem, loan: Loan | undefined, waits: boolean): string {
  if (loan !== undefined) return '04'
  if (waits) return '08'
  return item.notForLoan ? '01' : '03'
}
