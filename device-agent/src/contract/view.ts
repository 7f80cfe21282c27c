/**
 * What crosses from the agent to the patron's screen: one whole view on every change.
 * The screen draws it and decides nothing; what the patron does comes back as an intent (`intent.ts`).
 *
 * Times are ISO 8601 strings with zone; durations are named with their unit.
 */
import type { ErrorCode } from './errors.ts'
import type { StaffModeScreen } from './staff-mode.ts'

export type Language = string
export type TextSize = 'normal' | 'large' | 'largest'
export type Theme = 'light' | 'dark'

/** What a patron may change for themselves; back to the kiosk's defaults when the session ends. */
export interface Preferences {
  readonly language: Language
  readonly textSize: TextSize
  readonly theme: Theme
  /** 0 (silent) to 100. */
  readonly volumePercent: number
}

/**
 * A failure a person meets. `code` is a row of the error table; the screen finds its words under
 * `error.<code>.title` and `error.<code>.help` in the message files.
 */
export interface Problem {
  readonly code: ErrorCode
  /** Values for the message's placeholders. */
  readonly params?: Readonly<Record<string, string | number>>
  /** The library system's own words for people, shown as a quotation; never read by the program. */
  readonly libraryMessages?: readonly string[]
}

/**
 * How far one item has come.
 * - `waiting`: seen, not yet tried (no patron yet, or its turn has not come)
 * - `lending`: asked of the library system
 * - `securing`: lent; its tag is being switched to "on loan"
 * - `yours`: lent, due date known, tag safe
 * - `refused`: not lent, `problem` says why
 * - `attention`: the patron must do something (`problem` says what): complete the set, put it back, use the barcode
 * - `uncertain`: the answer was lost; the library will settle it, `problem` says what to do now
 */
export type RowState = 'waiting' | 'lending' | 'securing' | 'yours' | 'refused' | 'attention' | 'uncertain'

export interface ItemRow {
  /** Stable for the life of the row. */
  readonly id: string
  readonly state: RowState
  /** Null until the library system has told it, or where it knows none. */
  readonly title: string | null
  /** The item's barcode number, or null for a tag that cannot be read. */
  readonly itemId: string | null
  readonly mediaType: MediaType
  readonly onPad: boolean
  /** End of the loan: ISO local date or date-time ('2026-12-15T23:59:00'), or the library system's own words where they are no date; null while unknown. */
  readonly due: string | null
  /** True where the item already was on this patron's account before this visit. */
  readonly alreadyYours: boolean
  /** True where it was lent while the library system was away: loan and due date are to be confirmed. */
  readonly provisional: boolean
  readonly problem: Problem | null
  /** For an item of several parts: how many are here, of how many. */
  readonly set: { readonly present: number; readonly total: number } | null
  /** What the patron may do about this row. */
  readonly actions: readonly RowAction[]
}

/** `confirmSet`: take the incomplete set as it is. `retry`: try again. `dismiss`: take the row off the list. */
export type RowAction = 'confirmSet' | 'retry' | 'dismiss'

/**
 * How far one item has come on its way back.
 * - `seen`: its turn has not come
 * - `returning`: the library system and its tag are being seen to
 * - `returned`: taken back
 * - `again`: taken back; it was not on loan
 * - `kept`: taken back; the library system is away and is told later, with the true time
 * - `refused`: not taken back, `problem` says why
 * - `attention`: the patron must do something (`problem` says what)
 * - `unresolved`: the answer was lost; the library will settle it, `problem` says what to do now
 */
export type ReturnState =
  | 'seen'
  | 'returning'
  | 'returned'
  | 'again'
  | 'kept'
  | 'refused'
  | 'attention'
  | 'unresolved'

export interface ReturnRow
  extends Pick<ItemRow, 'id' | 'title' | 'itemId' | 'mediaType' | 'onPad' | 'problem' | 'set'> {
  readonly state: ReturnState
  /** The name of the shelf or box it is to be put on now; null where the library names none, or while it is not back. */
  readonly shelf: string | null
  /** True where a slip comes out of the printer and is to be put into it. */
  readonly slip: boolean
  readonly actions: readonly ReturnAction[]
}

/** `returnAnyway`: incomplete, or lent a moment ago. `retry`: try again. `dismiss`: take the row off the list. */
export type ReturnAction = 'returnAnyway' | 'retry' | 'dismiss'

export type MediaType = 'book' | 'magazine' | 'audio' | 'video' | 'music' | 'data' | 'set' | 'other'

/** '7 on the pad, 7 yours': always on screen. A set counts as one item. */
export interface Counts {
  readonly onPad: number
  readonly yours: number
  /** Still being worked on. */
  readonly inProgress: number
  /** Seen and not the patron's: each is a row with its reason. */
  readonly notYours: number
}

/** '7 on the pad, 7 returned': always on screen. A set counts as one item. */
export interface ReturnCounts {
  readonly onPad: number
  /** Also those that were not on loan, and those kept for a library system that is away. */
  readonly returned: number
  /** Still being worked on. */
  readonly inProgress: number
  /** Seen and not returned: each is a row with its reason. */
  readonly notReturned: number
}

