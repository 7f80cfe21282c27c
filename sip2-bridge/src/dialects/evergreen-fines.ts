/**
 * The lines of Evergreen's list of fines: OpenILS/SIP/Patron.pm, `fine_items`, and OpenILS/Application/SIP2/Patron.pm,
 * `add_fine_items`. The account's `av_format` chooses the style; the first three tell the number by which a fee is paid.
 * The names of its types are Evergreen's own (Open-ILS/src/sql/Pg/950.data.seed-values.sql, `config.billing_type`);
 * of a type that the library made itself the first word is taken.
 */

/** `4711 $3.50 "FINE" Emma`: styles `3m` and `swyer_a`. */
const QUOTED = String.raw`(?<id>\d+) \$(?<amount>-?\d+\.\d{2}) "(?<type>[A-Z]+)" (?<title>.*)`
/** `Charge-Number: 4711, Amount-Due: 3.50, Fine-Type: FINE, Title: Emma`: style `swyer_b`. */
const NAMED = String.raw`Charge-Number: (?<id>\d+), Amount-Due: (?<amount>-?\d+\.\d{2}), Fine-Type: (?<type>[A-Z]+), Title: (?<title>.*)`
const TYPES = [
  'Overdue [Mm]aterials',
  'Long[- ]Overdue (?:Collection Fee|Materials(?: Processing Fee)?)',
  'Lost Materials(?: Processing Fee)?',
  'System: (?:Deposit|Rental)',
  'Damaged Item(?: Processing Fee)?',
  'Notification Fee',
  String.raw`\S+`,
].join('|')
/** `3.50 Overdue Materials Emma / Jane Austen`: style `eg_legacy`, where none is set. */
const LEGACY = `(?<amount>-?\\d+\\.\\d{2}) (?<type>${TYPES}) (?<title>.*)`

export const EVERGREEN_FINE = new RegExp(`^(?:${QUOTED}|${NAMED}|${LEGACY})$`)
