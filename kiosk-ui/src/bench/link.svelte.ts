import type { BenchAction, BenchState } from '@lectern/device-agent/contract/bench'

/** As the bench's own (`contract/bench.ts`). */
const SOCKET_PATH = '/bench/socket'
const RETRY_MILLISECONDS = 1_000

export class BenchLink {
  state = $state.raw<BenchState | null>(null)
  connected = $state(false)
  #socket: WebSocket | null = null

  constructor() {
    this.#connect()
  }
  act(action: BenchAction): void {
    this.#socket?.send(JSON.stringify(action))
  }
  #connect(): void {
    const socket = new WebSocket(new URL(SOCKET_PATH, location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onmessage = ({ data }) => {
      this.state = JSON.parse(String(data))
      this.connected = true
    }
    socket.onclose = () => {
      this.connected = false
      setTimeout(() => this.#connect(), RETRY_MILLISECONDS)
    }
  }
}
