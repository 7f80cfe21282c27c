/** The lists of 64: one at a time by the summary of 63, in pages where the server knows pages. */
import type { Fields } from '../protocol/codec.ts'
import type { ListEntry, PatronList } from './account.ts'
import type { Caller } from './caller.ts'
import type { Asking } from './contract.ts'
import { entriesOf } from './entries.ts'
import { LANGUAGE_UNKNOWN } from './languages.ts'
import { count } from './read.ts'
import type { ListKind } from './types.ts'

/** Lines asked for at a time. */
export const PAGE_LINES = 50
/** A longer list is not read to its end. */
export const LIST_MAX_LINES = 2_000
/** So often a server is asked that sends its pages by the line. */
export const LIST_MAX_PAGES = 80

type Answer = Fields<'patronInformationResponse'>

/** In the order of the summary's positions (SIP2 2.00, "Summary"). */
export const LIST_NAMES = ['holds', 'overdue', 'charged', 'fines', 'recalls', 'pendingHolds'] as const
const SUMMARY_POSITIONS = 10
/** The position after the lists; Gossip and FOLIO answer it with fees one by one. */
const FEES_POSITION = LIST_NAMES.length

const at = (position: number): string => 'Y'.padStart(position + 1).padEnd(SUMMARY_POSITIONS)
export const summaryOf = (list: ListKind): string => at(LIST_NAMES.indexOf(list))
export const SUMMARY_FEES = at(FEES_POSITION)
export const SUMMARY_NOTHING = ' '.repeat(SUMMARY_POSITIONS)

/** A list's lines, undefined where there are none, and its count. */
export function listIn(
  fields: Answer,
  list: ListKind,
): { readonly lines: readonly string[] | undefined; readonly count: number | null } {
  switch (list) {
    case 'holds':
      return { lines: fields.holdItem, count: count(fields.holdItemsCount) }
    case 'overdue':
      return { lines: fields.overdueItem, count: count(fields.overdueItemsCount) }
    case 'charged':
      return { lines: fields.chargedItem, count: count(fields.chargedItemsCount) }
    case 'fines':
      return { lines: fields.fineItem, count: count(fields.fineItemsCount) }
    case 'recalls':
      return { lines: fields.recallItem, count: count(fields.recallItemsCount) }
    case 'pendingHolds':
      return { lines: fields.unavailableHoldItem, count: count(fields.unavailableHoldsCount) }
  }
}

export async function list(caller: Caller, asked: Asking & { readonly list: ListKind }): Promise<PatronList> {
  const { pages, listsIdentifiers } = caller.dialect.answers
  const entries: ListEntry[] = []
  const counts = new Set<number | null>()
  let before = ''
  let asks = 0
  do {
    const page = pages
      ? { startItem: `${entries.length + 1}`, endItem: `${entries.length + PAGE_LINES}` }
      : {}
    const { fields } = await caller.askAbout(asked.patron, 'patronInformation', {
      language: LANGUAGE_UNKNOWN,
      transactionDate: caller.now(),
      summary: summaryOf(asked.list),
      ...caller.from(asked),
      ...page,
    })
    const found = listIn(fields, asked.list)
    counts.add(found.count)
    asks++
    // A fine is no item, even where lists hold identifiers.
    const fresh = entriesOf(found.lines, listsIdentifiers && asked.list !== 'fines')
    // A server that knows no pages sends the same lines for ever; one that knows only their end sends those before, too.
    const same = JSON.stringify(fresh)
    if (fresh.length === 0 || same === before) break
    before = same
    const known =
      JSON.stringify(entries) === JSON.stringify(fresh.slice(0, entries.length)) ? entries.length : 0
    entries.push(...fresh.slice(known))
  } while (pages && asks < LIST_MAX_PAGES && goesOn(entries.length, [...counts].at(-1) ?? null))
  const [total = null] = counts
  return {
    list: asked.list,
    entries,
    count: total,
    complete: counts.size === 1 && total !== null && entries.length >= total,
  }
}

/** Without a count, until a page is empty or not full. */
const goesOn = (have: number, total: number | null): boolean =>
  have < LIST_MAX_LINES && (total === null ? have % PAGE_LINES === 0 : have < total)
