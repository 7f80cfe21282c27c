/** What the library system's answers say about where an item belongs. Pure. */
import type { CheckinAnswer, ItemAnswer } from 'sip2/circulation'
import { mediaTypeOf } from '../checkout/media-type.ts'
import { isCharged } from '../checkout/what-happened.ts'
import type { Slip, Whereabouts } from './contract.ts'

export const NOWHERE: Whereabouts = {
  sortBin: null,
  alert: null,
  destination: null,
  permanentLocation: null,
  callNumber: null,
  collection: null,
  media: 'other',
}

/** From the answer to a return. */
export function whereTo(answer: CheckinAnswer): Whereabouts {
  const { sortBin, destination, permanentLocation, callNumber, collection } = answer
  return {
    sortBin,
    alert: alertOf(answer),
    destination,
    permanentLocation,
    callNumber,
    collection,
    media: mediaTypeOf(answer.media),
  }
}

/** From what is known of the item itself, where the answer to its return was lost or said nothing. */
export function whereKept(answer: ItemAnswer): Whereabouts {
  const { destination, permanentLocation, callNumber, collection, status } = answer
  const alert = status === 'onHoldShelf' ? 'hold' : status === 'inTransit' ? 'transit' : null
  return {
    sortBin: null,
    alert,
    destination,
    permanentLocation,
    callNumber,
    collection,
    media: mediaTypeOf(answer.media),
  }
}

/** What an answer says, and where it is silent, what is known of the item. */
export function whereBoth(answer: CheckinAnswer, about: ItemAnswer): Whereabouts {
  const said = whereTo(answer)
  const known = whereKept(about)
  return {
    sortBin: said.sortBin,
    alert: said.alert ?? known.alert,
    destination: said.destination ?? known.destination,
    permanentLocation: said.permanentLocation ?? known.permanentLocation,
    callNumber: said.callNumber ?? known.callNumber,
    collection: said.collection ?? known.collection,
    media: answer.media === null ? known.media : said.media,
  }
}

function alertOf({ alert, alertMeaning }: CheckinAnswer): Whereabouts['alert'] {
  switch (alertMeaning) {
    case 'holdHere':
      return 'hold'
    case 'holdElsewhere':
    case 'transit':
    case 'interlibraryLoan':
      return 'transit'
    case 'other':
      return 'other'
    default:
      // A server without alert types says only that there is one.
      return alert && alertMeaning === null ? 'other' : null
  }
}

/** By what staff find the waiting patron: nothing, or the last four digits of the card. */
export type HoldMark = 'none' | 'lastFour'

export function slipFor(
  { item, title, hold }: Pick<CheckinAnswer, 'item' | 'title' | 'hold'>,
  where: Whereabouts,
  { at, mark }: { readonly at: number; readonly mark: HoldMark },
): Slip | null {
  if (where.alert !== 'hold' && where.alert !== 'transit') return null
  const card = hold?.patron ?? null
  return {
    kind: where.alert,
    title,
    item,
    destination: where.destination,
    callNumber: where.callNumber,
    pseudonym: mark === 'lastFour' && where.alert === 'hold' && card !== null ? lastFour(card) : null,
    at,
  }
}

const LAST = 4

/** A card number that is hardly longer than its mark would be told whole: none then. */
const lastFour = (card: string): string | null => (card.length >= LAST * 2 ? card.slice(-LAST) : null)

/** In the library's hands, as far as its system knows. */
export function isAtHome({ known, status }: ItemAnswer): boolean {
  return known !== 'no' && !isCharged(status) && AT_HOME.has(status)
}

const AT_HOME: ReadonlySet<ItemAnswer['status']> = new Set([
  'available',
  'inProcess',
  'onHoldShelf',
  'toBeReshelved',
  'inTransit',
])
