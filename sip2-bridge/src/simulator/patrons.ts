/** The demo library's patrons: one for each thing that can happen at a kiosk. No real persons. */
import { demoItem, demoItems, withCheckDigit } from './items.ts'

export interface DemoPatron {
  readonly patronId: string
  readonly name: string
  readonly pin: string | null
  /** What the card is good for showing, in a few words. */
  readonly shows: string
  readonly limit: number
  readonly blocked: boolean
  readonly cardLost: boolean
  readonly expired: boolean
  /** Minor units of the library's currency. */
  readonly owesMinor: number
}

const LIMIT = 30
const CHILD_LIMIT = 3

type Row = readonly [name: string, pin: string | null, shows: string, more?: Partial<DemoPatron>]
const ROWS: readonly Row[] = [
  ['Mira K.', '1234', 'an ordinary card'],
  ['Jonas B.', null, 'no PIN'],
  ['Lotte (8)', null, 'a child: three items at most', { limit: CHILD_LIMIT }],
  ['Hugo P.', '1234', 'blocked by the desk', { blocked: true }],
  ['Selma R.', '1234', 'a card reported lost', { cardLost: true }],
  ['Emil T.', '1234', 'expired', { expired: true }],
  ['Ottilie W.', '1234', 'owes too much', { owesMinor: 2740 }],
  ['Rafael D.', '1234', 'owes a little', { owesMinor: 150 }],
  ['Ines M.', null, 'one hold ready, one pending'],
  ['Bruno F.', null, 'three items on loan already'],
  ['Дарья Л.', '1234', 'a name in Cyrillic'],
  ['Zoë Ångström', null, 'a name with accents'],
  ['Wanda S.', null, 'at the limit', { limit: 2 }],
  ['Karl H.', null, 'overdue items'],
  ['Nora V.', '987654', 'a long PIN'],
]

export const PATRON_PREFIX = '2117300'

export const demoPatrons: readonly DemoPatron[] = ROWS.map(([name, pin, shows, more = {}], index) => ({
  patronId: withCheckDigit(PATRON_PREFIX + String(index + 11).padStart(6, '0')),
  name,
  pin,
  shows,
  limit: LIMIT,
  blocked: false,
  cardLost: false,
  expired: false,
  owesMinor: 0,
  ...more,
}))

export function demoPatron(name: string): DemoPatron {
  const patron = demoPatrons.find((candidate) => candidate.name === name)
  if (patron === undefined) throw new RangeError(`the demo library has no patron ${name}`)
  return patron
}

/** Loans that stand at the beginning, and since how many days. */
export const STANDING_LOANS: readonly {
  readonly item: string
  readonly patron: string
  readonly sinceDays: number
}[] = [
  ...['Emma', 'Jane Eyre', 'Middlemarch'].map((title) => [title, 'Bruno F.', 5] as const),
  ...['Dracula', 'Walden'].map((title) => [title, 'Wanda S.', 3] as const),
  ...['Heart of Darkness', 'Heidi'].map((title) => [title, 'Karl H.', 40] as const),
].map(([title, name, sinceDays]) => ({
  item: demoItem(title).itemId,
  patron: demoPatron(name).patronId,
  sinceDays,
}))

/** Holds: `ready` ones wait on the hold shelf. */
export const STANDING_HOLDS: readonly {
  readonly item: string
  readonly patron: string
  readonly ready: boolean
}[] = [
  { item: demoItem('The Secret Garden').itemId, patron: demoPatron('Ines M.').patronId, ready: true },
  { item: demoItem('Walden').itemId, patron: demoPatron('Ines M.').patronId, ready: false },
]

export { demoItems }
