import {
  LOOK_SOCKET_PATH,
  type LookAction,
  type LookMessage,
  type LookView,
} from '@lectern/device-agent/contract/look'
import { WebSocket } from 'ws'

/** How long a test waits for the kiosk to get somewhere before it fails. */
const PATIENCE_MILLISECONDS = 20_000

/** A member of staff who looks at the screen, without a browser. Everything that was ever sent to them is kept as it came. */
export class LookClient {
  readonly heard: string[] = []
  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()
  /** Of the socket's end; null while it is open. */
  closedWith: number | null = null

  private constructor(socket: WebSocket) {
    this.#socket = socket
    const look = () => {
      for (const check of [...this.#waiting]) check()
    }
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      this.heard.push(data.toString())
      look()
    })
    socket.on('close', (code) => {
      this.closedWith = code
      look()
    })
  }

  /** `cookie`: of somebody who has signed in. */
  static open(address: string, cookie: string): LookClient {
    const { host, origin } = new URL(address)
    return new LookClient(new WebSocket(`ws://${host}${LOOK_SOCKET_PATH}`, { origin, headers: { cookie } }))
  }

  get messages(): readonly LookMessage[] {
    return this.heard.map((text) => JSON.parse(text) as LookMessage)
  }
  get look(): LookView | null {
    return this.messages.findLast((message) => message.type === 'look')?.look ?? null
  }
  act(action: LookAction): void {
    this.#socket.send(JSON.stringify(action))
  }
  until(what: string, fits: (client: LookClient) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(check)
      }
      const check = () => {
        if (!fits(this)) return
        end()
        resolve()
      }
      const timer = setTimeout(() => {
        end()
        reject(new Error(`waited in vain for ${what}; heard last ${this.heard.at(-1)}`))
      }, PATIENCE_MILLISECONDS)
      this.#waiting.add(check)
      check()
    })
  }
  /** The connection breaks, without a farewell. */
  cut(): void {
    this.#socket.terminate()
  }
}
