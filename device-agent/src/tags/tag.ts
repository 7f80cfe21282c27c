/** What a tag says, whatever its data model. */

/** Eight bytes, most significant first, as 16 upper-case hex digits: 'E004010809B9CB12' (ISO/IEC 15693-3, UID). */
export type TagUid = string & { readonly __brand: 'TagUid' }

export function tagUid(text: string): TagUid {
  if (!/^[0-9A-F]{16}$/.test(text)) throw new RangeError(`not a tag UID: ${text}`)
  return text as TagUid
}

/**
 * - `item`: `part` of `parts`, both from 1; `itemId` is the primary item identifier
 * - `patron`: a patron card with a tag (ISO 28560-3 type of usage 8)
 * - `foreign`: readable, but neither (equipment, discarded, acquisition); `usage` as in ISO 28560-3
 * - `unreadable`: no data model fits or a block cannot be read; point the patron to the barcode
 * - `pending`: in the field, not yet read
 */
export type TagContent =
  | {
      readonly kind: 'item'
      readonly itemId: string
      readonly part: number
      readonly parts: number
      /** ISIL of the owner without its first hyphen ('DK718500'), or '' where the tag has none. */
      readonly owner: string
    }
  | { readonly kind: 'patron'; readonly patronId: string; readonly owner: string }
  | { readonly kind: 'foreign'; readonly usage: number }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'pending' }

/** Application family identifier of a library's tag (ISO 28560-1; registered values, biblstandard.dk/rfid). */
export const AFI_SECURED = 0x07
export const AFI_ON_LOAN = 0xc2
