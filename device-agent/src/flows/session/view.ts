import type { Counts, ItemRow, Problem, Screen, View } from '../../contract/view.ts'
import type { RowFacts } from '../checkout/row.ts'
import { padContents } from './pad-items.ts'
import type { SessionContext } from './session-context.ts'
import type { SessionSnapshot } from './session-machine.ts'

/** What of the view does not come from the session. */
export interface ViewFrame {
  readonly boot: string
  readonly revision: number
  readonly library: View['library']
  readonly kiosk: View['kiosk']
}

/** The session's state as the patron sees it. Pure: the same state always draws the same view. */
export function toView(snapshot: SessionSnapshot, frame: ViewFrame): Omit<View, 'mirror'> {
  const { context } = snapshot
  return {
    ...frame,
    preferences: context.preferences,
    devices: context.around.devices,
    screen: screenOf(snapshot),
    dialog: context.dialog,
    inactivity: context.secondsLeft > 0 ? { secondsLeft: context.secondsLeft } : null,
  }
}

function screenOf(snapshot: SessionSnapshot): Screen {
  const { context } = snapshot
  const counts = countsOf(context)
  const { problem } = context
  if (snapshot.matches('attract')) {
    const { closedBecause } = context.around
    if (closedBecause !== null) return { name: 'closed', problem: { code: closedBecause } }
    return { name: 'attract', counts, problem: problem ?? offlineWelcome(context) }
  }
  if (snapshot.matches('goodbye')) return goodbye(snapshot)
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
      problem: problem ?? absence(context),
      holdsReady: patron?.holdsReady ?? null,
    }
  }
  if (snapshot.matches({ present: { journey: 'finish' } })) {
    const { printerProblem } = context.around
    return {
      name: 'finish',
      counts,
      rows: rowsOf(context),
      receipt: printerProblem === null ? { kind: 'ask' } : { kind: 'unavailable', problem: printerProblem },
    }
  }
  return { name: 'identify', counts, problem }
}

/** Before anybody is known: that lending goes on without the library system, and how far. */
function offlineWelcome({ around, settings }: SessionContext): Problem | null {
  return around.lendsOffline ? { code: 'OFFLINE_LENDING', params: { count: settings.offlineItemsMax } } : null
}

/** What the patron should know about a library system that is away, or null. */
function absence({ around, patron, rows, settings }: SessionContext): Problem | null {
  if (around.ilsOnline) return null
  if (!around.lendsOffline || patron?.vouched !== true) return { code: 'ILS_AWAY' }
  const promised = rows.filter((row) => row.provisional && row.lentNow).length
  const count = Math.max(0, settings.offlineItemsMax - patron.promisedBefore - promised)
  return { code: 'OFFLINE_LENDING', params: { count } }
}

function goodbye(snapshot: SessionSnapshot): Screen {
  const { context } = snapshot
  const armed = context.rows.some((row) => row.problem?.code === 'TAG_LEFT_ARMED')
  return {
    name: 'goodbye',
    reason: context.reason,
    lent: context.rows.filter((row) => row.lentNow).length,
    receipt: context.receipt,
    settling: context.rows.filter((row) => !row.settled).length,
    onPad: countsOf(context).onPad,
    problem: context.problem ?? (armed ? { code: 'TAG_LEFT_ARMED' } : null),
  }
}

const shown = (context: SessionContext): readonly RowFacts[] =>
  context.rows.filter((row) => !context.dismissed.includes(row.id))

function rowsOf(context: SessionContext): readonly ItemRow[] {
  return shown(context).map(({ tags, settled, lentNow, printLines, ...row }) => row)
}

function countsOf(context: SessionContext): Counts {
  const field =
    context.patron === null
      ? context.field.filter((tag) => !context.leftovers.includes(tag.uid))
      : context.field
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
