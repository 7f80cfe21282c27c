/**
 * Every message of SIP2 2.00, both directions (3M Standard Interchange Protocol, revision 2.12, "Messages"): its
 * fixed part by width and order, and the fields with identifiers it may carry. The codec, the types, the tests'
 * generators and the docs are made from this table.
 */
import type { FieldName } from './fields.ts'

export interface MessageRow {
  readonly code: string
  /** Name and width in characters of each fixed field, in order. */
  readonly fixed: readonly (readonly [name: string, width: number])[]
  /** Fields that are always sent, empty where there is nothing to say. */
  readonly required: readonly FieldName[]
  readonly optional: readonly FieldName[]
  /** Fields that may stand several times. */
  readonly repeated: readonly FieldName[]
}

const DATE = ['transactionDate', 18] as const
const LANGUAGE = ['language', 3] as const
const OK = ['ok', 1] as const
const SAYS = ['screenMessage', 'printLine'] as const
const CHECKED_OUT = {
  fixed: [OK, ['renewalOk', 1], ['magneticMedia', 1], ['desensitize', 1], DATE],
  required: ['institutionId', 'patronId', 'itemId', 'titleId', 'dueDate'],
  optional: [
    'feeType',
    'securityInhibit',
    'currency',
    'feeAmount',
    'mediaType',
    'itemProperties',
    'transactionId',
    'validPatron',
  ],
  repeated: SAYS,
} as const
const PATRON_STATUS = {
  fixed: [['patronStatus', 14], LANGUAGE, DATE],
  required: ['institutionId', 'patronId', 'personalName'],
  optional: ['validPatron', 'validPatronPassword', 'currency', 'feeAmount'],
  repeated: SAYS,
} as const

