/** A staff page's one wire to the agent: views in, actions out, each with its answer; it comes back by itself. */
import { CLOSE_RELOAD } from '@lectern/device-agent/contract/socket'
import type { StaffView } from '@lectern/device-agent/contract/staff'
import type {
  StaffAction,
  StaffMessage,
  StaffRefusal,
  StaffRequest,
} from '@lectern/device-agent/contract/staff-actions'
import { CLOSE_SIGN_IN } from '@lectern/device-agent/contract/staff-sign-in'
import { STAFF_SOCKET_PATH } from '@lectern/device-agent/contract/staff-socket'

/** Pauses before the next try to connect; the last one stays. */
const BACK_OFF_MILLISECONDS = [200, 500, 1_000, 2_000]

/** A view is drawn at most so often; of those that come faster only the newest is read at all. */
const DRAW_MILLISECONDS = 33
/** How each view's message begins. */
const VIEW_BEGINS = '{"type":"view"'

/** `lost`: nobody heard it, or the answer did not come. */
export type Answer = StaffRefusal | 'lost' | null

export interface StaffLink {
  readonly view: StaffView | null
  readonly connected: boolean
  /** Resolves null where it was done. Never rejects. */
  act(action: StaffAction): Promise<Answer>
  close(): void
}

export class StaffSocketLink implements StaffLink {
  view = $state.raw<StaffView | null>(null)
  connected = $state(false)
  #socket: WebSocket | null = null
  #failures = 0
  #request = 0
  #newest: string | null = null
  #drawnAt = Number.NEGATIVE_INFINITY
  readonly #waiting = new Map<number, (answer: Answer) => void>()

  readonly #signedOut: () => void
  #closed = false

  /** `signedOut`: the session has ended, or may do something else now. */
  constructor(signedOut: () => void) {
    this.#signedOut = signedOut
    this.#connect()
  }

  act(action: StaffAction): Promise<Answer> {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve('lost')
    const request: StaffRequest = { request: ++this.#request, action }
    return new Promise((resolve) => {
      this.#waiting.set(request.request, resolve)
      socket.send(JSON.stringify(request))
    })
  }

  close(): void {
    this.#closed = true
    this.#socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(new URL(STAFF_SOCKET_PATH, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#receive(String(data))
    socket.onclose = ({ code }) => {
      this.connected = false
      for (const answer of this.#waiting.values()) answer('lost')
      this.#waiting.clear()
      if (this.#closed) return
      if (code === CLOSE_SIGN_IN) return this.#signedOut()
      if (code === CLOSE_RELOAD) return this.#reload()
      const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)]
      setTimeout(() => this.#connect(), pause)
    }
  }

  #receive(text: string): void {
    if (!text.startsWith(VIEW_BEGINS)) return this.#take(JSON.parse(text))
    const waits = this.#newest !== null
    this.#newest = text
    if (waits) return
    const wait = this.#drawnAt + DRAW_MILLISECONDS - performance.now()
    if (wait <= 0) this.#draw()
    else setTimeout(() => this.#draw(), wait)
  }

  #draw(): void {
    const text = this.#newest
    this.#newest = null
    this.#drawnAt = performance.now()
    if (text !== null) this.#take(JSON.parse(text))
  }

  #take(message: StaffMessage): void {
    if (message.type !== 'view') {
      this.#waiting.get(message.request)?.(message.type === 'done' ? null : message.why)
      this.#waiting.delete(message.request)
      return
    }
    // Another start of the agent may serve another page.
    if (this.view !== null && this.view.boot !== message.view.boot) return this.#reload()
    this.view = message.view
    this.connected = true
    this.#failures = 0
  }

  /** Not at once: an agent that keeps refusing must not be hammered. */
  #reload(): void {
    setTimeout(() => location.reload(), BACK_OFF_MILLISECONDS[1])
  }
}
