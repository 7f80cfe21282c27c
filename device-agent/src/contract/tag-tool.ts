/**
 * What crosses to the staff's tag page: one whole view on every change, and what staff can do. A patron's card is shown as
 * that and no more: neither its number, nor its UID, nor its bytes.
 */
import Type, { type Static } from 'typebox'

export const TAGS_SOCKET_PATH = '/staff/tags/socket'
export const TAGS_CSV_PATH = '/staff/tags/results.csv'

/** What the socket tells; actions are sent as they are. */
export interface TagToolMessage {
  readonly type: 'view'
  readonly view: TagToolView
}

/** Items of one trolley, at most. */
export const TROLLEY_MAX_ITEMS = 2_000
/** Characters of a list that is pasted or read from a file; the page sends it in pieces. */
export const LIST_MAX_CHARACTERS = 100_000
/** Characters of one piece: a message of the socket is small. */
export const LIST_PIECE_CHARACTERS = 1_500
/** Results shown; all of them are in the CSV file. */
export const RESULTS_SHOWN = 60
export const SET_MAX_PARTS = 255

export type TagModelName = 'iso28560-3' | 'iso28560-2'
export type SeenModel = TagModelName | '3m' | 'dm11' | 'plain' | 'blank' | 'unknown'

/**
 * - `off`: nobody is at it; the pad is the patrons' alone
 * - `look`: shows what lies on the pad; writes when told to
 * - `trolley`: works through a list, one tag after the other
 * - `convert`: rewrites whatever is laid down in the library's own model
 */
export type TagWork = 'off' | 'look' | 'trolley' | 'convert'

/**
 * Why a tag was not written.
 * - `several`: more than one tag lies there
 * - `patronCard`, `notAnItem` (equipment and the like): never written
 * - `otherItem`: the tag says that it is on another item
 * - `nothingKnown`: there is no identifier on it to convert
 * - `doesNotFit`: the chip or the model has no room for it
 * - `locked`: blocks, AFI or EAS are locked or want a password
 * - `gone`: taken away too soon; it cannot be read until it is written again
 * - `failed`: it does not read back as written
 * - `unreadable`: the reader cannot read the whole tag
 * - `inUse`: a patron is at the kiosk
 * - `away`: the reader is not there
 * - `record`: what is done cannot be recorded, so nothing is done
 */
export type TagRefusal =
  | 'several'
  | 'patronCard'
  | 'notAnItem'
  | 'otherItem'
  | 'nothingKnown'
  | 'doesNotFit'
  | 'locked'
  | 'gone'
  | 'failed'
  | 'unreadable'
  | 'inUse'
  | 'away'
  | 'record'

/**
 * Said of a tag or a result.
 * - `wrongChecksum`: looks like ISO 28560-3, with a wrong checksum: torn or damaged
 * - `reversed`: every four bytes back to front; kept so
 * - `contentParameter`: its list of contents does not fit its contents
 * - `lockedBlocks`, `guess` (only the barcode pattern speaks for it), `otherAfi` (neither secured nor on loan)
 * - `unfinished`: a write to it was interrupted
 * - `leftOut`: some elements had no room
 * - `ilsAway`: nobody could say whether it is on loan, so its security is as it was, or secured
 * - `unknownItem`: the library system does not know the item
 */
export type TagNote =
  | 'wrongChecksum'
  | 'reversed'
  | 'contentParameter'
  | 'lockedBlocks'
  | 'guess'
  | 'otherAfi'
  | 'unfinished'
  | 'leftOut'
  | 'ilsAway'
  | 'unknownItem'

export interface TagToolView {
  readonly revision: number
  readonly work: TagWork
  readonly pad: 'ready' | 'away' | 'none' | 'inUse'
  readonly defaults: { readonly model: TagModelName; readonly owner: string }
  readonly step: TagStep
  /** What `look` is to write next; scanned or typed. */
  readonly asked: PartView | null
  readonly tags: readonly TagView[]
  readonly trolley: TrolleyView
  /** Newest first. */
  readonly results: readonly ResultView[]
  readonly today: { readonly done: number; readonly failed: number }
  /** Sounded once for each `sequence`. */
  readonly sound: { readonly sequence: number; readonly name: 'done' | 'attention' | 'refused' } | null
}

export interface PartView {
  readonly item: string
  readonly part: number
  readonly parts: number
  /** Of the item, as the library system says; null until it has, or where it does not know it. */
  readonly title: string | null
}

export type TagStep =
  | { readonly name: 'idle' }
  /** Lay this one down; null: any. */
  | { readonly name: 'lay'; readonly next: PartView | null }
  | { readonly name: 'reading' }
  | { readonly name: 'writing'; readonly part: PartView }
  | { readonly name: 'done'; readonly result: ResultView; readonly part: PartView }
  | {
      readonly name: 'refused'
      readonly why: TagRefusal
      readonly part: PartView | null
      readonly detail: string
      /** May be written all the same, by `confirm`. */
      readonly mayConfirm: boolean
    }
  /** Every item of the trolley is done, failed or skipped. */
  | { readonly name: 'finished' }

