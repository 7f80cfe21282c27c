import type { StaffModeFacts } from '../../contract/staff-mode.ts'
import type { Screen } from '../../contract/view.ts'
import type { SessionSnapshot } from './session-machine.ts'
import { NO_STAFF } from './session-setup.ts'

/** `facts`: null while nobody has come in. */
export function staffScreen(snapshot: SessionSnapshot, facts: StaffModeFacts | null): Screen {
  const { field, problem, staff } = snapshot.context
  const { page, pauseSeconds, said, scan } = staff ?? NO_STAFF
  if (facts === null || !staffAreIn(snapshot)) return { name: 'staffPin', problem, pauseSeconds }
  const count = (...kinds: string[]) => field.filter(({ content }) => kinds.includes(content.kind)).length
  const pad = {
    items: count('item'),
    cards: count('patron'),
    others: count('foreign', 'unreadable', 'pending'),
  }
  const busy = snapshot.matches({ staff: { journey: { desk: 'working' } } })
  return { name: 'staff', page, facts, busy, said, pad, scan }
}

/** Past the PIN. */
export const staffAreIn = (snapshot: SessionSnapshot): boolean =>
  snapshot.matches({ staff: { journey: 'desk' } })
