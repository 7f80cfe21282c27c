import type { MessageName } from './messages.ts'

/**
 * What each position of the supported messages in 98 stands for, from position 0 (SIP2 2.00, "Supported messages").
 * A server's list may be shorter or longer: what it does not name is not known.
 */
export const SUPPORTED_MESSAGES_ORDER = [
  'patronStatus',
  'checkout',
  'checkin',
  'blockPatron',
  'scStatus',
  'requestAcsResend',
  'login',
  'patronInformation',
  'endSession',
  'feePaid',
  'itemInformation',
  'itemStatusUpdate',
  'patronEnable',
  'hold',
  'renew',
  'renewAll',
] as const satisfies readonly MessageName[]