export interface TagView {
  /** Null on a patron's card. */
  readonly uid: string | null
  readonly kind: 'item' | 'patron' | 'other' | 'nothing' | 'unread'
  readonly maker: string
  readonly bytes: number
  readonly blockSize: number
  readonly model: SeenModel
  readonly confidence: 'proven' | 'likely' | 'guess' | 'none'
  readonly item: string | null
  readonly part: number
  readonly parts: number
  readonly usage: number | null
  readonly owner: string
  /** The other elements by their name. */
  readonly more: readonly { readonly name: string; readonly value: string }[]
  readonly security: 'secured' | 'onLoan' | 'unknown'
  readonly afi: number | null
  readonly dsfid: number | null
  readonly eas: boolean | null
  readonly locked: readonly number[]
  readonly notes: readonly TagNote[]
  /** All its memory, two hex digits a byte; null on a patron's card. */
  readonly hex: string | null
  /** A result that can be undone on it, or an interrupted write that can be undone or done again. */
  readonly record: number | null
}

export interface TrolleyView {
  readonly entries: readonly TrolleyEntryView[]
  readonly waiting: number
  readonly done: number
  readonly failed: number
}

export interface TrolleyEntryView {
  readonly id: number
  readonly item: string
  readonly parts: number
  /** Parts already written. */
  readonly written: number
  readonly state: 'waiting' | 'done' | 'failed' | 'skipped'
  readonly why: TagRefusal | null
  /** The one that is next. */
  readonly current: boolean
}

export interface ResultView {
  readonly id: number
  readonly at: string
  readonly uid: string
  readonly item: string
  readonly part: number
  readonly parts: number
  readonly kind: 'encode' | 'convert' | 'undo'
  readonly from: SeenModel
  readonly to: SeenModel
  readonly security: 'secured' | 'onLoan' | 'unknown'
  readonly outcome: 'done' | 'failed' | 'unfinished' | 'undone'
  readonly why: TagRefusal | null
  readonly notes: readonly TagNote[]
}

const closed = { additionalProperties: false } as const
const bare = <const N extends string>(name: N) => Type.Object({ type: Type.Literal(name) }, closed)
const item = Type.String({ minLength: 1, maxLength: 32, pattern: '^[\\u0021-\\u007e]+$' })
const uid = Type.String({ pattern: '^[0-9A-F]{16}$' })
const id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const count = Type.Integer({ minimum: 1, maximum: SET_MAX_PARTS })
const model = Type.Optional(Type.Union([Type.Literal('iso28560-3'), Type.Literal('iso28560-2')]))

export const TagToolAction = Type.Union([
  Type.Object(
    {
      type: Type.Literal('work'),
      work: Type.Union([
        Type.Literal('off'),
        Type.Literal('look'),
        Type.Literal('trolley'),
        Type.Literal('convert'),
      ]),
    },
    closed,
  ),
  /** A scanned barcode: the next one to write, added to the trolley where it is not on it. */
  Type.Object({ type: Type.Literal('scan'), code: item }, closed),
  /** In `look`: what is to be written next. */
  Type.Object({ type: Type.Literal('ask'), item, part: count, parts: count }, closed),
  /** In `look`: writes what was asked for on the one tag there. */
  Type.Object(
    {
      type: Type.Literal('encode'),
      uid,
      model,
      owner: Type.Optional(Type.String({ maxLength: 16, pattern: '^[-A-Za-z0-9:/]*$' })),
      usage: Type.Optional(Type.Integer({ minimum: 0, maximum: 15 })),
    },
    closed,
  ),
  /** In `look`: rewrites what the one tag there says. */
  Type.Object({ type: Type.Literal('convert'), uid, model }, closed),
  /** Writes all the same what was refused for `otherItem`. */
  bare('confirm'),
  /** Puts back what was on the tag before; the tag must lie there. */
  Type.Object({ type: Type.Literal('undo'), id }, closed),
  /** Finishes an interrupted write; the tag must lie there. */
  Type.Object({ type: Type.Literal('redo'), id }, closed),
  /** Adds items to the trolley, one a line: the identifier, and for a set a blank, comma, semicolon or tab and its parts. */
  Type.Object({ type: Type.Literal('add'), text: Type.String({ maxLength: LIST_PIECE_CHARACTERS }) }, closed),
  /** An entry of the trolley is next, waits again, is skipped, or leaves the list. */
  Type.Object({ type: Type.Literal('choose'), entry: id }, closed),
  Type.Object({ type: Type.Literal('skip'), entry: id }, closed),
  Type.Object({ type: Type.Literal('remove'), entry: id }, closed),
  bare('clear'),
])
export type TagToolAction = Static<typeof TagToolAction>
