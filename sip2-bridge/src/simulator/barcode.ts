/**
 * Library Codabar: 14 digits; 2 begins a patron's, 3 an item's; four digits of the institution; the last is a Luhn
 * check digit (from the right, every second digit doubled).
 */
const INSTITUTION = '1173'
const SERIAL_DIGITS = 8

export function withCheckDigit(digits: string): string {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const weighted = place % 2 === 0 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return `${digits}${(10 - (sum % 10)) % 10}`
}

export const barcode = (kind: 'patron' | 'item', serial: number): string =>
  withCheckDigit(`${kind === 'patron' ? 2 : 3}${INSTITUTION}${String(serial).padStart(SERIAL_DIGITS, '0')}`)
