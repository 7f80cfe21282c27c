/** The data elements of ISO 28560-1 by their relative object identifier (ISO 28560-2; also NISO RP-6). */
export const OBJECT = {
  primaryId: 1,
  contentParameter: 2,
  owner: 3,
  setInformation: 4,
  usage: 5,
  shelfLocation: 6,
  onixMediaFormat: 7,
  marcMediaFormat: 8,
  supplier: 9,
  orderNumber: 10,
  illBorrower: 11,
  illTransaction: 12,
  gs1ProductId: 13,
  alternativeUniqueId: 14,
  localA: 15,
  localB: 16,
  title: 17,
  localProductId: 18,
  otherMediaFormat: 19,
  supplyChainStage: 20,
  invoiceNumber: 21,
  alternativeId: 22,
  alternativeOwner: 23,
  subsidiary: 24,
  illAlternativeBorrower: 25,
  localC: 26,
} as const

export type ObjectName = keyof typeof OBJECT
export const OBJECT_NAMES = Object.keys(OBJECT).filter((name): name is ObjectName => name in OBJECT)
