/** Calls about holds: 15. */
import type { HoldAnswer, HoldRequest, HoldType } from './account.ts'
import type { Caller } from './caller.ts'
import { identifierOf } from './entries.ts'
import { count, messages, orNull } from './read.ts'
import { ruleFor } from './reasons.ts'
import { IlsError } from './types.ts'

/** SIP2 2.00, "Hold mode". */
const MODE = { place: '+', cancel: '-', change: '*' } as const
/** SIP2 2.00, "Hold type". */
const TYPE: Readonly<Record<HoldType, string>> = {
  other: '1',
  anyCopy: '2',
  thisCopy: '3',
  anyCopyAtBranch: '4',
}

export async function hold(
  caller: Caller,
  mode: keyof typeof MODE,
  request: HoldRequest,
): Promise<HoldAnswer> {
  const { item, title, type, pickupLocation, expires, feeAcknowledged } = request
  if (item === undefined && title === undefined)
    throw new IlsError('invalid', 'a hold names an item or a title')
  const { fields } = await caller.ask('hold', {
    holdMode: MODE[mode],
    transactionDate: caller.now(),
    ...caller.from(request),
    itemId: item,
    titleId: title,
    holdType: type && TYPE[type],
    pickupLocation,
    expirationDate: expires && caller.timestamp(expires),
    ...caller.feeAcknowledged(feeAcknowledged),
  })
  const screenMessages = messages(fields.screenMessage)
  const rule = ruleFor(caller.dialect, 'hold', screenMessages)
  const ok = fields.ok === '1' && rule?.refuses !== true
  return {
    ok,
    available: ok && fields.available === 'Y',
    queuePosition: count(fields.queuePosition),
    pickupLocation: orNull(fields.pickupLocation),
    expires: caller.due(fields.expirationDate),
    item: identifierOf(fields.itemId ?? ''),
    title: orNull(fields.titleId),
    reason: ok ? null : (rule?.reason ?? null),
    screenMessages,
    printLines: messages(fields.printLine),
  }
}
