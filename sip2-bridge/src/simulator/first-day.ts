/** How the demo library stands when it opens for the first time. */
import { demoItem } from './items.ts'
import type { LibraryState } from './library-types.ts'
import { demoPatron, demoPatrons } from './patrons.ts'
import { dueAfter } from './rules.ts'

/** Who has what, and since how many days. */
const LOANS: readonly (readonly [name: string, sinceDays: number, titles: readonly string[]])[] = [
  ['Bruno F.', 5, ['Emma', 'Jane Eyre', 'Middlemarch']],
  ['Wanda S.', 3, ['Dracula', 'Walden']],
  ['Karl H.', 40, ['Heart of Darkness', 'Heidi']],
  [
    'Agathe N.',
    9,
    [
      'Wuthering Heights',
      'The War of the Worlds',
      'The Scarlet Letter',
      'Adventures of Huckleberry Finn',
      'Anne of Green Gables',
      'The Wonderful Wizard of Oz',
      'Just So Stories',
      'The Tale of Peter Rabbit',
      'The Adventures of Sherlock Holmes',
      'The Hound of the Baskervilles',
      'On the Origin of Species',
      'The Life of the Bee',
      'Der Schimmelreiter',
      'Les Misérables',
      'Madame Bovary',
      'La Divina Commedia',
      'Анна Каренина',
      'Οδύσσεια',
      'Pan Tadeusz',
      'Eventyr',
    ],
  ],
]

/** `ready` ones wait on the hold shelf. */
const HOLDS = [
  { title: 'The Secret Garden', name: 'Ines M.', ready: true },
  { title: 'Walden', name: 'Ines M.', ready: false },
] as const

const FEE_ITEMS = ['Emma', 'Jane Eyre', 'Walden']
const OVERDUE = '04'

function openFees(now: number): LibraryState['fees'] {
  return demoPatrons
    .flatMap(({ patronId, owesMinor }) => owesMinor.map((minor, index) => ({ patronId, minor, index })))
    .map(({ patronId, minor, index }, number) => ({
      feeId: `FEE-${number + 1}`,
      patronId,
      itemId: demoItem(FEE_ITEMS[index % FEE_ITEMS.length] ?? '').itemId,
      type: OVERDUE,
      minor,
      since: now,
    }))
}

export function firstDay(now: number): LibraryState {
  const loans = LOANS.flatMap(([name, sinceDays, titles]) =>
    titles.map((title) => {
      const { itemId, media } = demoItem(title)
      const day = new Date(now)
      const since = day.setDate(day.getDate() - sinceDays)
      return { itemId, patronId: demoPatron(name).patronId, since, due: dueAfter(since, media), renewals: 0 }
    }),
  )
  return {
    loans,
    holds: HOLDS.map(({ title, name, ready }) => ({
      itemId: demoItem(title).itemId,
      patronId: demoPatron(name).patronId,
      ready,
    })),
    fees: openFees(now),
    nextFee: openFees(now).length + 1,
    inTransit: {},
    blocked: demoPatrons.filter(({ blocked }) => blocked).map(({ patronId }) => patronId),
    properties: {},
  }
}
