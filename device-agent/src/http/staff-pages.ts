/** All connected pages of staff. */
import { type StaffAction, type StaffMessage, StaffRequest } from '../contract/staff-actions.ts'
import { ACTION_ROLES } from '../contract/staff-roles.ts'
import type { StaffPort } from '../monitoring/desk.ts'
import { detailOf } from '../staff/audit.ts'
import type { Caller } from '../staff/sign-in.ts'
import { Pages, type PagesOptions } from './pages.ts'
import { reader } from './read-message.ts'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

/** A desk, a back office, a few phones. */
export const STAFF_PAGES_MAX = 16

const readRequest = reader(StaffRequest)
const write = (message: StaffMessage): string => JSON.stringify(message)

export interface StaffPagesOptions extends Pick<PagesOptions, 'clock' | 'schedule'> {
  readonly staff: StaffPort
}

export class StaffPages extends Pages {
  readonly #callers: WeakMap<Wire, Caller>

  constructor({ staff, ...options }: StaffPagesOptions) {
    const callers = new WeakMap<Wire, Caller>()
    super({
      ...options,
      max: STAFF_PAGES_MAX,
      write: () => write({ type: 'view', view: staff.view() }),
      onView: (listener) => staff.onView(listener),
      receive: (text, wire) => {
        const asked = readRequest(text)
        if (asked === null) return false
        void act(staff, asked.action, callers.get(wire)).then((why) => {
          const { request } = asked
          wire.send(
            write(why === null ? { type: 'done', request } : { type: 'refused', request, why }),
            () => undefined,
          )
        })
        return true
      },
    })
    this.#callers = callers
  }

  joinAs(wire: Wire, caller: Caller): ScreenEvents | null {
    this.#callers.set(wire, caller)
    return this.join(wire)
  }
}

async function act(staff: StaffPort, action: StaffAction, caller: Caller | undefined) {
  const by = caller?.signed ?? null
  const why = caller?.may(ACTION_ROLES[action.type]) === true ? await staff.act(action) : 'role'
  const { type, ...about } = action
  // None of it is a patron's.
  if (!isRepeat(caller, action, why)) caller?.record(type, detailOf(about), why ?? 'done', by)
  return why
}

/** Outputs that each page holds: it says so twice a second, and the audit says it once. */
const held = new WeakMap<Caller, Set<string>>()

function isRepeat(caller: Caller | undefined, action: StaffAction, why: string | null): boolean {
  if (caller === undefined || action.type !== 'exercise') return false
  const outputs = held.get(caller) ?? new Set()
  held.set(caller, outputs)
  const before = outputs.has(action.signal)
  if (action.hold && why === null) outputs.add(action.signal)
  else outputs.delete(action.signal)
  return before && action.hold && why === null
}
