/**
 * Every field with an identifier: SIP2 2.00 (3M Standard Interchange Protocol, revision 2.12, "Fields"), and the
 * extensions in common use. A field's name here is its name everywhere else; its identifier appears only here.
 */

/** `text`: 0 to 255 characters. `flag`: Y or N. A number: a fixed length in characters. */
export type FieldKind = 'text' | 'flag' | number

export interface Field {
  readonly id: string
  readonly kind: FieldKind
  /** Holds a secret or personal data: never shown in a log. */
  readonly hidden?: true
}

export const FIELDS = {
  patronId: { id: 'AA', kind: 'text', hidden: true },
  itemId: { id: 'AB', kind: 'text' },
  terminalPassword: { id: 'AC', kind: 'text', hidden: true },
  patronPassword: { id: 'AD', kind: 'text', hidden: true },
  personalName: { id: 'AE', kind: 'text', hidden: true },
  screenMessage: { id: 'AF', kind: 'text' },
  printLine: { id: 'AG', kind: 'text' },
  dueDate: { id: 'AH', kind: 'text' },
  titleId: { id: 'AJ', kind: 'text' },
  blockedCardMessage: { id: 'AL', kind: 'text' },
  libraryName: { id: 'AM', kind: 'text' },
  terminalLocation: { id: 'AN', kind: 'text' },
  institutionId: { id: 'AO', kind: 'text' },
  currentLocation: { id: 'AP', kind: 'text' },
  permanentLocation: { id: 'AQ', kind: 'text' },
  holdItem: { id: 'AS', kind: 'text' },
  overdueItem: { id: 'AT', kind: 'text' },
  chargedItem: { id: 'AU', kind: 'text' },
  fineItem: { id: 'AV', kind: 'text' },
  homeAddress: { id: 'BD', kind: 'text', hidden: true },
  emailAddress: { id: 'BE', kind: 'text', hidden: true },
  homePhone: { id: 'BF', kind: 'text', hidden: true },
  owner: { id: 'BG', kind: 'text' },
  currency: { id: 'BH', kind: 3 },
  cancel: { id: 'BI', kind: 'flag' },
  transactionId: { id: 'BK', kind: 'text' },
  validPatron: { id: 'BL', kind: 'flag' },
  renewedItem: { id: 'BM', kind: 'text' },
  unrenewedItem: { id: 'BN', kind: 'text' },
  feeAcknowledged: { id: 'BO', kind: 'flag' },
  startItem: { id: 'BP', kind: 'text' },
  endItem: { id: 'BQ', kind: 'text' },
  queuePosition: { id: 'BR', kind: 'text' },
  pickupLocation: { id: 'BS', kind: 'text' },
  feeType: { id: 'BT', kind: 2 },
  recallItem: { id: 'BU', kind: 'text' },
  feeAmount: { id: 'BV', kind: 'text' },
  expirationDate: { id: 'BW', kind: 18 },
  supportedMessages: { id: 'BX', kind: 'text' },
  holdType: { id: 'BY', kind: 1 },
  holdItemsLimit: { id: 'BZ', kind: 4 },
  overdueItemsLimit: { id: 'CA', kind: 4 },
  chargedItemsLimit: { id: 'CB', kind: 4 },
  feeLimit: { id: 'CC', kind: 'text' },
  unavailableHoldItem: { id: 'CD', kind: 'text' },
  holdQueueLength: { id: 'CF', kind: 'text' },
  feeIdentifier: { id: 'CG', kind: 'text' },
  itemProperties: { id: 'CH', kind: 'text' },
  securityInhibit: { id: 'CI', kind: 'flag' },
  recallDate: { id: 'CJ', kind: 18 },
  mediaType: { id: 'CK', kind: 3 },
  sortBin: { id: 'CL', kind: 'text' },
  holdPickupDate: { id: 'CM', kind: 18 },
  loginUserId: { id: 'CN', kind: 'text' },
  loginPassword: { id: 'CO', kind: 'text', hidden: true },
  locationCode: { id: 'CP', kind: 'text' },
  validPatronPassword: { id: 'CQ', kind: 'flag' },
  // 3M extensions, revision 1.20.
  collectionCode: { id: 'CR', kind: 'text' },
  callNumber: { id: 'CS', kind: 'text' },
  destinationLocation: { id: 'CT', kind: 'text' },
  alertType: { id: 'CV', kind: 2 },
  holdPatronId: { id: 'CY', kind: 'text', hidden: true },
  holdPatronName: { id: 'DA', kind: 'text', hidden: true },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS
