/** The tag page's wire to the agent: views in, actions out; it comes back by itself. */
import { CLOSE_RELOAD } from '@lectern/device-agent/contract/socket'
import { CLOSE_SIGN_IN } from '@lectern/device-agent/contract/staff-sign-in'
import {
  TAGS_SOCKET_PATH,
  type TagToolAction,
  type TagToolMessage,
  type TagToolView,
} from '@lectern/device-agent/contract/tag-tool'

/** Pauses before the next try to connect; the last one stays. */
const BACK_OFF_MILLISECONDS = [200, 500, 1_000, 2_000]

export class TagLink {
  view = $state.raw<TagToolView | null>(null)
  connected = $state(false)
  #socket: WebSocket | null = null
  #failures = 0
  #closed = false

  constructor() {
    this.#connect()
  }

  act(action: TagToolAction): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(action))
  }
  close(): void {
    this.#closed = true
    this.#socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(new URL(TAGS_SOCKET_PATH, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => {
      const { view }: TagToolMessage = JSON.parse(String(data))
      this.view = view
      this.connected = true
      this.#failures = 0
    }
    socket.onclose = ({ code }) => {
      this.connected = false
      // The desk's own link hears of it, too, and asks who is there.
      if (this.#closed || code === CLOSE_SIGN_IN) return
      const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)]
      if (code === CLOSE_RELOAD) setTimeout(() => location.reload(), pause)
      else setTimeout(() => this.#connect(), pause)
    }
  }
}
