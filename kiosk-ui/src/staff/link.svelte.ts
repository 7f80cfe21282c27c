/** A staff page's one wire to the agent: views in, actions out, each with its answer. */
import type { StaffView } from '@lectern/device-agent/contract/staff'
import type {
  StaffAction,
  StaffMessage,
  StaffRefusal,
  StaffRequest,
} from '@lectern/device-agent/contract/staff-actions'
import { CLOSE_SIGN_IN } from '@lectern/device-agent/contract/staff-sign-in'
import { STAFF_SOCKET_PATH } from '@lectern/device-agent/contract/staff-socket'
import { AgentSocket } from '../wire/agent-socket.ts'

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
  readonly #socket: AgentSocket
  readonly #signedOut: () => void
  #closed = false
  #request = 0
  #newest: string | null = null
  #drawnAt = Number.NEGATIVE_INFINITY
  readonly #waiting = new Map<number, (answer: Answer) => void>()

  /** `signedOut`: the session has ended, or may do something else now. */
  constructor(signedOut: () => void) {
    this.#signedOut = signedOut
    this.#socket = new AgentSocket({
      path: STAFF_SOCKET_PATH,
      take: (text) => this.#receive(text),
      ended: (code) => this.#ended(code),
    })
  }

  act(action: StaffAction): Promise<Answer> {
    const request: StaffRequest = { request: ++this.#request, action }
    return new Promise((resolve) => {
      if (this.#socket.send(request)) this.#waiting.set(request.request, resolve)
      else resolve('lost')
    })
  }

  close(): void {
    this.#closed = true
    this.#socket.close()
  }

  #ended(code: number): boolean {
    this.connected = false
    for (const answer of this.#waiting.values()) answer('lost')
    this.#waiting.clear()
    if (code !== CLOSE_SIGN_IN) return true
    if (!this.#closed) this.#signedOut()
    return false
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
    if (!this.#socket.hears(message.view.boot)) return
    this.view = message.view
    this.connected = true
  }
}
