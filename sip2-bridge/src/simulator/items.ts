/** The demo library's collection: works in the public domain, in the languages readers here bring along. */
import { barcode } from './barcode.ts'
import { shelfOf } from './shelves.ts'

export type DemoMedia = 'book' | 'audiobook' | 'music' | 'film' | 'magazine' | 'game'

export interface DemoItem {
  /** 14 digits with a Luhn check digit, as library Codabar has them. */
  readonly itemId: string
  readonly title: string
  readonly author: string
  readonly media: DemoMedia
  /** Parts with a tag each. */
  readonly parts: number
  readonly callNumber: string
  /** Where it stands. */
  readonly location: string
  /** A sorting machine's bin. */
  readonly sortBin: string
  readonly notForLoan: boolean
  /** What a checkout costs, in minor units of the library's currency. */
  readonly feeMinor: number
  /** What a checkin of it says, whoever waits: it belongs to another library, or its record is broken. */
  readonly returned: Returned | null
}

export interface Returned {
  /** 3M's SIP2 extensions, alert type. */
  readonly alert: '03' | '04' | '98'
  /** Where it goes; empty where nobody knows. */
  readonly destination: string
}

type Row = readonly [
  title: string,
  author: string,
  media: DemoMedia,
  callNumber: string,
  more?: { parts?: number; copies?: number; notForLoan?: true; feeMinor?: number; returned?: Returned },
]

