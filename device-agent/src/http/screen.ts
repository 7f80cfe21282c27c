/** One connected screen: gets the newest view, is watched for life, and is shut out when it talks nonsense. */
import { CLOSE_BAD_MESSAGES } from '../contract/socket.ts'
import type { Clock, TimerHandle } from '../runtime/clock.ts'

/** The socket under a screen. */
export interface Wire {
  /** Bytes handed over and not yet taken by the other side. */
  bufferedBytes(): number
  /** `taken` is called when the bytes have left this process. */
  send(text: string, taken: () => void): void
  ping(): void
  close(code: number, reason: string): void
  /** Ends without a farewell. */
  terminate(): void
}

/** A screen that has more than this on the way gets no older view after it: only the newest, once there is room. */
export const BUFFERED_MAX_BYTES = 256 * 1024
/** Longest message a screen may send. */
export const MESSAGE_MAX_BYTES = 4 * 1024
/** With so many messages that make no sense, the connection is closed. */
export const BAD_MESSAGES_MAX = 3
export const PING_INTERVAL_MILLISECONDS = 5_000
/** With so many pings unanswered, the screen is dead. */
export const UNANSWERED_PINGS_MAX = 2

export interface ScreenOptions {
  readonly wire: Wire
  readonly clock: Clock
  /** The newest view as text, for this screen. */
  newest(): string
  /** Takes what the screen says; false where it makes no sense. */
  receive(text: string): boolean
  /** Called once, when the screen answers no pings any more. */
  onDead(): void
}

export class Screen {
  readonly #options: ScreenOptions
  #timer: TimerHandle
  #behind = false
  #badMessages = 0
  #unanswered = 0

  constructor(options: ScreenOptions) {
    this.#options = options
    this.#timer = this.#nextPing()
  }

  /** Sends the newest view, now or as soon as there is room. */
  show(): void {
    const { wire, newest } = this.#options
    this.#behind = wire.bufferedBytes() > BUFFERED_MAX_BYTES
    if (this.#behind) return
    wire.send(newest(), () => {
      if (this.#behind) this.show()
    })
  }

  /** Text the screen sent; null for what is not text. */
  received(text: string | null): void {
    this.#unanswered = 0
    if (text !== null && this.#options.receive(text)) return
    if (++this.#badMessages === BAD_MESSAGES_MAX)
      this.#options.wire.close(CLOSE_BAD_MESSAGES, 'makes no sense')
  }

  ponged(): void {
    this.#unanswered = 0
  }

  /** The socket is gone: no timer is left. */
  gone(): void {
    this.#options.clock.clearTimeout(this.#timer)
    this.#behind = false
  }

  close(code: number, reason: string): void {
    this.#options.wire.close(code, reason)
  }

  #nextPing(): TimerHandle {
    return this.#options.clock.setTimeout(() => this.#ping(), PING_INTERVAL_MILLISECONDS)
  }

  #ping(): void {
    if (this.#unanswered === UNANSWERED_PINGS_MAX) {
      this.#options.wire.terminate()
      this.#options.onDead()
      return
    }
    this.#unanswered++
    this.#options.wire.ping()
    this.#timer = this.#nextPing()
  }
}
