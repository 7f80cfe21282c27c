/** A cable within this process: bytes arrive in the same moment of whatever clock is used, so that all delay is somebody's own. */
import type { Accept } from '@lectern/device-agent/transports/emulator-host'
import { type ByteStream, type Transport, TransportError } from '@lectern/device-agent/transports/transport'

export class Wire implements Transport {
  /** Of a serial server: drivers take their framing from it. */
  readonly url = 'tcp://127.0.0.1:1'
  readonly #accept: Accept
  readonly #cuts = new Set<(error: TransportError) => void>()
  #plugged = true

  constructor(accept: Accept) {
    this.#accept = accept
  }

  /** Pulls the cable, or puts it back. */
  plug(plugged: boolean): void {
    this.#plugged = plugged
    if (!plugged) for (const cut of [...this.#cuts]) cut(new TransportError('the cable was pulled'))
  }

  async open(): Promise<ByteStream> {
    if (!this.#plugged) throw new TransportError('no cable')
    let open = true
    // What comes before somebody listens waits, as in a socket.
    const early: Uint8Array[] = []
    let toDriver: (chunk: Uint8Array) => void = (chunk) => void early.push(chunk)
    let toDevice: (chunk: Uint8Array) => void = () => undefined
    let over: TransportError | null | undefined
    let ended: (error: TransportError | null) => void = (error) => {
      over = error
    }
    let closed: () => void = () => undefined
    const end = (error: TransportError | null) => {
      if (!open) return
      open = false
      this.#cuts.delete(end)
      closed()
      ended(error)
    }
    this.#cuts.add(end)
    this.#accept({
      send: (bytes) => queueMicrotask(() => void (open && toDriver(bytes.slice()))),
      onData: (listener) => {
        toDevice = listener
      },
      onClose: (listener) => {
        closed = listener
      },
      cut: () => queueMicrotask(() => end(new TransportError('the line broke'))),
    })
    return {
      write: async (bytes) => {
        if (!open) throw new TransportError('the line is closed')
        queueMicrotask(() => void (open && toDevice(bytes.slice())))
      },
      onData: (listener) => {
        toDriver = listener
        for (const chunk of early.splice(0)) listener(chunk)
      },
      onEnd: (listener) => {
        ended = listener
        if (over !== undefined) listener(over)
      },
      close: async () => end(null),
      notes: [],
    }
  }
}
