/** Calls that lend, take back and renew: 11, 09, 29, 65. */
import type { Dialect } from '../dialects/dialect.ts'
import type { Fields } from '../protocol/codec.ts'
import { NO_TIMESTAMP } from '../protocol/dates.ts'
import { isAboutItem } from './about.ts'
import type { RenewAllAnswer, RenewAnswer } from './account.ts'
import { alertMeaning } from './alerts.ts'
import type { Caller } from './caller.ts'
import type { Asking, CheckinRequest, CheckoutRequest, RenewRequest } from './contract.ts'
import { entriesOf } from './entries.ts'
import { amount, count, heldFor, mediaType, messages, orNull, patronOf, told } from './read.ts'
import { ruleFor } from './reasons.ts'
import {
  type CheckinAnswer,
  type CheckoutAnswer,
  IlsError,
  type ItemId,
  type PatronId,
  type Told,
} from './types.ts'

/** A cancel that is ignored would be a real loan, or a real return. */
function refuseCancel({ requests, label }: Dialect, cancel: boolean | undefined): void {
  if (cancel === true && !requests.cancelIsHonoured) {
    throw new IlsError('refusedBySupport', `${label} would not undo it, but do it`)
  }
}

export async function checkout(caller: Caller, request: CheckoutRequest): Promise<CheckoutAnswer> {
  const { item, feeAcknowledged, renewalWelcome = false, cancel, offline, properties } = request
  refuseCancel(caller.dialect, cancel)
  const when =
    offline === undefined
      ? { noBlock: 'N', transactionDate: caller.now(), nbDueDate: NO_TIMESTAMP }
      : {
          noBlock: caller.dialect.offline.checkout === 'honoured' ? 'Y' : 'N',
          transactionDate: caller.timestamp(offline.at),
          nbDueDate: caller.timestamp(offline.due),
        }
  const { fields } = await caller.ask(
    'checkout',
    {
      // A loan is asked for, not a renewal that nobody ordered.
      renewalPolicy: renewalWelcome ? 'Y' : 'N',
      ...when,
      itemId: item,
      ...caller.from(request),
      ...caller.feeAcknowledged(feeAcknowledged),
      ...(cancel === true ? { cancel: 'Y' } : {}),
      ...(properties === undefined ? {} : { itemProperties: properties }),
    },
    isAboutItem(item),
  )
  return lending(caller, 'checkout', request.patron, item, fields)
}

export async function renew(caller: Caller, request: RenewRequest): Promise<RenewAnswer> {
  const { item, feeAcknowledged, byOthers = false, properties } = request
  const { fields } = await caller.ask(
    'renew',
    {
      thirdPartyAllowed: byOthers ? 'Y' : 'N',
      noBlock: 'N',
      transactionDate: caller.now(),
      nbDueDate: NO_TIMESTAMP,
      itemId: item,
      ...caller.from(request),
      ...caller.feeAcknowledged(feeAcknowledged),
      ...(properties === undefined ? {} : { itemProperties: properties }),
    },
    isAboutItem(item),
  )
  return lending(caller, 'renew', request.patron, item, fields)
}

function lending(
  caller: Caller,
  about: 'checkout' | 'renew',
  patron: PatronId,
  item: ItemId,
  fields: Fields<'checkoutResponse'>,
): CheckoutAnswer {
  const screenMessages = messages(fields.screenMessage)
  const rule = ruleFor(caller.dialect, about, screenMessages)
  const said = {
    item,
    title: orNull(fields.titleId),
    screenMessages,
    printLines: messages(fields.printLine),
  }
  const costs = amount(fields, caller.options.currency)
  const type = orNull(fields.feeType)
  const fee = costs === null && type === null ? null : { amount: costs, type }
  if (fields.ok !== '1' || rule?.refuses === true) {
    return { lent: false, ...said, fee, reason: rule?.reason ?? (fee === null ? null : 'feeDue') }
  }
  return {
    lent: true,
    ...said,
    renewed: about === 'renew' || fields.renewalOk === 'Y',
    patron: patronOf(fields.patronId) ?? patron,
    due: caller.due(fields.dueDate),
    desensitize: mayDesensitize(caller, fields),
    magneticMedia: told(fields.magneticMedia),
    media: mediaType(fields.mediaType),
    fee,
    transactionId: orNull(fields.transactionId),
    properties: orNull(fields.itemProperties),
  }
}

function mayDesensitize(
  { dialect }: Caller,
  { securityInhibit, desensitize }: Fields<'checkoutResponse'>,
): Told {
  if (securityInhibit === 'Y') return 'no'
  return desensitize === 'U' && dialect.answers.unknownMeansDesensitize ? 'yes' : told(desensitize)
}

export async function checkin(caller: Caller, request: CheckinRequest): Promise<CheckinAnswer> {
  const { item, returnedAt, location, offline = false, cancel, properties } = request
  refuseCancel(caller.dialect, cancel)
  const { dialect, options } = caller
  const { institution: institutionId, terminalPassword } = options
  const { fields } = await caller.ask(
    'checkin',
    {
      noBlock: offline && dialect.offline.checkin === 'honoured' ? 'Y' : 'N',
      transactionDate: caller.now(),
      returnDate: returnedAt === undefined ? caller.now() : caller.timestamp(returnedAt),
      currentLocation: location ?? options.location,
      institutionId,
      itemId: item,
      terminalPassword,
      ...(cancel === true ? { cancel: 'Y' } : {}),
      ...(properties === undefined ? {} : { itemProperties: properties }),
    },
    isAboutItem(item),
  )
  const screenMessages = messages(fields.screenMessage)
  const rule = ruleFor(dialect, 'checkin', screenMessages)
  const returned = fields.ok === '1' && rule?.refuses !== true
  const alertType = orNull(fields.alertType)
  return {
    returned,
    item,
    title: orNull(fields.titleId),
    resensitize: fields.resensitize === 'Y',
    magneticMedia: told(fields.magneticMedia),
    alert: fields.alert === 'Y',
    alertType,
    alertMeaning: alertType === null ? null : alertMeaning(dialect, alertType),
    patron: patronOf(fields.patronId ?? ''),
    hold: heldFor(fields),
    permanentLocation: orNull(fields.permanentLocation),
    destination: orNull(fields.destinationLocation),
    sortBin: orNull(fields.sortBin),
    callNumber: orNull(fields.callNumber),
    collection: orNull(fields.collectionCode),
    properties: orNull(fields.itemProperties),
    media: mediaType(fields.mediaType),
    reason: returned ? null : (rule?.reason ?? null),
    screenMessages,
    printLines: messages(fields.printLine),
  }
}

export async function renewAll(
  caller: Caller,
  request: Asking & { readonly feeAcknowledged?: boolean },
): Promise<RenewAllAnswer> {
  const { fields } = await caller.ask('renewAll', {
    transactionDate: caller.now(),
    ...caller.from(request),
    ...caller.feeAcknowledged(request.feeAcknowledged),
  })
  const { listsIdentifiers } = caller.dialect.answers
  const screenMessages = messages(fields.screenMessage)
  const rule = ruleFor(caller.dialect, 'renewAll', screenMessages)
  const ok = fields.ok === '1' && rule?.refuses !== true
  return {
    ok,
    renewed: entriesOf(fields.renewedItem, listsIdentifiers),
    unrenewed: entriesOf(fields.unrenewedItem, listsIdentifiers),
    renewedCount: count(fields.renewedCount),
    unrenewedCount: count(fields.unrenewedCount),
    reason: ok ? null : (rule?.reason ?? null),
    screenMessages,
    printLines: messages(fields.printLine),
  }
}
