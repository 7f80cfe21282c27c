/** The open sockets of staff: one whose session has ended, or whose role has changed, is closed within seconds. */
import type { StaffRole } from '../contract/staff-roles.ts'
import { CLOSE_SIGN_IN } from '../contract/staff-sign-in.ts'
import type { Clock, TimerHandle } from '../runtime/clock.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Caller, SignIn } from '../staff/sign-in.ts'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

/** How often it is looked whether they still may: accounts are changed by another program, too. */
export const LOOK_MILLISECONDS = 5_000

interface Open {
  readonly caller: Caller
  readonly role: StaffRole | null
  readonly wire: Wire
}

export class StaffWires {
  readonly #clock: Clock
  readonly #open = new Set<Open>()
  readonly #unsubscribe: Unsubscribe
  #timer: TimerHandle | null = null

  constructor({ clock, signIn }: { readonly clock: Clock; readonly signIn: Pick<SignIn, 'onChange'> }) {
    this.#clock = clock
    this.#unsubscribe = signIn.onChange(() => this.#look())
  }

  /** Null where the caller may not; the wire is then closed. */
  join(
    wire: Wire,
    caller: Caller,
    needed: StaffRole,
    join: (wire: Wire, caller: Caller) => ScreenEvents | null,
  ): ScreenEvents | null {
    if (!caller.may(needed)) {
      wire.close(CLOSE_SIGN_IN, 'not with this role')
      return null
    }
    const events = join(wire, caller)
    if (events === null) return null
    const open = { caller, role: caller.signed?.role ?? null, wire }
    this.#open.add(open)
    this.#timer ??= this.#next()
    const gone = () => {
      this.#open.delete(open)
      events.gone()
    }
    return { received: (text) => events.received(text), ponged: () => events.ponged(), gone }
  }

  close(): void {
    this.#unsubscribe()
    this.#clock.clearTimeout(this.#timer)
    this.#open.clear()
  }

  #next(): TimerHandle {
    return this.#clock.setTimeout(() => {
      this.#timer = null
      this.#look()
      if (this.#open.size > 0) this.#timer = this.#next()
    }, LOOK_MILLISECONDS)
  }

  #look(): void {
    for (const open of this.#open) {
      if ((open.caller.signed?.role ?? null) === open.role) continue
      this.#open.delete(open)
      open.wire.close(CLOSE_SIGN_IN, 'sign in again')
    }
  }
}
