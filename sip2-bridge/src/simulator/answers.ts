/** What the demo library answers to each SIP2 message: the rules are the library's, the words are beside this file. */
import type { AnyMessage, Fields } from '../protocol/codec.ts'
import { sip2Timestamp } from '../protocol/dates.ts'
import { type Answer, type AnswerContext, type AnswerOptions, answer } from './answer.ts'
import { checkin, hold, itemInformation, itemStatusUpdate, lending, namedItem } from './item-answers.ts'
import type { Library } from './library.ts'
import { patronInformation, patronStatus } from './patron-answers.ts'
import { four, minorUnits, NOTE, REFUSAL } from './words.ts'

const PROTOCOL_VERSION = '2.00'

/** Undefined for a message that a server does not answer. */
export function answerTo(message: AnyMessage, library: Library, options: AnswerOptions): Answer | undefined {
  const context: AnswerContext = { ...options, library, date: sip2Timestamp(new Date(options.now())) }
  switch (message.name) {
    case 'scStatus':
      return answer('acsStatus', serverStatus(context, message.fields))
    case 'patronStatus':
      return answer('patronStatusResponse', patronStatus(context, message.fields))
    case 'blockPatron':
      library.block(message.fields.patronId)
      return answer('patronStatusResponse', patronStatus(context, { patronId: message.fields.patronId }))
    case 'patronEnable':
      library.unblock(message.fields.patronId)
      return answer<'patronEnableResponse'>('patronEnableResponse', patronStatus(context, message.fields))
    case 'patronInformation':
      return answer('patronInformationResponse', patronInformation(context, message.fields))
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
      const { patronId, itemId, renewalPolicy } = message.fields
      const outcome = library.checkout(patronId, itemId, renewalPolicy === 'Y')
      return answer('checkoutResponse', lending(context, patronId, itemId, outcome))
    }
    case 'renew': {
      const { patronId } = message.fields
      const itemId = namedItem(message.fields)
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

function serverStatus(
  { date, institution, libraryName }: AnswerContext,
  { protocolVersion }: Fields<'scStatus'>,
): Fields<'acsStatus'> {
  // A header cut short says nothing against us; an older protocol does.
  const speaks = protocolVersion === '' || protocolVersion.startsWith('2')
  const yes = speaks ? 'Y' : 'N'
  return {
    onlineStatus: yes,
    checkinOk: yes,
    checkoutOk: yes,
    renewalPolicy: yes,
    statusUpdateOk: yes,
    offlineOk: 'N',
    timeoutPeriod: '100',
    retriesAllowed: '003',
    dateTimeSync: date,
    protocolVersion: PROTOCOL_VERSION,
    institutionId: institution,
    libraryName,
    supportedMessages: 'Y'.repeat(16),
    screenMessage: speaks ? undefined : [NOTE.wrongVersion],
  }
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
  { currencyCode, feeAmount, patronId, transactionId }: Fields<'feePaid'>,
): Fields<'feePaidResponse'> {
  const minor = currencyCode === currency ? minorUnits(feeAmount) : null
  const paid = minor !== null && library.pay(patronId, minor)
  return {
    paymentAccepted: paid ? 'Y' : 'N',
    transactionDate: date,
    institutionId: institution,
    patronId,
    transactionId,
    screenMessage: paid ? undefined : [NOTE.paymentRefused],
  }
}
