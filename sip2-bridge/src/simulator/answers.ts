/** What the demo library answers to each SIP2 message: the rules are the library's, the words are beside this file. */
import type { AnyMessage, Fields } from '../protocol/codec.ts'
import { type Answer, type AnswerContext, type AnswerOptions, answer } from './answer.ts'
import { timeOf, timestamp } from './dates.ts'
import { checkin, hold, itemInformation, itemStatusUpdate, lending, namedItem } from './item-answers.ts'
import type { Library } from './library.ts'
import type { Outcome } from './library-types.ts'
import { patronExtras, patronInformation, patronStatus } from './patron-answers.ts'
import { four, minorUnits, NOTE, REFUSAL } from './words.ts'

const PROTOCOL_VERSION = '2.00'

/** Undefined for a message that a server does not answer. */
export function answerTo(asked: AnyMessage, library: Library, options: AnswerOptions): Answer | undefined {
  const message = options.personality.patrons.otherNumbers ? withOwnNumber(asked, library) : asked
  const date = timestamp(options.now(), options.personality.circulation)
  const context: AnswerContext = { ...options, library, date }
  switch (message.name) {
    case 'scStatus':
      return statusAnswer(library, options, message.fields)
    case 'patronStatus':
      return answer('patronStatusResponse', patronStatus(context, message.fields))
    case 'blockPatron':
      library.block(message.fields.patronId)
      return answer('patronStatusResponse', patronStatus(context, { patronId: message.fields.patronId }))
    case 'patronEnable':
      library.unblock(message.fields.patronId)
      return answer<'patronEnableResponse'>('patronEnableResponse', patronStatus(context, message.fields))
    case 'patronInformation':
      return answer(
        'patronInformationResponse',
        patronInformation(context, message.fields),
        patronExtras(context, message.fields),
      )
    case 'endSession':
      return answer('endSessionResponse', {
        endSession: 'Y',
        transactionDate: context.date,
        institutionId: context.institution,
        patronId: message.fields.patronId,
      })
    case 'itemInformation':
      return answer('itemInformationResponse', itemInformation(context, message.fields))
    case 'itemStatusUpdate':
      return answer('itemStatusUpdateResponse', itemStatusUpdate(context, message.fields))
    case 'checkout': {
      const { patronId, itemId } = message.fields
      return answer(
        'checkoutResponse',
        lending(context, patronId, itemId, checkedOut(context, message.fields)),
      )
    }
    case 'renew': {
      const { patronId } = message.fields
      const itemId = namedItem(library, message.fields)
      const outcome = library.renew(patronId, itemId)
      return answer<'renewResponse'>('renewResponse', lending(context, patronId, itemId, outcome))
    }
    case 'renewAll':
      return answer('renewAllResponse', renewAll(context, message.fields))
    case 'checkin':
      return answer('checkinResponse', checkin(context, message.fields))
    case 'feePaid':
      return answer('feePaidResponse', feePaid(context, message.fields))
    case 'hold':
      return answer('holdResponse', hold(context, message.fields))
    default:
      return undefined
  }
}

/** A card that goes by another number is found, and called by its own from then on. */
function withOwnNumber(message: AnyMessage, library: Library): AnyMessage {
  const { fields } = message
  const number = 'patronId' in fields ? fields.patronId : undefined
  const patron = number === undefined ? undefined : library.patronByOtherNumber(number)
  return patron === undefined
    ? message
    : ({ ...message, fields: { ...fields, patronId: patron.patronId } } as AnyMessage)
}

/** 98, also where nobody asked. */
export function statusAnswer(
  library: Library,
  options: AnswerOptions,
  asked: Fields<'scStatus'> = { statusCode: '0', maxPrintWidth: '080', protocolVersion: PROTOCOL_VERSION },
): Answer {
  const date = timestamp(options.now(), options.personality.circulation)
  return answer('acsStatus', serverStatus({ ...options, library, date }, asked))
}

function serverStatus(
  { date, institution, libraryName, personality }: AnswerContext,
  { protocolVersion }: Fields<'scStatus'>,
): Fields<'acsStatus'> {
  const { status } = personality
  // A header cut short says nothing against us; an older protocol does.
  const speaks = protocolVersion === '' || protocolVersion.startsWith('2')
  const yes = speaks ? 'Y' : 'N'
  return {
    onlineStatus: yes,
    checkinOk: yes,
    checkoutOk: yes,
    renewalPolicy: speaks ? status.renewalPolicy : 'N',
    statusUpdateOk: speaks ? status.statusUpdateOk : 'N',
    offlineOk: speaks ? status.offlineOk : 'N',
    timeoutPeriod: status.timeoutPeriod,
    retriesAllowed: status.retriesAllowed,
    dateTimeSync: date,
    protocolVersion: PROTOCOL_VERSION,
    institutionId: institution,
    libraryName,
    supportedMessages: status.supportedMessages,
    screenMessage: speaks ? undefined : [NOTE.wrongVersion],
  }
}

function checkedOut({ library, personality }: AnswerContext, asked: Fields<'checkout'>): Outcome {
  const { cancels, feeAgreed, noBlock, renewsByCheckout } = personality.circulation
  const { feeAcknowledged = '', itemId, nbDueDate, patronId, transactionDate } = asked
  if (asked.cancel === 'Y' && cancels) {
    const loan = library.undoCheckin(patronId, itemId)
    return loan === undefined ? { refused: 'notYours' } : { loan, renewed: false }
  }
  const at = asked.noBlock === 'Y' && noBlock.checkout === 'honours' ? timeOf(transactionDate) : null
  return library.checkout(patronId, itemId, {
    mayRenew: asked.renewalPolicy === 'Y' || renewsByCheckout === 'always',
    feeAgreed: feeAgreed === 'Y' ? feeAcknowledged === 'Y' : feeAcknowledged !== '',
    ...(at === null ? {} : { happened: { at, due: timeOf(nbDueDate) } }),
  })
}

function renewAll(
  { date, institution, library }: AnswerContext,
  { patronId }: Fields<'renewAll'>,
): Fields<'renewAllResponse'> {
  const known = library.patron(patronId) !== undefined
  const renewed: string[] = []
  const unrenewed: string[] = []
  for (const { itemId } of library.loansOf(patronId)) {
    const list = 'loan' in library.renew(patronId, itemId) ? renewed : unrenewed
    list.push(itemId)
  }
  return {
    ok: known ? '1' : '0',
    renewedCount: four(renewed.length),
    unrenewedCount: four(unrenewed.length),
    transactionDate: date,
    institutionId: institution,
    renewedItem: renewed,
    unrenewedItem: unrenewed,
    screenMessage: known ? undefined : [REFUSAL.unknownPatron],
  }
}

function feePaid(
  { currency, date, institution, library }: AnswerContext,
  { currencyCode, feeAmount, feeIdentifier, patronId, transactionId }: Fields<'feePaid'>,
): Fields<'feePaidResponse'> {
  const minor = currencyCode === currency ? minorUnits(feeAmount) : null
  const paid = minor !== null && library.pay(patronId, minor, feeIdentifier) !== undefined
  return {
    paymentAccepted: paid ? 'Y' : 'N',
    transactionDate: date,
    institutionId: institution,
    patronId,
    transactionId,
    screenMessage: paid ? undefined : [NOTE.paymentRefused],
  }
}
