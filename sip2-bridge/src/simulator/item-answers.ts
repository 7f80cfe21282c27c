/** Answers about an item: 10, 12, 16, 18, 20, 30. */
import type { Fields } from '../protocol/codec.ts'
import { sip2Timestamp } from '../protocol/dates.ts'
import type { AnswerContext } from './answer.ts'
import { demoItems } from './items.ts'
import type { Loan, Outcome } from './library.ts'
import { STAFF_BIN } from './shelves.ts'
import { ALERT, circulationStatus, MEDIA_CODE, NOTE, REFUSAL } from './words.ts'

const dueText = (loan: Loan): string => sip2Timestamp(new Date(loan.due))

/** 15 and 29 may name an item by its identifier or by its title. */
export function namedItem({
  itemId = '',
  titleId = '',
}: {
  readonly itemId?: string | undefined
  readonly titleId?: string | undefined
}): string {
  return itemId === '' ? (demoItems.find(({ title }) => title === titleId)?.itemId ?? '') : itemId
}

export function lending(
  { date, institution, library }: AnswerContext,
  patronId: string,
  itemId: string,
  outcome: Outcome,
): Fields<'checkoutResponse'> {
  const item = library.item(itemId)
  const about = {
    transactionDate: date,
    institutionId: institution,
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

export function checkin(
  { date, institution, library }: AnswerContext,
  { itemId }: Fields<'checkin'>,
): Fields<'checkinResponse'> {
  const item = library.item(itemId)
  const about = { magneticMedia: 'N', transactionDate: date, institutionId: institution, itemId }
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
  const loan = library.checkin(itemId)
  const [hold] = library.holdsOn(itemId)
  return {
    ok: '1',
    resensitize: 'Y',
    ...about,
    alert: hold === undefined ? 'N' : 'Y',
    permanentLocation: institution,
    titleId: item.title,
    sortBin: hold === undefined ? item.sortBin : STAFF_BIN,
    patronId: loan?.patronId,
    mediaType: MEDIA_CODE[item.media],
    collectionCode: item.location,
    callNumber: item.callNumber,
    ...(hold === undefined
      ? {}
      : {
          alertType: ALERT.holdHere,
          destinationLocation: institution,
          holdPatronId: hold.patronId,
          holdPatronName: library.patron(hold.patronId)?.name,
          screenMessage: [NOTE.toHoldShelf],
        }),
  }
}

export function itemInformation(
  { date, institution, isil, library }: AnswerContext,
  { itemId }: Fields<'itemInformation'>,
): Fields<'itemInformationResponse'> {
  const item = library.item(itemId)
  const about = { securityMarker: '00', feeTypeCode: '01', transactionDate: date, itemId }
  if (item === undefined) {
    return { circulationStatus: '01', ...about, titleId: '', screenMessage: [REFUSAL.unknownItem] }
  }
  const loan = library.loan(itemId)
  const holds = library.holdsOn(itemId)
  const waits = holds.some((hold) => hold.ready)
  return {
    circulationStatus: circulationStatus(item, loan, waits),
    ...about,
    titleId: item.title,
    mediaType: MEDIA_CODE[item.media],
    owner: isil,
    permanentLocation: institution,
    currentLocation: institution,
    collectionCode: item.location,
    callNumber: item.callNumber,
    holdQueueLength: String(holds.length),
    dueDate: loan && dueText(loan),
    itemProperties: library.properties(itemId) || undefined,
  }
}

export function hold(
  { date, institution, library }: AnswerContext,
  asked: Fields<'hold'>,
): Fields<'holdResponse'> {
  const { holdMode, patronId } = asked
  const itemId = namedItem(asked)
  const added = holdMode === '+' && library.addHold(patronId, itemId) !== null
  const position = library.holdsOn(itemId).findIndex((one) => one.patronId === patronId) + 1
  const changed = holdMode === '-' ? library.cancelHold(patronId, itemId) : position > 0
  const ok = holdMode === '+' ? added : changed
  const there = ok && holdMode !== '-'
  return {
    ok: ok ? '1' : '0',
    available: there && position === 1 && library.loan(itemId) === undefined ? 'Y' : 'N',
    transactionDate: date,
    institutionId: institution,
    patronId,
    itemId,
    titleId: library.item(itemId)?.title,
    queuePosition: there ? String(position) : undefined,
    pickupLocation: there ? institution : undefined,
  }
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
