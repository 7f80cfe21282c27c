/** The screen's one wire to the agent: views in, intents out. */
import type { Intent } from '@lectern/device-agent/contract/intent'
import { SOCKET_PATH } from '@lectern/device-agent/contract/socket'
import type { View } from '@lectern/device-agent/contract/view'
import { AgentSocket } from '../wire/agent-socket.ts'

/** A touch is told to the agent at most so often. */
const STAY_MILLISECONDS = 2_000

export interface Link {
  readonly view: View | null
  readonly connected: boolean
  send(intent: Intent): void
  /** Somebody touched the screen. */
  touch(): void
}

export class SocketLink implements Link {
  view = $state.raw<View | null>(null)
  connected = $state(false)
  readonly #socket = new AgentSocket({
    path: SOCKET_PATH,
    take: (text) => this.#take(JSON.parse(text)),
    ended: () => {
      this.connected = false
      return true
    },
  })
  #lastSent = Number.NEGATIVE_INFINITY

  send(intent: Intent): void {
    // Of the screen's size nobody has to be there.
    if (this.#socket.send(intent) && intent.type !== 'screenSize') this.#lastSent = performance.now()
  }

  touch(): void {
    if (performance.now() - this.#lastSent >= STAY_MILLISECONDS) this.send({ type: 'stay' })
  }

  #take(view: View): void {
    if (!this.#socket.hears(view.boot)) return
    this.view = view
    this.connected = true
  }
}