export const MESSAGES = {
  blockPatron: {
    code: '01',
    fixed: [['cardRetained', 1], DATE],
    required: ['institutionId', 'blockedCardMessage', 'patronId', 'terminalPassword'],
    optional: [],
    repeated: [],
  },
  checkin: {
    code: '09',
    fixed: [['noBlock', 1], DATE, ['returnDate', 18]],
    required: ['currentLocation', 'institutionId', 'itemId', 'terminalPassword'],
    optional: ['itemProperties', 'cancel'],
    repeated: [],
  },
  checkinResponse: {
    code: '10',
    fixed: [OK, ['resensitize', 1], ['magneticMedia', 1], ['alert', 1], DATE],
    required: ['institutionId', 'itemId', 'permanentLocation'],
    optional: [
      'titleId',
      'sortBin',
      'patronId',
      'mediaType',
      'itemProperties',
      'collectionCode',
      'callNumber',
      'destinationLocation',
      'alertType',
      'holdPatronId',
      'holdPatronName',
    ],
    repeated: SAYS,
  },
  checkout: {
    code: '11',
    fixed: [['renewalPolicy', 1], ['noBlock', 1], DATE, ['nbDueDate', 18]],
    required: ['institutionId', 'patronId', 'itemId', 'terminalPassword'],
    optional: ['itemProperties', 'patronPassword', 'feeAcknowledged', 'cancel'],
    repeated: [],
  },
  checkoutResponse: { code: '12', ...CHECKED_OUT },
  hold: {
    code: '15',
    fixed: [['holdMode', 1], DATE],
    required: ['institutionId', 'patronId'],
    optional: [
      'expirationDate',
      'pickupLocation',
      'holdType',
      'patronPassword',
      'itemId',
      'titleId',
      'terminalPassword',
      'feeAcknowledged',
    ],
    repeated: [],
  },
  holdResponse: {
    code: '16',
    fixed: [OK, ['available', 1], DATE],
    required: ['institutionId', 'patronId'],
    optional: ['expirationDate', 'queuePosition', 'pickupLocation', 'itemId', 'titleId'],
    repeated: SAYS,
  },
  itemInformation: {
    code: '17',
    fixed: [DATE],
    required: ['institutionId', 'itemId'],
    optional: ['terminalPassword'],
    repeated: [],
  },
  itemInformationResponse: {
    code: '18',
    fixed: [['circulationStatus', 2], ['securityMarker', 2], ['feeTypeCode', 2], DATE],
    required: ['itemId', 'titleId'],
    optional: [
      'holdQueueLength',
      'dueDate',
      'recallDate',
      'holdPickupDate',
      'owner',
      'currency',
      'feeAmount',
      'mediaType',
      'permanentLocation',
      'currentLocation',
      'itemProperties',
      'collectionCode',
      'callNumber',
      'destinationLocation',
      'holdPatronId',
      'holdPatronName',
    ],
    repeated: SAYS,
  },
  itemStatusUpdate: {
    code: '19',
    fixed: [DATE],
    required: ['institutionId', 'itemId', 'itemProperties'],
    optional: ['terminalPassword'],
    repeated: [],
  },
  itemStatusUpdateResponse: {
    code: '20',
    fixed: [['itemPropertiesOk', 1], DATE],
    required: ['itemId'],
    optional: ['titleId', 'itemProperties'],
    repeated: SAYS,
  },
  patronStatus: {
    code: '23',
    fixed: [LANGUAGE, DATE],
    required: ['institutionId', 'patronId', 'terminalPassword', 'patronPassword'],
    optional: [],
    repeated: [],
  },
  patronStatusResponse: { code: '24', ...PATRON_STATUS },
  patronEnable: {
    code: '25',
    fixed: [DATE],
    required: ['institutionId', 'patronId'],
    optional: ['terminalPassword', 'patronPassword'],
    repeated: [],
  },
  patronEnableResponse: {
    code: '26',
    ...PATRON_STATUS,
    optional: ['validPatron', 'validPatronPassword'],
  },
  renew: {
    code: '29',
    fixed: [['thirdPartyAllowed', 1], ['noBlock', 1], DATE, ['nbDueDate', 18]],
    required: ['institutionId', 'patronId'],
    optional: [
      'patronPassword',
      'itemId',
      'titleId',
      'terminalPassword',
      'itemProperties',
      'feeAcknowledged',
    ],
    repeated: [],
  },
  renewResponse: { code: '30', ...CHECKED_OUT },
  endSession: {
    code: '35',
    fixed: [DATE],
    required: ['institutionId', 'patronId'],
    optional: ['terminalPassword', 'patronPassword'],
    repeated: [],
  },
  endSessionResponse: {
    code: '36',
    fixed: [['endSession', 1], DATE],
    required: ['institutionId', 'patronId'],
    optional: [],
    repeated: SAYS,
  },
  feePaid: {
    code: '37',
    fixed: [DATE, ['feeTypeCode', 2], ['paymentType', 2], ['currencyCode', 3]],
    required: ['feeAmount', 'institutionId', 'patronId'],
    optional: ['terminalPassword', 'patronPassword', 'feeIdentifier', 'transactionId'],
    repeated: [],
  },
  feePaidResponse: {
    code: '38',
    fixed: [['paymentAccepted', 1], DATE],
    required: ['institutionId', 'patronId'],
    optional: ['transactionId'],
    repeated: SAYS,
  },
  patronInformation: {
    code: '63',
    fixed: [LANGUAGE, DATE, ['summary', 10]],
    required: ['institutionId', 'patronId'],
    optional: ['terminalPassword', 'patronPassword', 'startItem', 'endItem'],
    repeated: [],
  },
  patronInformationResponse: {
    code: '64',
    fixed: [
      ['patronStatus', 14],
      LANGUAGE,
      DATE,
      ['holdItemsCount', 4],
      ['overdueItemsCount', 4],
      ['chargedItemsCount', 4],
      ['fineItemsCount', 4],
      ['recallItemsCount', 4],
      ['unavailableHoldsCount', 4],
    ],
    required: ['institutionId', 'patronId', 'personalName'],
    optional: [
      'holdItemsLimit',
      'overdueItemsLimit',
      'chargedItemsLimit',
      'validPatron',
      'validPatronPassword',
      'currency',
      'feeAmount',
      'feeLimit',
      'homeAddress',
      'emailAddress',
      'homePhone',
      'permanentLocation',
    ],
    repeated: [
      'holdItem',
      'overdueItem',
      'chargedItem',
      'fineItem',
      'recallItem',
      'unavailableHoldItem',
      ...SAYS,
    ],
  },
  renewAll: {
    code: '65',
    fixed: [DATE],
    required: ['institutionId', 'patronId'],
    optional: ['patronPassword', 'terminalPassword', 'feeAcknowledged'],
    repeated: [],
  },
  renewAllResponse: {
    code: '66',
    fixed: [OK, ['renewedCount', 4], ['unrenewedCount', 4], DATE],
    required: ['institutionId'],
    optional: [],
    repeated: ['renewedItem', 'unrenewedItem', ...SAYS],
  },
  login: {
    code: '93',
    fixed: [
      ['uidAlgorithm', 1],
      ['pwdAlgorithm', 1],
    ],
    required: ['loginUserId', 'loginPassword'],
    optional: ['locationCode'],
    repeated: [],
  },
  loginResponse: { code: '94', fixed: [OK], required: [], optional: [], repeated: [] },
  requestScResend: { code: '96', fixed: [], required: [], optional: [], repeated: [] },
  requestAcsResend: { code: '97', fixed: [], required: [], optional: [], repeated: [] },
  acsStatus: {
    code: '98',
    fixed: [
      ['onlineStatus', 1],
      ['checkinOk', 1],
      ['checkoutOk', 1],
      ['renewalPolicy', 1],
      ['statusUpdateOk', 1],
      ['offlineOk', 1],
      ['timeoutPeriod', 3],
      ['retriesAllowed', 3],
      ['dateTimeSync', 18],
      ['protocolVersion', 4],
    ],
    required: ['institutionId'],
    // 2.00 demands the supported messages, but servers that speak 1.00 leave them out: both must be sayable.
    optional: ['libraryName', 'supportedMessages', 'terminalLocation'],
    repeated: SAYS,
  },
  scStatus: {
    code: '99',
    fixed: [
      ['statusCode', 1],
      ['maxPrintWidth', 3],
      ['protocolVersion', 4],
    ],
    required: [],
    optional: [],
    repeated: [],
  },
} as const satisfies Record<string, MessageRow>

export type MessageName = keyof typeof MESSAGES
type Row<N extends MessageName> = (typeof MESSAGES)[N]

/** What a message carries, typed by its row. Fixed fields keep their blanks. Of several names: one of theirs. */
export type Fields<N extends MessageName> = { [One in N]: FieldsOf<One> }[N]

type FieldsOf<N extends MessageName> = {
  readonly [F in Row<N>['fixed'][number] as F[0]]: string
} & { readonly [F in Row<N>['required'][number]]: string } & {
  readonly [F in Row<N>['optional'][number]]?: string | undefined
} & { readonly [F in Row<N>['repeated'][number]]?: readonly string[] | undefined }
