import type { MessageName } from './messages.ts'

/** Which message answers which (SIP2 2.00, "Messages"). */
export const ANSWER = {
  blockPatron: 'patronStatusResponse',
  checkin: 'checkinResponse',
  checkout: 'checkoutResponse',
  hold: 'holdResponse',
  itemInformation: 'itemInformationResponse',
  itemStatusUpdate: 'itemStatusUpdateResponse',
  patronStatus: 'patronStatusResponse',
  patronEnable: 'patronEnableResponse',
  renew: 'renewResponse',
  endSession: 'endSessionResponse',
  feePaid: 'feePaidResponse',
  patronInformation: 'patronInformationResponse',
  renewAll: 'renewAllResponse',
  login: 'loginResponse',
  scStatus: 'acsStatus',
} as const satisfies Partial<Record<MessageName, MessageName>>

export type RequestName = keyof typeof ANSWER
export type AnswerName<N extends RequestName> = (typeof ANSWER)[N]

/** Asking again changes nothing: these may be repeated on a new connection when an answer is lost. */
export const READ_ONLY: ReadonlySet<RequestName> = new Set([
  'itemInformation',
  'patronInformation',
  'patronStatus',
  'scStatus',
])
