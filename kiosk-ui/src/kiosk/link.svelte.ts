/** The screen's one wire to the agent: views in, intents out; it comes back by itself. */
import type { Intent } from '@lectern/device-agent/contract/intent'
import { CLOSE_RELOAD, SOCKET_PATH } from '@lectern/device-agent/contract/socket'
import type { View } from '@lectern/device-agent/contract/view'

/** Pauses before the next try to connect; the last one stays. */
const BACK_OFF_MILLISECONDS = [200, 500, 1_000, 2_000]
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
  #socket: WebSocket | null = null
  #failures = 0
  #lastSent = Number.NEGATIVE_INFINITY

  constructor() {
    this.#connect()
  }

  send(intent: Intent): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    // Of the screen's size nobody has to be there.
    if (intent.type !== 'screenSize') this.#lastSent = performance.now()
    this.#socket.send(JSON.stringify(intent))
  }

  touch(): void {
    if (performance.now() - this.#lastSent >= STAY_MILLISECONDS) this.send({ type: 'stay' })
  }

  #connect(): void {
    const socket = new WebSocket(new URL(SOCKET_PATH, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)))
    socket.onclose = ({ code }) => {
      this.connected = false
      if (code === CLOSE_RELOAD) return this.#reload()
      const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)]
      setTimeout(() => this.#connect(), pause)
    }
  }

  #take(view: View): void {
    // Another start of the agent may serve another screen.
    if (this.view !== null && this.view.boot !== view.boot) return this.#reload()
    this.view = view
    this.connected = true
    this.#failures = 0
  }

  /** Not at once: an agent that keeps refusing must not be hammered. */
  #reload(): void {
    setTimeout(() => location.reload(), BACK_OFF_MILLISECONDS[1])
  }
}
