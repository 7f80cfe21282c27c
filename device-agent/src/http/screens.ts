/** All connected screens: one acts, the others mirror it. When the acting one goes, the oldest takes over. */
import { Intent } from '../contract/intent.ts'
import { CLOSE_GOING_AWAY, CLOSE_TOO_MANY_SCREENS } from '../contract/socket.ts'
import type { View } from '../contract/view.ts'
import { screenPicture } from '../monitoring/commands/screen-picture.ts'
import type { Clock } from '../runtime/clock.ts'
import type { KioskPort } from './kiosk-port.ts'
import { reader } from './read-message.ts'
import { Screen, type Wire } from './screen.ts'

/** A kiosk has one screen; a few more are staff looking over the shoulder. */
export const SCREENS_MAX = 8

const readIntent = reader(Intent)

export interface ScreensOptions {
  readonly kiosk: KioskPort
  readonly clock: Clock
  /** An intent's handler threw: a bug, told and survived. */
  onError(error: unknown): void
  /** Puts the sending off to the end of the tick, so that many changes are one message. */
  readonly schedule?: (send: () => void) => void
}

/** What the server passes on from one socket. */
export interface ScreenEvents {
  /** null for a binary message. */
  received(text: string | null): void
  ponged(): void
  gone(): void
}

export class Screens {
  readonly #options: ScreensOptions
  readonly #schedule: (send: () => void) => void
  readonly #unsubscribe: () => void
  /** In order of arrival. */
  readonly #screens: Screen[] = []
  #acting: Screen | null = null
  #scheduled = false
  #texts: { acting?: string; mirror?: string } = {}

  constructor(options: ScreensOptions) {
    this.#options = options
    this.#schedule = options.schedule ?? setImmediate
    this.#unsubscribe = options.kiosk.onView(() => this.#changed())
  }

  get count(): number {
    return this.#screens.length
  }

  /** Null where there is no room; the wire is then closed. */
  join(wire: Wire): ScreenEvents | null {
    if (this.#screens.length >= SCREENS_MAX) {
      wire.close(CLOSE_TOO_MANY_SCREENS, 'too many screens')
      return null
    }
    const screen: Screen = new Screen({
      wire,
      clock: this.#options.clock,
      newest: () => this.#text(screen),
      receive: (text) => {
        const intent = readIntent(text)
        if (intent !== null) this.#intent(screen, intent)
        return intent !== null
      },
      onDead: () => this.#leave(screen),
    })
    this.#screens.push(screen)
    this.#acting ??= screen
    screen.show()
    return {
      received: (text) => screen.received(text),
      ponged: () => screen.ponged(),
      gone: () => this.#leave(screen),
    }
  }

  close(): void {
    this.#unsubscribe()
    for (const screen of [...this.#screens]) {
      screen.close(CLOSE_GOING_AWAY, 'the agent stops')
      screen.gone()
    }
    this.#screens.length = 0
  }

  #changed(): void {
    this.#texts = {}
    if (this.#scheduled) return
    this.#scheduled = true
    this.#schedule(() => {
      this.#scheduled = false
      for (const screen of this.#screens) screen.show()
    })
  }

  /** Made once for all screens that show the same. */
  #text(screen: Screen): string {
    const role = screen === this.#acting ? 'acting' : 'mirror'
    this.#texts[role] ??= this.#write(role === 'mirror')
    return this.#texts[role]
  }

  #write(mirror: boolean): string {
    const { help, ...own } = this.#options.kiosk.view()
    // Nobody looks over the patron's shoulder unseen: another browser has to take over before it shows who is there.
    const view: View = { ...(mirror ? screenPicture(own) : own), help, mirror }
    return JSON.stringify(view)
  }

  #intent(screen: Screen, intent: Intent): void {
    const mirrors = screen !== this.#acting
    if (intent.type === 'takeOver') {
      if (!mirrors) return
      this.#acting = screen
      this.#changed()
    } else if (!mirrors) {
      try {
        this.#options.kiosk.intent(intent)
      } catch (error) {
        this.#options.onError(error)
      }
    }
  }

  #leave(screen: Screen): void {
    screen.gone()
    const index = this.#screens.indexOf(screen)
    if (index === -1) return
    this.#screens.splice(index, 1)
    if (screen !== this.#acting) return
    this.#acting = this.#screens[0] ?? null
    this.#changed()
  }
}
