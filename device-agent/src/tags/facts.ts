/** What a tag of any model can say of an item, by the names of ISO 28560-1; the models differ in where they keep it. */

/** Elements beside identifier, set, usage and owner. All are text; `otherMediaFormat` and `supplyChainStage` are numbers in decimal. */
export const MORE_ELEMENTS = [
  // In the order of their worth: where a chip is too small, the last ones are left out first.
  'alternativeId',
  'alternativeUniqueId',
  'shelfLocation',
  'otherMediaFormat',
  'marcMediaFormat',
  'onixMediaFormat',
  'subsidiary',
  'alternativeOwner',
  'illBorrower',
  'illTransaction',
  'illAlternativeBorrower',
  'gs1ProductId',
  'supplier',
  'localProductId',
  'orderNumber',
  'invoiceNumber',
  'supplyChainStage',
  'localA',
  'localB',
  'localC',
  'title',
] as const
export type MoreElement = (typeof MORE_ELEMENTS)[number]
export type MoreElements = Readonly<Partial<Record<MoreElement, string>>>

export interface TagFacts {
  /** Primary item identifier; on a patron card the patron's number. */
  readonly id: string
  readonly parts: number
  /** From 1. */
  readonly part: number
  /** Type of usage as in ISO 28560-3, 0 to 15. */
  readonly usage: number
  /** ISIL of the owner with its hyphen ('DK-718500'), or ''. */
  readonly owner: string
  readonly more: MoreElements
}

/** ISO 28560-3 leaves the first hyphen of an ISIL out. */
export const withoutHyphen = (isil: string): string => isil.replace('-', '')
/** Puts it back behind a country of two letters (ISO 15511); any other prefix is left as it is. */
export const withHyphen = (owner: string): string => owner.replace(/^([A-Z]{2})(?=[^-])/, '$1-')
