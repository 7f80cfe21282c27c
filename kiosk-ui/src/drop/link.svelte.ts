/** The drop screen's one wire to the agent: views in, one wish out; it comes back by itself. */
import {
  DROP_SOCKET_PATH,
  type DropScreenIntent,
  type DropScreenView,
} from '@lectern/device-agent/contract/drop-screen'
import { CLOSE_RELOAD } from '@lectern/device-agent/contract/socket'

/** Pauses before the next try to connect; the last one stays. */
const BACK_OFF_MILLISECONDS = [200, 500, 1_000, 2_000]

export interface DropLink {
  readonly view: DropScreenView | null
  readonly connected: boolean
  send(intent: DropScreenIntent): void
}

export class DropSocketLink implements DropLink {
  view = $state.raw<DropScreenView | null>(null)
  connected = $state(false)
  #socket: WebSocket | null = null
  #failures = 0

  constructor() {
    this.#connect()
  }

  send(intent: DropScreenIntent): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(intent))
  }

  #connect(): void {
    const socket = new WebSocket(new URL(DROP_SOCKET_PATH, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)))
    socket.onclose = ({ code }) => {
      this.connected = false
      if (code === CLOSE_RELOAD) return this.#reload()
      const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)]
      setTimeout(() => this.#connect(), pause)
    }
  }

  #take(view: DropScreenView): void {
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
