/** A trolley's list as it is typed, pasted, scanned or read from a file. */
import { SET_MAX_PARTS } from '../../contract/tag-tool.ts'

export interface ListedItem {
  readonly item: string
  readonly parts: number
}

const ITEM = /^[\u0021-\u007e]{1,32}$/
const SEPARATOR = /[\s,;]+/
const QUOTES = /^"(.*)"$/

/**
 * A line each: the identifier, then for a set its parts. Lines of which neither can be made sense are left out, so that
 * the heading of a spreadsheet does not matter; `pattern` tells an identifier from a heading. What comes twice is kept
 * once.
 */
export function parseList(text: string, pattern: RegExp): readonly ListedItem[] {
  const found = new Map<string, ListedItem>()
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [item = '', second = ''] = line
      .trim()
      .split(SEPARATOR)
      .map((cell) => cell.replace(QUOTES, '$1'))
    if (!ITEM.test(item) || !pattern.test(item)) continue
    const parts = /^\d{1,3}$/.test(second) ? Number(second) : 1
    if (parts >= 1 && parts <= SET_MAX_PARTS) found.set(item, { item, parts })
  }
  return [...found.values()]
}