const ROWS: readonly Row[] = [
  ['Pride and Prejudice', 'Jane Austen', 'book', 'F AUS', { copies: 2 }],
  ['Emma', 'Jane Austen', 'book', 'F AUS'],
  ['Jane Eyre', 'Charlotte Brontë', 'book', 'F BRO'],
  ['Wuthering Heights', 'Emily Brontë', 'book', 'F BRO'],
  ['Great Expectations', 'Charles Dickens', 'book', 'F DIC'],
  ['A Christmas Carol', 'Charles Dickens', 'book', 'F DIC', { copies: 2 }],
  ['Middlemarch', 'George Eliot', 'book', 'F ELI'],
  ['Frankenstein; or, The Modern Prometheus', 'Mary Shelley', 'book', 'F SHE'],
  ['Dracula', 'Bram Stoker', 'book', 'F STO'],
  ['The Picture of Dorian Gray', 'Oscar Wilde', 'book', 'F WIL'],
  ['Strange Case of Dr Jekyll & Mr Hyde', 'Robert Louis Stevenson', 'book', 'F STE'],
  ['Treasure Island', 'Robert Louis Stevenson', 'book', 'J STE'],
  ['The Time Machine', 'H. G. Wells', 'book', 'F WEL'],
  ['The War of the Worlds', 'H. G. Wells', 'book', 'F WEL'],
  ['Moby-Dick; or, The Whale', 'Herman Melville', 'book', 'F MEL'],
  ['The Scarlet Letter', 'Nathaniel Hawthorne', 'book', 'F HAW'],
  ['Adventures of Huckleberry Finn', 'Mark Twain', 'book', 'F TWA'],
  ['Little Women', 'Louisa May Alcott', 'book', 'J ALC'],
  ['Walden', 'Henry David Thoreau', 'book', '818 THO'],
  ['Leaves of Grass', 'Walt Whitman', 'book', '811 WHI'],
  ['Alice’s Adventures in Wonderland', 'Lewis Carroll', 'book', 'J CAR', { copies: 2 }],
  ['The Wind in the Willows', 'Kenneth Grahame', 'book', 'J GRA'],
  ['The Secret Garden', 'Frances Hodgson Burnett', 'book', 'J BUR'],
  ['Anne of Green Gables', 'L. M. Montgomery', 'book', 'J MON'],
  ['The Wonderful Wizard of Oz', 'L. Frank Baum', 'book', 'J BAU'],
  ['Just So Stories', 'Rudyard Kipling', 'book', 'J KIP'],
  ['The Tale of Peter Rabbit', 'Beatrix Potter', 'book', 'J POT'],
  ['The Adventures of Sherlock Holmes', 'Arthur Conan Doyle', 'book', 'F DOY'],
  ['The Hound of the Baskervilles', 'Arthur Conan Doyle', 'book', 'F DOY'],
  ['Heart of Darkness', 'Joseph Conrad', 'book', 'F CON'],
  ['On the Origin of Species', 'Charles Darwin', 'book', '576 DAR'],
  ['The Life of the Bee', 'Maurice Maeterlinck', 'book', '595 MAE'],
  ['Faust. Der Tragödie erster Teil', 'Johann Wolfgang von Goethe', 'book', 'D GOE'],
  ['Die Verwandlung', 'Franz Kafka', 'book', 'D KAF'],
  ['Der Schimmelreiter', 'Theodor Storm', 'book', 'D STO'],
  ['Die Räuber', 'Friedrich Schiller', 'book', 'D SCH'],
  ['Heidi', 'Johanna Spyri', 'book', 'D SPY'],
  ['Les Misérables', 'Victor Hugo', 'book', 'FR HUG'],
  ['Madame Bovary', 'Gustave Flaubert', 'book', 'FR FLA'],
  ['Vingt mille lieues sous les mers', 'Jules Verne', 'book', 'FR VER'],
  ['Don Quijote de la Mancha', 'Miguel de Cervantes', 'book', 'ES CER'],
  ['La Divina Commedia', 'Dante Alighieri', 'book', 'IT DAN'],
  ['Os Lusíadas', 'Luís de Camões', 'book', 'PT CAM'],
  ['Преступление и наказание', 'Фёдор Достоевский', 'book', 'RU DOS'],
  ['Анна Каренина', 'Лев Толстой', 'book', 'RU TOL'],
  ['Οδύσσεια', 'Όμηρος', 'book', 'GR HOM'],
  ['Pan Tadeusz', 'Adam Mickiewicz', 'book', 'PL MIC'],
  ['Kwiaty zła', 'Charles Baudelaire', 'book', 'PL BAU'],
  ['Sagan om Gösta Berling', 'Selma Lagerlöf', 'book', 'SE LAG'],
  ['Eventyr', 'Hans Christian Andersen', 'book', 'DK AND'],
  ['The Complete Works of William Shakespeare', 'William Shakespeare', 'book', 'R 822', { notForLoan: true }],
  ['Der Ring des Nibelungen', 'Richard Wagner', 'music', 'CD WAG', { parts: 4 }],
  ['Goldberg Variations', 'Johann Sebastian Bach', 'music', 'CD BAC'],
  ['The Four Seasons', 'Antonio Vivaldi', 'music', 'CD VIV'],
  ['Symphony No. 9', 'Ludwig van Beethoven', 'music', 'CD BEE'],
  ['War and Peace, read aloud', 'Leo Tolstoy', 'audiobook', 'AB TOL', { parts: 3 }],
  ['The Jungle Book, read aloud', 'Rudyard Kipling', 'audiobook', 'AB KIP'],
  ['Nosferatu', 'F. W. Murnau', 'film', 'DVD NOS'],
  ['The General', 'Buster Keaton', 'film', 'DVD GEN', { feeMinor: 150 }],
  ['The Royal Game of Ur', 'Traditional', 'game', 'G ROY', { parts: 4 }],
  ['Punch, volume 1', 'Various', 'magazine', 'PER PUN'],
  [
    'The Sonnets',
    'William Shakespeare',
    'book',
    '821 SHA',
    { returned: { alert: '04', destination: 'WALDHOF' } },
  ],
  [
    'Kalevala',
    'Elias Lönnrot',
    'book',
    'FI LON',
    { returned: { alert: '03', destination: 'INTERLIBRARY LOAN' } },
  ],
  ['Beowulf', 'Anonymous', 'book', '829 BEO', { returned: { alert: '98', destination: '' } }],
]

/** Serial number of the first item. */
const FIRST_SERIAL = 101

export const demoItems: readonly DemoItem[] = ROWS.flatMap(([title, author, media, callNumber, more = {}]) =>
  Array.from({ length: more.copies ?? 1 }, () => ({
    title,
    author,
    media,
    parts: more.parts ?? 1,
    callNumber,
    ...shelfOf(media, callNumber),
    notForLoan: more.notForLoan ?? false,
    feeMinor: more.feeMinor ?? 0,
    returned: more.returned ?? null,
  })),
).map((item, index) => ({ itemId: barcode('item', FIRST_SERIAL + index), ...item }))

/** The first copy of a title; throws for a title the library does not have. */
export function demoItem(title: string): DemoItem {
  const item = demoItems.find((candidate) => candidate.title === title)
  if (item === undefined) throw new RangeError(`the demo library has no ${title}`)
  return item
}
