/** Answers about an item: 10, 12, 16, 18, 20, 30. */
import type { Fields } from '../protocol/codec.ts'
import type { AnswerContext } from './answer.ts'
import { dueText, timeOf } from './dates.ts'
import { amountText } from './fines.ts'
import type { Library } from './library.ts'
import type { Outcome } from './library-types.ts'
import { STAFF_BIN } from './shelves.ts'
import { ALERT, circulationStatus, MEDIA_CODE, NOTE, REFUSAL } from './words.ts'

/** SIP2 2.00, fee type: none, other. */
const NO_FEE = '01'
const RENTAL = '06'

/** 15 and 29 may name an item by its identifier or by its title. */
export function namedItem(
  library: Library,
  {
    itemId = '',
    titleId = '',
  }: { readonly itemId?: string | undefined; readonly titleId?: string | undefined },
): string {
  return itemId === '' ? (library.titled(titleId)?.itemId ?? '') : itemId
}

export function lending(
  { currency, date, institution, library, personality }: AnswerContext,
  patronId: string,
  itemId: string,
  outcome: Outcome,
): Fields<'checkoutResponse'> {
  const { circulation, patrons } = personality
  const item = library.item(itemId)
  const costs = 'refused' in outcome ? outcome.refused === 'costs' : outcome.fee !== undefined
  const about = {
    transactionDate: date,
    institutionId: institution,
    patronId,
    itemId,
    titleId: item?.title ?? '',
    mediaType: item && MEDIA_CODE[item.media],
    ...(costs && item !== undefined
      ? {
          feeType: RENTAL,
          feeAmount: amountText(item.feeMinor, patrons),
          currency,
        }
      : {}),
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
      validPatron: circulation.validPatronInRefusal
        ? library.patron(patronId) === undefined
          ? 'N'
          : 'Y'
        : undefined,
    }
  }
  return {
    ok: '1',
    renewalOk: outcome.renewed ? 'Y' : 'N',
    magneticMedia: circulation.magneticMedia,
    desensitize: circulation.desensitize,
    ...about,
    dueDate: dueText(outcome.loan.due, circulation),
    transactionId: outcome.fee?.feeId,
  }
}

export function checkin(
  { date, institution, library, personality }: AnswerContext,
  { cancel, currentLocation, itemId, noBlock, returnDate, transactionDate }: Fields<'checkin'>,
): Fields<'checkinResponse'> {
  const { circulation } = personality
  const item = library.item(itemId)
  const about = {
    magneticMedia: circulation.magneticMedia,
    transactionDate: date,
    institutionId: institution,
    itemId,
  }
  if (item === undefined) {
    return {
      ok: '0',
      resensitize: 'N',
      ...about,
      alert: 'Y',
      permanentLocation: institution,
      sortBin: STAFF_BIN,
      alertType: ALERT.other,
      screenMessage: [REFUSAL.unknownItem],
    }
  }
  const shelf = {
    permanentLocation: institution,
    titleId: item.title,
    mediaType: MEDIA_CODE[item.media],
    collectionCode: item.location,
    callNumber: item.callNumber,
  }
  if (cancel === 'Y' && circulation.cancels) {
    const undone = library.undoCheckout(itemId)
    return { ok: undone === undefined ? '0' : '1', resensitize: 'Y', ...about, alert: 'N', ...shelf }
  }
  const honours = noBlock === 'Y' && circulation.noBlock.checkin === 'honours'
  const happened = honours ? (timeOf(returnDate) ?? timeOf(transactionDate) ?? undefined) : undefined
  const here = currentLocation === '' ? institution : currentLocation
  const loan = library.checkin(itemId, here, happened)
  const [hold] = library.holdsOn(itemId)
  const destination = library.inTransit(itemId)
  const alert =
    hold === undefined
      ? item.returned?.alert
      : destination === undefined
        ? ALERT.holdHere
        : ALERT.holdElsewhere
  const goesHome = alert === ALERT.home && destination === undefined
  return {
    ok: '1',
    resensitize: 'Y',
    ...about,
    alert: alert === undefined || goesHome ? 'N' : 'Y',
    ...shelf,
    sortBin: alert === undefined || goesHome ? item.sortBin : STAFF_BIN,
    patronId: loan?.patronId,
    alertType: goesHome ? undefined : (alert ?? circulation.noAlert ?? undefined),
    destinationLocation: destination ?? (hold === undefined ? undefined : institution),
    ...(hold === undefined
      ? {}
      : {
          holdPatronId: hold.patronId,
          holdPatronName: library.patron(hold.patronId)?.name,
          screenMessage: [destination === undefined ? NOTE.toHoldShelf : NOTE.toOtherBranch],
        }),
  }
}

