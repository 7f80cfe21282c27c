/** Which of many cards of one height are in the window: the others are not in the page at all. */

export interface Grid {
  readonly columns: number
  /** Of a card and the gap below it, in CSS pixels. */
  readonly rowHeight: number
}

/** Rows above and below the window that are drawn, too. */
const AHEAD_ROWS = 2

export interface Seen {
  readonly first: number
  /** After the last one. */
  readonly end: number
  /** Where the first one's row begins, and how high all rows are together; CSS pixels. */
  readonly top: number
  readonly height: number
}

/** `scrolled`: how far the list's upper edge lies above the window's; negative where it is below. */
export function seen(
  count: number,
  { columns, rowHeight }: Grid,
  scrolled: number,
  windowHeight: number,
): Seen {
  const rows = Math.ceil(count / columns)
  const firstRow = Math.min(Math.max(0, Math.floor(scrolled / rowHeight) - AHEAD_ROWS), rows)
  const endRow = Math.min(rows, Math.max(0, Math.ceil((scrolled + windowHeight) / rowHeight) + AHEAD_ROWS))
  return {
    first: firstRow * columns,
    end: Math.min(count, Math.max(firstRow, endRow) * columns),
    top: firstRow * rowHeight,
    height: rows * rowHeight,
  }
}
