import type { MediaType as IlsMediaType } from 'sip2/circulation'
import type { MediaType } from '../../contract/view.ts'

const OF: Readonly<Record<IlsMediaType, MediaType>> = {
  other: 'other',
  book: 'book',
  magazine: 'magazine',
  boundJournal: 'magazine',
  audioTape: 'audio',
  videoTape: 'video',
  cd: 'music',
  diskette: 'data',
  bookWithDiskette: 'book',
  bookWithCd: 'book',
  bookWithAudioTape: 'book',
}

/** The picture a row is drawn with. */
export function mediaTypeOf(media: IlsMediaType | null): MediaType {
  return media === null ? 'other' : OF[media]
}
