/** Where the demo library's sort bins lead (`sip2/simulator`, shelves). */
export const BIN_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'Fiction'],
  [2, 'Children'],
  [3, 'Non-fiction'],
  [4, 'Sound and film'],
  [5, 'Magazines, games'],
  [9, 'For the staff'],
])
