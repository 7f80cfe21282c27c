/** Connected pages that all see the same view and may all act. */
import { CLOSE_GOING_AWAY, CLOSE_TOO_MANY_SCREENS } from '../contract/socket.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import { Screen, type Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'

export interface PagesOptions {
  readonly clock: Clock
  /** So many at a time. */
  readonly max: number
  /** The message that shows the view as it is now. */
  write(): string
  /** Told that it has changed. */
  onView(listener: () => void): Unsubscribe
  /** False for what no page sends. */
  receive(text: string, wire: Wire): boolean
  /** The last page has left. */
  onEmpty?(): void
  /** Puts the sending off to the end of the tick, so that many changes are one message. */
  readonly schedule?: (send: () => void) => void
}

export class Pages {
  readonly #options: PagesOptions
  readonly #schedule: (send: () => void) => void
  readonly #unsubscribe: Unsubscribe
  readonly #pages = new Set<Screen>()
  #scheduled = false
  /** Made once for all. */
  #text: string | null = null

  constructor(options: PagesOptions) {
    this.#options = options
    this.#schedule = options.schedule ?? setImmediate
    this.#unsubscribe = options.onView(() => this.#changed())
  }

  get count(): number {
    return this.#pages.size
  }

  /** Null where there is no room; the wire is then closed. */
  join(wire: Wire): ScreenEvents | null {
    const { clock, max, onEmpty, receive } = this.#options
    if (this.#pages.size >= max) {
      wire.close(CLOSE_TOO_MANY_SCREENS, 'too many pages')
      return null
    }
    const leave = () => {
      page.gone()
      this.#pages.delete(page)
      if (this.#pages.size === 0) onEmpty?.()
    }
    const page: Screen = new Screen({
      wire,
      clock,
      newest: () => this.#newest(),
      receive: (text) => receive(text, wire),
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
    this.#text ??= this.#options.write()
    return this.#text
  }
}
