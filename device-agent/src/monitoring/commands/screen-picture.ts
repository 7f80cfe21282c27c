/**
 * What the screen shows, without anything about a patron: no name, title, number, date or word of the library system.
 * Each field that may be seen is named here, so that a new one is unseen until somebody has thought about it.
 */
import type { ItemRow, Problem, ReceiptOffer, ReturnRow, Screen, SessionView } from '../../contract/view.ts'

/** Stands where the screen shows something about a patron. */
export const MASK = '•••'

/** A view as the screen itself could draw it. */
export function screenPicture(view: SessionView): SessionView {
  const { boot, devices, dialog, inactivity, kiosk, library, preferences, revision } = view
  const { ils, printer, rfid, scanner } = devices
  const { language, textSize, theme, volumePercent } = preferences
  return {
    revision,
    boot,
    library: { name: library.name },
    kiosk: { name: kiosk.name, languages: kiosk.languages },
    preferences: { language, textSize, theme, volumePercent },
    devices: { ils, rfid, scanner, printer },
    screen: screenOf(view.screen),
    dialog: dialog === null ? null : { name: dialog.name, visit: dialog.visit, unsettled: dialog.unsettled },
    inactivity: inactivity === null ? null : { secondsLeft: inactivity.secondsLeft },
  }
}

function screenOf(screen: Screen): Screen {
  switch (screen.name) {
    case 'attract': {
      const { lends, message, name, takesBack } = screen
      const offer = (one: typeof lends) => (one === null ? null : { problem: bare(one.problem) })
      return {
        name,
        counts: counts(screen.counts),
        problem: bare(screen.problem),
        lends: offer(lends),
        takesBack: offer(takesBack),
        message,
      }
    }
    case 'identify':
      return { name: screen.name, counts: counts(screen.counts), problem: bare(screen.problem) }
    case 'pin': {
      const { name, triesLeft } = screen
      return { name, counts: counts(screen.counts), problem: bare(screen.problem), triesLeft }
    }
    case 'checkingPatron':
      return { name: screen.name, counts: counts(screen.counts) }
    case 'items':
      return {
        name: screen.name,
        patronName: screen.patronName === null ? null : MASK,
        counts: counts(screen.counts),
        rows: screen.rows.map(itemRow),
        problem: bare(screen.problem),
        holdsReady: null,
      }
    case 'finish':
      return {
        name: screen.name,
        counts: counts(screen.counts),
        rows: screen.rows.map(itemRow),
        receipt: receipt(screen.receipt),
      }
    case 'returns':
      return {
        name: screen.name,
        counts: returnCounts(screen.counts),
        rows: screen.rows.map(returnRow),
        problem: bare(screen.problem),
      }
    case 'returnsFinish':
      return {
        name: screen.name,
        counts: returnCounts(screen.counts),
        receipt: receipt(screen.receipt),
      }
    case 'goodbye': {
      const { lent, name, onPad, reason, returned, settling, visit } = screen
      const problem = bare(screen.problem)
      return { name, reason, visit, lent, returned, receipt: screen.receipt, settling, onPad, problem }
    }
    case 'staffPin': {
      const { name, pauseSeconds } = screen
      return { name, problem: bare(screen.problem), pauseSeconds }
    }
    case 'staff': {
      const { busy, facts, name, pad, page, said, scan } = screen
      return { name, page, facts, busy, said, pad, scan }
    }
    case 'closed':
      return { name: screen.name, problem: bare(screen.problem), message: screen.message }
  }
}

const counts = <C extends { readonly onPad: number; readonly yours: number }>({
  onPad,
  yours,
  inProgress,
  notYours,
}: C & { readonly inProgress: number; readonly notYours: number }) => ({
  onPad,
  yours,
  inProgress,
  notYours,
})

const returnCounts = ({
  onPad,
  returned,
  inProgress,
  notReturned,
}: Extract<Screen, { name: 'returns' }>['counts']) => ({ onPad, returned, inProgress, notReturned })

/** Values of a problem that count parts or seconds; any other may be an item's or a patron's. */
const COUNTED: readonly string[] = ['count', 'present', 'seconds', 'total']

/** Without the library system's words, which may be about a patron. */
function bare(problem: Problem): Problem
function bare(problem: Problem | null): Problem | null
function bare(problem: Problem | null): Problem | null {
  if (problem === null) return null
  const { code, params } = problem
  if (params === undefined) return { code }
  const shown = Object.entries(params).map(([name, value]) => [
    name,
    COUNTED.includes(name) && typeof value === 'number' ? value : MASK,
  ])
  return { code, params: Object.fromEntries(shown) }
}

const receipt = (offer: ReceiptOffer): ReceiptOffer =>
  offer.kind === 'unavailable' ? { kind: offer.kind, problem: bare(offer.problem) } : { kind: offer.kind }

const masked = (text: string | null): string | null => (text === null ? null : MASK)

const itemRow = (row: ItemRow): ItemRow => ({
  id: row.id,
  state: row.state,
  title: masked(row.title),
  itemId: masked(row.itemId),
  mediaType: row.mediaType,
  onPad: row.onPad,
  due: masked(row.due),
  alreadyYours: row.alreadyYours,
  provisional: row.provisional,
  problem: bare(row.problem),
  set: row.set === null ? null : { present: row.set.present, total: row.set.total },
  actions: row.actions,
})

const returnRow = (row: ReturnRow): ReturnRow => ({
  id: row.id,
  state: row.state,
  title: masked(row.title),
  itemId: masked(row.itemId),
  mediaType: row.mediaType,
  onPad: row.onPad,
  shelf: masked(row.shelf),
  slip: row.slip,
  problem: bare(row.problem),
  set: row.set === null ? null : { present: row.set.present, total: row.set.total },
  actions: row.actions,
})
