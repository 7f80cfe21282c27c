/**
 * The wire of somebody who looks at the kiosk's screen. It does not come back by itself: looking ends with its
 * connection, and begins again when somebody wants it to.
 */
import type {
  LookAction,
  LookEnd,
  LookMessage,
  LookRefusal,
  LookView,
} from '@lectern/device-agent/contract/look'
import { LOOK_SOCKET_PATH } from '@lectern/device-agent/contract/look'
import { CLOSE_SIGN_IN } from '@lectern/device-agent/contract/staff-sign-in'

/** The agent tells something every second: after so much silence the connection is lost, whatever the browser thinks. */
const SILENCE_MILLISECONDS = 10_000

/** `lost`: the connection; `signIn`: the session has ended, or may do something else now. */
export type Over = { readonly why: LookEnd | 'lost' | 'signIn'; readonly by: string }

export class LookLink {
  look = $state.raw<LookView | null>(null)
  over = $state.raw<Over | null>(null)
  /** Why the last wish was refused; null after one that was not. */
  refused = $state.raw<LookRefusal | null>(null)
  readonly #socket: WebSocket
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor() {
    const socket = new WebSocket(new URL(LOOK_SOCKET_PATH, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)))
    socket.onclose = ({ code }) => this.#end(code === CLOSE_SIGN_IN ? 'signIn' : 'lost')
    this.#listen()
  }

  act(action: LookAction): void {
    this.refused = null
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(action))
  }
  refuse(why: LookRefusal): void {
    this.refused = why
  }
  close(): void {
    this.#end('left')
    this.#socket.close()
  }

  #take(message: LookMessage): void {
    this.#listen()
    if (message.type === 'over') this.#end(message.why, message.by)
    else if (message.type === 'refused') this.refused = message.why
    else if (this.over === null) this.look = message.look
  }

  #listen(): void {
    clearTimeout(this.#silence)
    if (this.over === null) this.#silence = setTimeout(() => this.#silent(), SILENCE_MILLISECONDS)
  }

  #silent(): void {
    this.#end('lost')
    this.#socket.close()
  }

  /** The first reason counts. What was seen goes with it. */
  #end(why: Over['why'], by = ''): void {
    clearTimeout(this.#silence)
    this.over ??= { why, by }
    this.look = null
  }
}
