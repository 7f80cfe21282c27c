/** One example of each message, made by the codec, so that its checksum is right. */
import { buildMessage, type MessageName } from '../../sip2-bridge/src/protocol/codec.ts'
import type { FieldName } from '../../sip2-bridge/src/protocol/fields.ts'
import type { FixedName } from '../../sip2-bridge/src/protocol/fixed-fields.ts'
import { MESSAGES, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'

const AT = '20261006    120000'

/** Flags stand at N, counts at 0000 and dates at `AT` where nothing else is said. */
const FIXED: Readonly<Partial<Record<FixedName, string>>> = {
  circulationStatus: '03',
  currencyCode: 'EUR',
  feeTypeCode: '01',
  holdMode: '+',
  itemPropertiesOk: '1',
  language: '001',
  maxPrintWidth: '080',
  nbDueDate: ' '.repeat(18),
  ok: '1',
  onlineStatus: 'Y',
  patronStatus: ' '.repeat(14),
  paymentType: '02',
  protocolVersion: '2.00',
  pwdAlgorithm: '0',
  retriesAllowed: '003',
  securityMarker: '02',
  statusCode: '0',
  summary: '  Y       ',
  timeoutPeriod: '100',
  uidAlgorithm: '0',
}

/** Those left out are not in the examples, unless they are required. */
const FIELD: Readonly<Partial<Record<FieldName, string>>> = {
  alertType: '02',
  blockedCardMessage: 'Left at the kiosk',
  chargedItem: '31234000005678',
  currency: 'EUR',
  currentLocation: 'DROP1',
  destinationLocation: 'BRANCH3',
  dueDate: '20261027    235900',
  feeAmount: '3.50',
  feeIdentifier: 'FEE9',
  holdType: '2',
  institutionId: 'MAIN',
  itemId: '31234000005678',
  itemProperties: 'shelf=3B',
  libraryName: 'Central Library',
  locationCode: 'MAIN',
  loginPassword: 'secret',
  loginUserId: 'kiosk1',
  mediaType: '001',
  patronId: '21234000001234',
  patronPassword: '4321',
  permanentLocation: 'MAIN',
  personalName: 'A. Reader',
  pickupLocation: 'MAIN',
  renewedItem: '31234000005678',
  supportedMessages: 'YYYYYYYYYYYYYYYY',
  titleId: 'The Time Machine',
  transactionId: 'KIOSK1-000123',
  validPatron: 'Y',
  validPatronPassword: 'Y',
}

/** The bytes as text, without their end of line. */
export function exampleOf(name: MessageName): string {
  const row: MessageRow = MESSAGES[name]
  const values: Record<string, string | readonly string[]> = {}
  for (const [fixed, width] of row.fixed) values[fixed] = fixedValue(fixed, width)
  for (const field of [...row.required, ...row.optional]) {
    const value = FIELD[field]
    if (value !== undefined) values[field] = value
  }
  for (const field of row.repeated) {
    const value = FIELD[field]
    if (value !== undefined) values[field] = [value]
  }
  // One row for all messages: the table says which values each of them wants.
  const built = buildMessage(name as 'login', values as never, { sequence: 1 })
  return built.toString('utf8').trimEnd()
}

function fixedValue(name: string, width: number): string {
  const special: Readonly<Record<string, string | undefined>> = FIXED
  return special[name] ?? (width === 18 ? AT : width === 4 ? '0000' : 'N'.repeat(width))
}
