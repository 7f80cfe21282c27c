/** All connected pages of staff. */
import { type StaffMessage, StaffRequest } from '../contract/staff-actions.ts'
import type { StaffPort } from '../monitoring/desk.ts'
import { Pages, type PagesOptions } from './pages.ts'
import { reader } from './read-message.ts'
import type { Wire } from './screen.ts'

/** A desk, a back office, a few phones. */
export const STAFF_PAGES_MAX = 16

const readRequest = reader(StaffRequest)
const write = (message: StaffMessage): string => JSON.stringify(message)

export interface StaffPagesOptions extends Pick<PagesOptions, 'clock' | 'schedule'> {
  readonly staff: StaffPort
}

export class StaffPages extends Pages {
  constructor({ staff, ...options }: StaffPagesOptions) {
    super({
      ...options,
      max: STAFF_PAGES_MAX,
      write: () => write({ type: 'view', view: staff.view() }),
      onView: (listener) => staff.onView(listener),
      receive: (text, wire) => receive(staff, text, wire),
    })
  }
}

function receive(staff: StaffPort, text: string, wire: Wire): boolean {
  const asked = readRequest(text)
  if (asked === null) return false
  const { action, request } = asked
  void staff.act(action).then((why) => {
    wire.send(
      write(why === null ? { type: 'done', request } : { type: 'refused', request, why }),
      () => undefined,
    )
  })
  return true
}