/** What a kiosk is for, and whether it can be had now. */
export interface Offer {
  /** Why not now; null where it can be had. */
  readonly problem: Problem | null
}

export type Screen =
  | StaffModeScreen
  /** Nobody is here. `counts.onPad` books may already lie on the pad and wait. At least one of the offers can be had. */
  | {
      readonly name: 'attract'
      readonly counts: Counts
      readonly problem: Problem | null
      /** Null on a kiosk that only takes back. */
      readonly lends: Offer | null
      /** Null on a kiosk that only lends. */
      readonly takesBack: Offer | null
      /** The library's message of the day, plain text; null where it has none. */
      readonly message: string | null
    }
  /** Somebody touched the screen: scan a card, lay it on the pad, or type its number. */
  | { readonly name: 'identify'; readonly counts: Counts; readonly problem: Problem | null }
  /** The library system asks for a PIN. */
  | {
      readonly name: 'pin'
      readonly counts: Counts
      readonly problem: Problem | null
      readonly triesLeft: number
    }
  /** The library system is being asked about the patron. */
  | { readonly name: 'checkingPatron'; readonly counts: Counts }
  /** The list, newest first. */
  | {
      readonly name: 'items'
      readonly patronName: string | null
      readonly counts: Counts
      readonly rows: readonly ItemRow[]
      /** About the kiosk or the patron as a whole, e.g. the library system is away. */
      readonly problem: Problem | null
      /** Holds the library system says are ready to be picked up; null where it does not tell ready from pending. */
      readonly holdsReady: number | null
    }
  /** Finish: with or without receipt. `receipt` says what can be offered now. */
  | {
      readonly name: 'finish'
      readonly counts: Counts
      readonly rows: readonly ItemRow[]
      readonly receipt: ReceiptOffer
    }
  /** Books come back, without a card; newest first. */
  | {
      readonly name: 'returns'
      readonly counts: ReturnCounts
      readonly rows: readonly ReturnRow[]
      readonly problem: Problem | null
    }
  /** Returns are done: with or without receipt. */
  | { readonly name: 'returnsFinish'; readonly counts: ReturnCounts; readonly receipt: ReceiptOffer }
  /** Everything of the patron is gone from this screen. */
  | {
      readonly name: 'goodbye'
      readonly reason: 'finished' | 'timeout' | 'left'
      /** What the visit was for. */
      readonly visit: Visit
      readonly lent: number
      readonly returned: number
      readonly receipt: 'none' | 'printing' | 'printed' | 'failed'
      /** Items whose answer is still awaited behind this screen. */
      readonly settling: number
      /** Items still lying on the pad. */
      readonly onPad: number
      readonly problem: Problem | null
    }
  /** Nothing that the kiosk is for can be had now. `message`: in the words of who closed it, plain text; null: in none. */
  | { readonly name: 'closed'; readonly problem: Problem; readonly message: string | null }

/** `ask`: the patron chooses. `unavailable`: no printed receipt now, `problem` says why. `off`: this kiosk prints none. */
export type ReceiptOffer =
  | { readonly kind: 'ask' }
  | { readonly kind: 'unavailable'; readonly problem: Problem }
  | { readonly kind: 'off' }

export type Visit = 'borrow' | 'return'

export type Availability = 'ready' | 'away' | 'none'

/** Something that asks for an answer before anything else; drawn over the screen. */
export type Dialog =
  /** The patron is about to leave while rows need attention. */
  { readonly name: 'leaveAnyway'; readonly visit: Visit; readonly unsettled: number }

/** Staff at the desk look at this screen, ask to help, or help. */
export interface HelpView {
  readonly stage: 'looking' | 'asking' | 'helping'
  /** Until the question counts as a no; null in every other stage. */
  readonly secondsLeft: number | null
}

export interface View {
  /** Rises by one with every change within one `boot`. */
  readonly revision: number
  /** New with every start of the agent; a screen that meets a new one reloads itself. */
  readonly boot: string
  readonly library: { readonly name: string }
  readonly kiosk: { readonly name: string; readonly languages: readonly Language[] }
  readonly preferences: Preferences
  readonly devices: {
    readonly ils: Availability
    readonly rfid: Availability
    readonly scanner: Availability
    readonly printer: Availability
  }
  readonly screen: Screen
  readonly dialog: Dialog | null
  /** The inactivity warning, over every screen and dialog; null while not shown. */
  readonly inactivity: { readonly secondsLeft: number } | null
  /** Null while nobody looks. Over every screen and dialog. */
  readonly help: HelpView | null
  /** True on a second browser: it mirrors the first, says so, and sends no intents but `takeOver`. */
  readonly mirror: boolean
}

/** What the session itself draws: who looks at it, and which screen mirrors, is not its matter. */
export type SessionView = Omit<View, 'help' | 'mirror'>
