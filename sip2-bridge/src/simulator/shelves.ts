/** Where things stand, and the bin of a sorting machine that leads there. */
import type { DemoMedia } from './items.ts'

export interface Shelf {
  readonly location: string
  readonly sortBin: string
}

/** Items on hold, and those the library does not know, go to people. */
export const STAFF_BIN = '9'

const BY_MEDIA: Readonly<Partial<Record<DemoMedia, Shelf>>> = {
  audiobook: { location: 'Sound', sortBin: '4' },
  music: { location: 'Sound', sortBin: '4' },
  film: { location: 'Film', sortBin: '4' },
  magazine: { location: 'Periodicals', sortBin: '5' },
  game: { location: 'Games', sortBin: '5' },
}

/** By the first part of a book's call number. */
const BY_CALL_NUMBER: readonly { readonly begins: RegExp; readonly shelf: Shelf }[] = [
  { begins: /^F /, shelf: { location: 'Fiction', sortBin: '1' } },
  { begins: /^J /, shelf: { location: 'Children', sortBin: '2' } },
  { begins: /^\d/, shelf: { location: 'Non-fiction', sortBin: '3' } },
  { begins: /^R /, shelf: { location: 'Reference', sortBin: '3' } },
]
const WORLD: Shelf = { location: 'World languages', sortBin: '1' }

export function shelfOf(media: DemoMedia, callNumber: string): Shelf {
  const books = BY_CALL_NUMBER.find(({ begins }) => begins.test(callNumber))
  return BY_MEDIA[media] ?? books?.shelf ?? WORLD
}
