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
  /** In one line, for people who read a message. */
  readonly means: string
}

export const FIELDS = {
  patronId: {
    id: 'AA',
    kind: 'text',
    hidden: true,
    means: "The number on the card; answers may name the library's own number instead of what was scanned",
  },
  itemId: { id: 'AB', kind: 'text', means: 'The number on the item' },
  terminalPassword: {
    id: 'AC',
    kind: 'text',
    hidden: true,
    means: "The kiosk's own password; empty at most libraries",
  },
  patronPassword: { id: 'AD', kind: 'text', hidden: true, means: "The patron's PIN" },
  personalName: {
    id: 'AE',
    kind: 'text',
    hidden: true,
    means: "The patron's name, in the form the library writes it",
  },
  screenMessage: { id: 'AF', kind: 'text', means: 'Free text for the screen' },
  printLine: { id: 'AG', kind: 'text', means: 'Free text for the receipt printer' },
  dueDate: { id: 'AH', kind: 'text', means: "When the item is due; the form is the server's own" },
  titleId: { id: 'AJ', kind: 'text', means: 'The title, or another name of the work' },
  blockedCardMessage: { id: 'AL', kind: 'text', means: 'Why the card was blocked' },
  libraryName: { id: 'AM', kind: 'text', means: 'The name of the library' },
  terminalLocation: { id: 'AN', kind: 'text', means: 'Where the server believes the kiosk stands' },
  institutionId: { id: 'AO', kind: 'text', means: 'Which library of the server is meant' },
  currentLocation: { id: 'AP', kind: 'text', means: 'Where the item is now' },
  permanentLocation: { id: 'AQ', kind: 'text', means: 'Where the item belongs' },
  holdItem: {
    id: 'AS',
    kind: 'text',
    means: "A hold; whether waiting or any, and what it names, is the server's choice",
  },
  overdueItem: { id: 'AT', kind: 'text', means: 'An overdue item, by number, title or a text' },
  chargedItem: { id: 'AU', kind: 'text', means: 'An item on loan to the patron, by number, title or a text' },
  fineItem: { id: 'AV', kind: 'text', means: 'A fine, by number, title or a text' },
  homeAddress: { id: 'BD', kind: 'text', hidden: true, means: "The patron's address" },
  emailAddress: { id: 'BE', kind: 'text', hidden: true, means: "The patron's e-mail address" },
  homePhone: { id: 'BF', kind: 'text', hidden: true, means: "The patron's telephone number" },
  owner: { id: 'BG', kind: 'text', means: 'Who owns the item' },
  currency: { id: 'BH', kind: 3, means: 'Currency of the amounts (ISO 4217)' },
  cancel: {
    id: 'BI',
    kind: 'flag',
    means: 'Undo the checkout or checkin just made; most servers ignore it and make a real one',
  },
  transactionId: {
    id: 'BK',
    kind: 'text',
    means: 'Number of the transaction, given by the server or by the payment device',
  },
  validPatron: {
    id: 'BL',
    kind: 'flag',
    means: 'The card is known and valid; where absent, that is unknown',
  },
  renewedItem: { id: 'BM', kind: 'text', means: 'An item that was renewed' },
  unrenewedItem: { id: 'BN', kind: 'text', means: 'An item that could not be renewed' },
  feeAcknowledged: { id: 'BO', kind: 'flag', means: 'The patron agrees to the fee' },
  startItem: { id: 'BP', kind: 'text', means: 'First entry wanted of a list, counted from 1' },
  endItem: { id: 'BQ', kind: 'text', means: 'Last entry wanted of a list' },
  queuePosition: { id: 'BR', kind: 'text', means: "The patron's place in the queue" },
  pickupLocation: { id: 'BS', kind: 'text', means: 'Where the hold will be picked up' },
  feeType: { id: 'BT', kind: 2, means: 'What the fee is for' },
  recallItem: { id: 'BU', kind: 'text', means: 'A recalled item, by number, title or a text' },
  feeAmount: {
    id: 'BV',
    kind: 'text',
    means: "An amount in major units; its decimal sign is the server's own",
  },
  expirationDate: { id: 'BW', kind: 18, means: 'When the hold lapses' },
  supportedMessages: {
    id: 'BX',
    kind: 'text',
    means: 'One flag a message the server knows; not to be relied on',
  },
  holdType: { id: 'BY', kind: 1, means: 'Which copies will do' },
  holdItemsLimit: { id: 'BZ', kind: 4, means: 'How many holds the patron may have' },
  overdueItemsLimit: { id: 'CA', kind: 4, means: 'How many overdue items the patron may have' },
  chargedItemsLimit: { id: 'CB', kind: 4, means: 'How many items the patron may borrow' },
  feeLimit: { id: 'CC', kind: 'text', means: 'How much the patron may owe' },
  unavailableHoldItem: { id: 'CD', kind: 'text', means: 'A hold that is not ready yet' },
  holdQueueLength: { id: 'CF', kind: 'text', means: 'How many patrons wait for the item' },
  feeIdentifier: { id: 'CG', kind: 'text', means: 'Which fee is meant' },
  itemProperties: { id: 'CH', kind: 'text', means: 'Free text about the item' },
  securityInhibit: {
    id: 'CI',
    kind: 'flag',
    means: "Leave the item's security as it is, whatever else is said",
  },
  recallDate: { id: 'CJ', kind: 18, means: 'When the item was recalled' },
  mediaType: { id: 'CK', kind: 3, means: 'What kind of thing the item is' },
  sortBin: { id: 'CL', kind: 'text', means: 'Into which bin the item goes' },
  holdPickupDate: { id: 'CM', kind: 18, means: 'Until when the hold waits on the shelf' },
  loginUserId: { id: 'CN', kind: 'text', means: "The kiosk's user name" },
  loginPassword: { id: 'CO', kind: 'text', hidden: true, means: "The kiosk's password" },
  locationCode: { id: 'CP', kind: 'text', means: 'Where the kiosk stands, as the server names it' },
  validPatronPassword: { id: 'CQ', kind: 'flag', means: 'The PIN is right; where absent, that is unknown' },
  // 3M extensions, revision 1.20.
  collectionCode: { id: 'CR', kind: 'text', means: "The item's collection" },
  callNumber: { id: 'CS', kind: 'text', means: "The item's shelf mark" },
  destinationLocation: { id: 'CT', kind: 'text', means: 'The branch the item is to be sent to' },
  alertType: { id: 'CV', kind: 2, means: 'Why the item needs attention' },
  holdPatronId: { id: 'CY', kind: 'text', hidden: true, means: 'The patron the item is held for' },
  holdPatronName: {
    id: 'DA',
    kind: 'text',
    hidden: true,
    means: 'The name of the patron the item is held for',
  },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS
