/** All connected pages of staff: each sees the same view and may act. */
import { CLOSE_GOING_AWAY, CLOSE_TOO_MANY_SCREENS } from '../contract/socket.ts'
import { type StaffMessage, StaffRequest } from '../contract/staff-actions.ts'
import type { StaffPort } from '../monitoring/desk.ts'
import type { Clock } from '../runtime/clock.ts'
import { reader } from './read-message.ts'
import { Screen, type Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

/** A desk, a back office, a few phones. */
export const STAFF_PAGES_MAX = 16

const readRequest = reader(StaffRequest)
const write = (message: StaffMessage): string => JSON.stringify(message)

export interface StaffPagesOptions {
  readonly staff: StaffPort
  readonly clock: Clock
  /** Puts the sending off to the end of the tick, so that many changes are one message. */
  readonly schedule?: (send: () => void) => void
}

export class StaffPages {
  readonly #options: StaffPagesOptions
  readonly #schedule: (send: () => void) => void
  readonly #unsubscribe: () => void
  readonly #pages = new Set<Screen>()
  #scheduled = false
  #text: string | null = null

  constructor(options: StaffPagesOptions) {
    this.#options = options
    this.#schedule = options.schedule ?? setImmediate
    this.#unsubscribe = options.staff.onView(() => this.#changed())
  }

  get count(): number {
    return this.#pages.size
  }

  /** Null where there is no room; the wire is then closed. */
  join(wire: Wire): ScreenEvents | null {
    if (this.#pages.size >= STAFF_PAGES_MAX) {
      wire.close(CLOSE_TOO_MANY_SCREENS, 'too many pages')
      return null
    }
    const leave = () => {
      page.gone()
      this.#pages.delete(page)
    }
    const page: Screen = new Screen({
      wire,
      clock: this.#options.clock,
      newest: () => this.#newest(),
      receive: (text) => this.#receive(wire, text),
      onDead: leave,
    })
    this.#pages.add(page)
    page.show()
    return { received: (text) => page.received(text), ponged: () => page.ponged(), gone: leave }
  }

  close(): void {
    this.#unsubscribe()
    for (const page of this.#pages) {
      page.close(CLOSE_GOING_AWAY, 'the agent stops')
      page.gone()
    }
    this.#pages.clear()
  }

  #changed(): void {
    this.#text = null
    if (this.#scheduled) return
    this.#scheduled = true
    this.#schedule(() => {
      this.#scheduled = false
      for (const page of this.#pages) page.show()
    })
  }

  #newest(): string {
    this.#text ??= write({ type: 'view', view: this.#options.staff.view() })
    return this.#text
  }

  #receive(wire: Wire, text: string): boolean {
    const asked = readRequest(text)
    if (asked === null) return false
    const { action, request } = asked
    void this.#options.staff.act(action).then((why) => {
      wire.send(
        write(why === null ? { type: 'done', request } : { type: 'refused', request, why }),
        () => undefined,
      )
    })
    return true
  }
}
