/**
 * Set information of ISO 28560-1: an even number of digits, the first half the parts of the set, the second half the
 * part ('1203': part 3 of 12; '120003' where there are more than 99).
 */
const MAX_PARTS = 255

/** What a number lost when it was packed: its leading noughts. */
export const padSet = (digits: string): string => digits.padStart(digits.length > 4 ? 6 : 4, '0')

/** One part of one where the text makes no sense. */
export function readSet(text: string | undefined): { readonly parts: number; readonly part: number } {
  const digits = padSet(text ?? '')
  const half = digits.length / 2
  const parts = Number(digits.slice(0, half))
  const part = Number(digits.slice(half))
  return parts >= 1 && parts <= MAX_PARTS && part >= 1 && part <= parts
    ? { parts, part }
    : { parts: 1, part: 1 }
}

/** Throws RangeError for a set of more than 255 parts. */
export function writeSet(parts: number, part: number): string {
  if (parts > MAX_PARTS || part > parts) throw new RangeError('a set takes 255 parts')
  const width = parts > 99 ? 3 : 2
  return String(parts).padStart(width, '0') + String(part).padStart(width, '0')
}
