import type { StaffModeFacts } from '../../contract/staff-mode.ts'
import type { Counts, ItemRow, Offer, Problem, Screen, SessionView, View } from '../../contract/view.ts'
import type { RowFacts } from '../checkout/row.ts'
import { lendable } from './pad-actions.ts'
import { padContents } from './pad-items.ts'
import { returnCounts, returnScreen } from './return-view.ts'
import type { SessionContext } from './session-context.ts'
import type { SessionSnapshot } from './session-machine.ts'
import { staffScreen } from './staff-view.ts'

/** What of the view does not come from the session. */
export interface ViewFrame {
  readonly boot: string
  readonly revision: number
  readonly library: View['library']
  readonly kiosk: View['kiosk']
  /** Null while no staff are in. */
  readonly staff: StaffModeFacts | null
}

/** The session's state as the patron sees it. Pure: the same state always draws the same view. */
export function toView(snapshot: SessionSnapshot, { staff, ...frame }: ViewFrame): SessionView {
  const { context } = snapshot
  return {
    ...frame,
    preferences: context.preferences,
    devices: context.around.devices,
    screen: snapshot.matches('staff') ? staffScreen(snapshot, staff) : screenOf(snapshot),
    dialog: context.dialog,
    inactivity: context.secondsLeft > 0 ? { secondsLeft: context.secondsLeft } : null,
  }
}

function screenOf(snapshot: SessionSnapshot): Screen {
  const { context } = snapshot
  const counts = countsOf(context)
  const { problem } = context
  if (snapshot.matches('attract')) return attract(context)
  if (snapshot.matches('goodbye')) return goodbye(snapshot)
  if (context.returning !== null) {
    const finishing = snapshot.matches({ returning: { journey: 'finish' } })
    return returnScreen(context, context.returning, finishing, receiptOffer(context))
  }
  const isLookedUp =
    snapshot.matches({ present: { journey: 'checking' } }) ||
    snapshot.matches({ present: { journey: 'askingRules' } })
  if (isLookedUp) return { name: 'checkingPatron', counts }
  if (snapshot.matches({ present: { journey: 'pin' } })) {
    return { name: 'pin', counts, problem, triesLeft: context.settings.pinTries - context.wrongPins }
  }
  if (snapshot.matches({ present: { journey: 'items' } })) {
    const { patron, settings } = context
    return {
      name: 'items',
      patronName: settings.showName ? (patron?.name ?? null) : null,
      counts,
      rows: rowsOf(context),
      problem: problem ?? absence(context) ?? returnedStillHere(context),
      holdsReady: patron?.holdsReady ?? null,
    }
  }
  if (snapshot.matches({ present: { journey: 'finish' } })) {
    return { name: 'finish', counts, rows: rowsOf(context), receipt: receiptOffer(context) }
  }
  return { name: 'identify', counts, problem }
}

function attract(context: SessionContext): Screen {
  const { around, problem, settings } = context
  if (around.closedByStaff !== null)
    return { name: 'closed', problem: { code: 'KIOSK_CLOSED' }, message: around.closedByStaff.message }
  const offer = (wanted: boolean, why: typeof around.closedBecause): Offer | null =>
    wanted ? { problem: why === null ? null : { code: why } } : null
  const lends = offer(settings.offers.lending, around.closedBecause)
  const takesBack = offer(settings.offers.returns, around.returnsClosedBecause)
  const problems = [lends, takesBack].flatMap((one) => (one === null ? [] : [one.problem]))
  const [closed] = problems
  if (closed !== undefined && closed !== null && !problems.includes(null))
    return { name: 'closed', problem: closed, message: null }
  const counts = countsOf(context)
  const { message } = around
  return { name: 'attract', counts, problem: problem ?? offlineWelcome(context), lends, takesBack, message }
}

const receiptOffer = ({ around: { printerProblem } }: SessionContext) =>
  printerProblem === null
    ? ({ kind: 'ask' } as const)
    : ({ kind: 'unavailable', problem: printerProblem } as const)

/** Before anybody is known: that lending goes on without the library system, and how far. */
function offlineWelcome({ around, settings }: SessionContext): Problem | null {
  return settings.offers.lending && around.lendsOffline
    ? { code: 'OFFLINE_LENDING', params: { count: settings.offlineItemsMax } }
    : null
}

/** What the patron should know about a library system that is away, or null. */
function absence({ around, patron, rows, settings }: SessionContext): Problem | null {
  if (around.ilsOnline) return null
  if (!around.lendsOffline || patron?.vouched !== true) return { code: 'ILS_AWAY' }
  const promised = rows.filter((row) => row.provisional && row.lentNow).length
  const count = Math.max(0, settings.offlineItemsMax - patron.promisedBefore - promised)
  return { code: 'OFFLINE_LENDING', params: { count } }
}

/** Returned a moment ago and still on the pad: not lent before it was lifted, and the patron should know why. */
function returnedStillHere({ cameBack }: SessionContext): Problem | null {
  return cameBack.length === 0 ? null : { code: 'RETURNED_STILL_HERE' }
}

function goodbye({ context }: SessionSnapshot): Screen {
  const { returning } = context
  const rows = returning?.rows ?? context.rows
  const left = rows.find(({ problem }) => problem !== null && LEFT_TO_STAFF.includes(problem.code))
  return {
    name: 'goodbye',
    reason: context.reason,
    visit: returning === null ? 'borrow' : 'return',
    lent: context.rows.filter((row) => row.lentNow).length,
    returned: returning === null ? 0 : returnCounts(context, returning).returned,
    receipt: context.receipt,
    settling: rows.filter((row) => !row.settled).length,
    onPad: countsOf(context).onPad,
    problem: context.problem ?? left?.problem ?? null,
  }
}

/** What a patron should hear once more on leaving. */
const LEFT_TO_STAFF: readonly Problem['code'][] = [
  'TAG_LEFT_ARMED',
  'RFID_TAG_LOCKED',
  'RETURN_GIVE_TO_STAFF',
]

const shown = (context: SessionContext): readonly RowFacts[] =>
  context.rows.filter((row) => !context.dismissed.includes(row.id))

function rowsOf(context: SessionContext): readonly ItemRow[] {
  return shown(context).map(({ tags, settled, lentNow, printLines, ...row }) => row)
}

function countsOf(context: SessionContext): Counts {
  const field =
    context.patron === null
      ? lendable(context).filter((tag) => !context.leftovers.includes(tag.uid))
      : lendable(context)
  const { items, unreadable, foreign, pending } = padContents(field, context.adopted)
  const rows = shown(context)
  const isDone = (row: RowFacts) => row.state === 'yours'
  const isNot = (row: RowFacts) =>
    row.state === 'refused' || row.state === 'attention' || row.state === 'uncertain'
  return {
    onPad: items.length + unreadable.length + foreign.length + pending,
    yours: rows.filter(isDone).length,
    inProgress: rows.filter((row) => !isDone(row) && !isNot(row)).length,
    notYours: rows.filter(isNot).length,
  }
}
