/** A page's one wire to the agent; it comes back by itself. */
import { CLOSE_RELOAD } from '@lectern/device-agent/contract/socket'

/** Pauses before the next try to connect; the last one stays. */
const BACK_OFF_MILLISECONDS = [200, 500, 1_000, 2_000]

export interface AgentSocketParts {
  readonly path: string
  take(text: string): void
  /** The connection is over. False where the page wants no other. */
  ended(code: number): boolean
}

export class AgentSocket {
  readonly #parts: AgentSocketParts
  #socket: WebSocket | null = null
  #failures = 0
  #boot: string | null = null
  #closed = false

  constructor(parts: AgentSocketParts) {
    this.#parts = parts
    this.#connect()
  }

  /** False where nobody hears it. */
  send(message: unknown): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  /** The agent that has started as `boot` tells something. False where it is another than before, and may serve another page. */
  hears(boot: string): boolean {
    if (this.#boot !== null && this.#boot !== boot) {
      this.#reload()
      return false
    }
    this.#boot = boot
    this.#failures = 0
    return true
  }

  /** For good. */
  close(): void {
    this.#closed = true
    this.#socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(new URL(this.#parts.path, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#parts.take(String(data))
    socket.onclose = ({ code }) => {
      const comesBack = this.#parts.ended(code)
      if (this.#closed || !comesBack) return
      if (code === CLOSE_RELOAD) return this.#reload()
      const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)]
      setTimeout(() => this.#connect(), pause)
    }
  }

  /** Not at once: an agent that keeps refusing must not be hammered. */
  #reload(): void {
    setTimeout(() => location.reload(), BACK_OFF_MILLISECONDS[1])
  }
}
