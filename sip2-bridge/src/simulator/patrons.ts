/** The demo library's patrons: one for each thing that can happen at a kiosk. No real persons. */
import { barcode } from './barcode.ts'
import { type PatronCategory, RULES } from './rules.ts'

export interface DemoPatron {
  readonly patronId: string
  readonly name: string
  readonly pin: string | null
  readonly contact: {
    readonly address: string
    readonly email: string
    readonly phone: string
  }
  /** What the card is good for showing, in a few words. */
  readonly shows: string
  readonly category: PatronCategory
  /** Items at a time, by category. */
  readonly limit: number
  /** At the beginning; staff and SIP2 may block and unblock. */
  readonly blocked: boolean
  readonly cardLost: boolean
  readonly expired: boolean
  /** Fees at the beginning, in minor units of the library's currency. */
  readonly owesMinor: readonly number[]
}

/** Nobody's: a name of RFC 2606, section 2, and a number that Ofcom keeps for drama (01632 960000 to 960999). */
export const contactOf = (serial: number): DemoPatron['contact'] => ({
  address: `${serial} Orchard Lane, Lindenhof`,
  email: `patron${serial}@lindenhof.example`,
  phone: `+44 1632 ${960_000 + (serial % 1_000)}`,
})

type Row = readonly [name: string, pin: string | null, shows: string, more?: Partial<DemoPatron>]
const ROWS: readonly Row[] = [
  ['Mira K.', '1234', 'an ordinary card'],
  ['Jonas B.', null, 'no PIN'],
  ['Lotte (8)', null, 'a child: three items at most', { category: 'child' }],
  ['Hugo P.', '1234', 'blocked by the desk', { blocked: true }],
  ['Selma R.', '1234', 'a card reported lost', { cardLost: true }],
  ['Emil T.', '1234', 'expired', { expired: true }],
  ['Ottilie W.', '1234', 'owes too much', { owesMinor: [1240, 1000, 500] }],
  ['Rafael D.', '1234', 'owes a little', { owesMinor: [150] }],
  ['Ines M.', null, 'one hold ready, one pending'],
  ['Bruno F.', null, 'three items on loan already'],
  ['Дарья Л.', '1234', 'a name in Cyrillic'],
  ['Zoë Ångström', null, 'a name with accents'],
  ['Wanda S.', null, 'at the limit', { category: 'guest' }],
  ['Karl H.', null, 'overdue items'],
  ['Nora V.', '987654', 'a long PIN'],
  ['Agathe N.', '1234', 'twenty items on loan'],
]

/** Serial number of the first card. */
const FIRST_SERIAL = 11

export const demoPatrons: readonly DemoPatron[] = ROWS.map(([name, pin, shows, more = {}], index) => ({
  patronId: barcode('patron', FIRST_SERIAL + index),
  name,
  pin,
  contact: contactOf(FIRST_SERIAL + index),
  shows,
  category: 'adult',
  limit: RULES.itemsMax[more.category ?? 'adult'],
  blocked: false,
  cardLost: false,
  expired: false,
  owesMinor: [],
  ...more,
}))

export function demoPatron(name: string): DemoPatron {
  const patron = demoPatrons.find((candidate) => candidate.name === name)
  if (patron === undefined) throw new RangeError(`the demo library has no patron ${name}`)
  return patron
}
