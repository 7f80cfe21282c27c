/**
 * One service takes items back, whether somebody stands at the screen or the book drop swallows them at night.
 */
import type { ItemId } from 'sip2/circulation'
import type { ErrorCode } from '../../contract/errors.ts'
import type { MediaType, Problem } from '../../contract/view.ts'
import type { RfidPad } from '../../devices/rfid/contract.ts'
import type { ReturnId, ReturnPlace } from '../../journal/returns-contract.ts'
import type { TagUid } from '../../tags/tag.ts'

export interface TakeBack {
  /** From `begin`. */
  readonly entry: ReturnId
  readonly item: ItemId
  /** All its tags that are here. */
  readonly tags: readonly TagUid[]
  /** Where they lie; null for a barcode. */
  readonly pad: RfidPad | null
}

/** What the library system said about where an item belongs; null where it did not. */
export interface Whereabouts {
  /** Its own sort bin (SIP2 extension CL). */
  readonly sortBin: string | null
  /** `hold`: somebody waits for it here; `transit`: it goes elsewhere, also for a hold there; `other`: look at its message. */
  readonly alert: 'hold' | 'transit' | 'other' | null
  readonly destination: string | null
  readonly permanentLocation: string | null
  readonly callNumber: string | null
  readonly collection: string | null
  readonly media: MediaType
}

export type TakenBack =
  /** `again`: it was not on loan. `kept`: the library system is away and is told later. Both are the library's now. */
  | {
      readonly kind: 'returned' | 'again' | 'kept'
      readonly title: string | null
      readonly whereabouts: Whereabouts
      /** Its tags raise the alarm again, each read back; false: staff are told, `problem` says so. */
      readonly secured: boolean
      readonly problem: Problem | null
      /** For the slip; null where nobody waits for it and it stays here. */
      readonly slip: Slip | null
    }
  /** Not taken back: it stays whose it was. */
  | { readonly kind: 'refused'; readonly title: string | null; readonly problem: Problem }
  /** It cannot be found out whether it was taken back; goes on being asked for. */
  | { readonly kind: 'unresolved'; readonly title: string | null; readonly problem: Problem }

/** What staff need on a slip of paper in the item: no name and no number of a patron. */
export interface Slip {
  readonly kind: 'hold' | 'transit'
  readonly title: string | null
  readonly item: string
  /** Where it is to go, as the library system names it. */
  readonly destination: string | null
  readonly callNumber: string | null
  /** The shelf mark of the waiting patron: letters and digits that staff find the hold by, not the patron. */
  readonly pseudonym: string | null
  readonly at: number
}

/** `left`: some are not, and another try may help. `never`: one is locked, and none will; staff have the item on their list. */
export type Resecured = 'secured' | 'left' | 'never'

export interface Returns {
  /** Why nothing can be taken back now, or null: the shutter stays shut. */
  obstacle(): ErrorCode | null
  /** Durable when it returns. Throws LecternError where it cannot be recorded: then nothing may be taken. */
  begin(place: ReturnPlace): ReturnId
  /** Journal, library system, tags: in this order. Never rejects. */
  takeBack(request: TakeBack): Promise<TakenBack>
  /** Tries again to secure the tags of an entry that are not proven. An entry of the pad ends with it, unless some are `left`. */
  secure(entry: ReturnId, pad: RfidPad): Promise<Resecured>
  /** Ends an entry of the pad whose tags could not be secured: staff have it on their list. */
  giveUp(entry: ReturnId): void
  /** Nothing is asked about this one; an entry of the pad ends with it. */
  leaveUntaken(entry: ReturnId): void
  /** Not taken back, though its tags say what it is: staff see its number, and its title where it can be asked for. Never rejects. */
  setAside(entry: ReturnId, item: ItemId): Promise<void>
  /** Tells the library system where an item was sorted to, where it can be told. Never rejects for a failure it knows. */
  tellPlace(item: string, bin: number): Promise<void>
}

/** Where an item goes: by the library system's sort bin, its alert, its destination, then the library's own rules. */
export type ChooseBin = (item: string, taken: TakenBack) => BinChoice

export interface BinChoice {
  readonly bin: number
  /** Why it is the exception bin; null for an ordinary way. */
  readonly reason: ErrorCode | null
}
