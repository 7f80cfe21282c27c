import type { Intent } from '@lectern/device-agent/contract/intent'
import { SOCKET_PATH } from '@lectern/device-agent/contract/socket'
import type { Screen, View } from '@lectern/device-agent/contract/view'
import { WebSocket } from 'ws'

/** How long a test waits for the kiosk to get somewhere before it fails. */
const PATIENCE_MILLISECONDS = 20_000

/** A screen without a browser: gets the page's cookie, opens the socket, keeps the newest view. */
export class ScreenClient {
  #view: View
  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()
  /** Every screen's name in order, without repeats. */
  readonly path: Screen['name'][] = []

  private constructor(socket: WebSocket, first: View) {
    this.#socket = socket
    this.#view = first
    this.path.push(first.screen.name)
    socket.on('message', (data) => {
      const view: View = JSON.parse(data.toString())
      this.#view = view
      if (this.path.at(-1) !== view.screen.name) this.path.push(view.screen.name)
      for (const check of [...this.#waiting]) check()
    })
    socket.on('error', () => undefined)
  }

  static async open(address: string): Promise<ScreenClient> {
    const page = await fetch(address)
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    await page.text()
    const url = new URL(SOCKET_PATH, address)
    const socket = new WebSocket(`ws://${url.host}${url.pathname}`, {
      headers: { cookie, origin: new URL(address).origin },
    })
    const first = await new Promise<View>((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(data.toString())))
      socket.once('error', reject)
      socket.once('close', (code) => reject(new Error(`the kiosk closed the screen's socket: ${code}`)))
    })
    return new ScreenClient(socket, first)
  }

  get view(): View {
    return this.#view
  }
  get screen(): Screen {
    return this.#view.screen
  }
  get rows() {
    const { screen } = this
    return screen.name === 'items' || screen.name === 'finish' ? screen.rows : []
  }
  send(intent: Intent): void {
    this.#socket.send(JSON.stringify(intent))
  }
  /** Resolves with the first view that fits, now or later. */
  until(what: string, fits: (view: View) => boolean): Promise<View> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(check)
      }
      const check = () => {
        if (!fits(this.#view)) return
        end()
        resolve(this.#view)
      }
      const timer = setTimeout(() => {
        end()
        reject(new Error(`waited in vain for ${what}; the view is ${JSON.stringify(this.#view, null, 1)}`))
      }, PATIENCE_MILLISECONDS)
      this.#waiting.add(check)
      check()
    })
  }
  untilScreen(name: Screen['name']): Promise<View> {
    return this.until(`the screen ${name}`, (view) => view.screen.name === name)
  }
  close(): void {
    this.#socket.terminate()
  }
}
