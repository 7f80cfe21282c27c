/** The drop screen's one wire to the agent: views in, one wish out. */
import {
  DROP_SOCKET_PATH,
  type DropScreenIntent,
  type DropScreenView,
} from '@lectern/device-agent/contract/drop-screen'
import { AgentSocket } from '../wire/agent-socket.ts'

export interface DropLink {
  readonly view: DropScreenView | null
  readonly connected: boolean
  send(intent: DropScreenIntent): void
}

export class DropSocketLink implements DropLink {
  view = $state.raw<DropScreenView | null>(null)
  connected = $state(false)
  readonly #socket = new AgentSocket({
    path: DROP_SOCKET_PATH,
    take: (text) => this.#take(JSON.parse(text)),
    ended: () => {
      this.connected = false
      return true
    },
  })

  send(intent: DropScreenIntent): void {
    this.#socket.send(intent)
  }

  #take(view: DropScreenView): void {
    if (!this.#socket.hears(view.boot)) return
    this.view = view
    this.connected = true
  }
}