export function itemInformation(
  { currency, date, institution, isil, library, personality }: AnswerContext,
  { itemId }: Fields<'itemInformation'>,
): Fields<'itemInformationResponse'> {
  const item = library.item(itemId)
  const about = { securityMarker: '00', transactionDate: date, itemId }
  if (item === undefined) {
    return {
      circulationStatus: '01',
      ...about,
      feeTypeCode: NO_FEE,
      titleId: '',
      screenMessage: [REFUSAL.unknownItem],
    }
  }
  const loan = library.loan(itemId)
  const holds = library.holdsOn(itemId)
  const waits = holds.some((hold) => hold.ready)
  const destination = library.inTransit(itemId)
  const costs = item.feeMinor > 0
  return {
    circulationStatus: circulationStatus(item, loan, waits, destination !== undefined),
    ...about,
    feeTypeCode: costs ? RENTAL : NO_FEE,
    titleId: item.title,
    currency: costs ? currency : undefined,
    feeAmount: costs ? amountText(item.feeMinor, personality.patrons) : undefined,
    mediaType: MEDIA_CODE[item.media],
    owner: isil,
    permanentLocation: institution,
    currentLocation: institution,
    collectionCode: item.location,
    callNumber: item.callNumber,
    holdQueueLength: String(holds.length),
    dueDate: loan && dueText(loan.due, personality.circulation),
    destinationLocation: destination,
    itemProperties: library.properties(itemId) || undefined,
  }
}

export function hold(
  { date, institution, library, personality }: AnswerContext,
  asked: Fields<'hold'>,
): Fields<'holdResponse'> {
  const { expirationDate, holdMode, patronId, pickupLocation } = asked
  const itemId = namedItem(library, asked)
  const able = holdMode === '-' || personality.circulation.holds === 'all'
  const wishes = {
    ...(pickupLocation ? { pickup: pickupLocation } : {}),
    ...(expirationDate ? { expires: expirationDate } : {}),
  }
  const ok = able && holdWas(holdMode, library, patronId, itemId, wishes)
  const position = library.holdsOn(itemId).findIndex((one) => one.patronId === patronId) + 1
  const placed = ok && holdMode !== '-' ? library.holdsOn(itemId)[position - 1] : undefined
  return {
    ok: ok ? '1' : '0',
    available: placed && position === 1 && library.loan(itemId) === undefined ? 'Y' : 'N',
    transactionDate: date,
    institutionId: institution,
    patronId,
    itemId,
    titleId: library.item(itemId)?.title,
    queuePosition: placed && String(position),
    pickupLocation: placed && (placed.pickup ?? institution),
    expirationDate: placed?.expires,
  }
}

function holdWas(
  mode: string,
  library: Library,
  patronId: string,
  itemId: string,
  wishes: { readonly pickup?: string; readonly expires?: string },
): boolean {
  if (mode === '+') return library.addHold(patronId, itemId, wishes) !== null
  if (mode === '-') return library.cancelHold(patronId, itemId)
  return library.changeHold(patronId, itemId, wishes)
}

export function itemStatusUpdate(
  { date, library }: AnswerContext,
  { itemId, itemProperties }: Fields<'itemStatusUpdate'>,
): Fields<'itemStatusUpdateResponse'> {
  const stored = library.setProperties(itemId, itemProperties)
  return {
    itemPropertiesOk: stored ? '1' : '0',
    transactionDate: date,
    itemId,
    titleId: library.item(itemId)?.title,
    itemProperties: stored ? itemProperties : undefined,
    screenMessage: stored ? undefined : [REFUSAL.unknownItem],
  }
}
