/** What the library has and whom it serves: the demo data, and as much more as a load test asks for. */
import { barcode } from './barcode.ts'
import { type DemoItem, demoItems } from './items.ts'
import { contactOf, type DemoPatron, demoPatrons } from './patrons.ts'
import { RULES } from './rules.ts'

/** Generated ones have serial numbers from here on, far behind the demo data's. */
const FIRST_GENERATED_SERIAL = 1_000_001
/** More are not asked for by mistake. */
export const GENERATED_MAX = 1_000_000

/** The same at any call: 14 digits with their check digit, of the kind and place in the row. */
export const generatedId = (kind: 'patron' | 'item', index: number): string =>
  barcode(kind, FIRST_GENERATED_SERIAL + index)

/** 2, four digits of the institution, then these. */
export const otherNumber = (patronId: string): string => patronId.slice(5)

export interface Collection {
  item(id: string): DemoItem | undefined
  patron(id: string): DemoPatron | undefined
  /** By the number a card has beside its own: the digits behind those of the institution. */
  patronByOtherNumber(number: string): DemoPatron | undefined
  /** The first copy of a title. */
  titled(title: string): DemoItem | undefined
}

export interface CollectionOptions {
  /** Items beside the demo library's. */
  readonly items?: number
  /** Patrons beside the demo library's; they have no PIN and borrow as much as they want. */
  readonly patrons?: number
}

export function collection({ items = 0, patrons = 0 }: CollectionOptions = {}): Collection {
  if (items > GENERATED_MAX || patrons > GENERATED_MAX) throw new RangeError(`at most ${GENERATED_MAX}`)
  const allItems = [...demoItems, ...Array.from({ length: items }, (_, index) => generatedItem(index))]
  const allPatrons = [
    ...demoPatrons,
    ...Array.from({ length: patrons }, (_, index) => generatedPatron(index)),
  ]
  const byItemId = new Map(allItems.map((item) => [item.itemId, item]))
  const byPatronId = new Map(allPatrons.map((patron) => [patron.patronId, patron]))
  const byOtherNumber = new Map(allPatrons.map((patron) => [otherNumber(patron.patronId), patron]))
  const byTitle = new Map(allItems.toReversed().map((item) => [item.title, item]))
  return {
    item: (id) => byItemId.get(id),
    patron: (id) => byPatronId.get(id),
    patronByOtherNumber: (number) => byOtherNumber.get(number),
    titled: (title) => byTitle.get(title),
  }
}

const generatedItem = (index: number): DemoItem => ({
  itemId: generatedId('item', index),
  title: `Volume ${index + 1}`,
  author: 'Various',
  media: 'book',
  parts: 1,
  callNumber: `V ${index + 1}`,
  location: 'Stacks',
  sortBin: '3',
  notForLoan: false,
  feeMinor: 0,
  returned: null,
})

const generatedPatron = (index: number): DemoPatron => ({
  patronId: generatedId('patron', index),
  name: `Patron ${index + 1}`,
  pin: null,
  contact: contactOf(FIRST_GENERATED_SERIAL + index),
  shows: 'generated',
  category: 'adult',
  limit: RULES.generatedItemsMax,
  blocked: false,
  cardLost: false,
  expired: false,
  owesMinor: [],
})
