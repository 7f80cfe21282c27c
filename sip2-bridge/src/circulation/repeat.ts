/** Which calls may be made again after a lost answer. */
import { READ_ONLY, type RequestName } from '../protocol/pairs.ts'

const REQUEST_OF = {
  patronStatus: 'patronStatus',
  patron: 'patronInformation',
  list: 'patronInformation',
  fees: 'patronInformation',
  item: 'itemInformation',
  checkout: 'checkout',
  checkin: 'checkin',
  renew: 'renew',
  renewAll: 'renewAll',
  payFee: 'feePaid',
  placeHold: 'hold',
  changeHold: 'hold',
  cancelHold: 'hold',
  updateItem: 'itemStatusUpdate',
  blockPatron: 'blockPatron',
  enablePatron: 'patronEnable',
  endSession: 'endSession',
} as const satisfies Record<string, RequestName>

/** The calls of `Circulation` that ask the server something. */
export type Call = keyof typeof REQUEST_OF

/**
 * True for a call that changes nothing. After `unknownOutcome` of any other, ask the server what happened; a payment is
 * for a person to look at. SIP2 2.00 lets a server tell a repeat by its number ("Error detection"); of those that can be
 * read only edge-sip2 does.
 */
export const mayBeRepeated = (call: Call): boolean => READ_ONLY.has(REQUEST_OF[call])
