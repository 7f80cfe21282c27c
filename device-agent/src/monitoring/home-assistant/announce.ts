/** Announces the kiosk to Home Assistant: when it starts, when what it is has changed, and when Home Assistant is back. */
import type { Incoming } from '../mqtt/contract.ts'
import type { Facts } from '../mqtt/topics.ts'
import { discovery } from './discovery.ts'
import type { NamedBin } from './drop-entities.ts'

export interface HomeOptions {
  /** Where it is told, and where Home Assistant says that it is there. */
  readonly config: string
  readonly status: string
  /** '{base}/{site}/{kiosk}'. */
  readonly prefix: string
  readonly info: () => Facts<'info'>
  readonly bins: () => readonly NamedBin[]
  /** Kept by the broker. */
  readonly announce: (topic: string, payload: string) => void
}

export class Home {
  readonly #options: HomeOptions
  #told = ''

  constructor(options: HomeOptions) {
    this.#options = options
  }

  /** Nothing happens where all is as it was told. */
  refresh(): void {
    const words = this.#words()
    if (words !== this.#told) this.#tell(words)
  }

  /** A Home Assistant that has just started hears it once more, should the broker have kept nothing. */
  take({ payload, topic }: Pick<Incoming, 'payload' | 'topic'>): void {
    if (topic === this.#options.status && payload.toString('utf8') === 'online') this.#tell(this.#words())
  }

  #words(): string {
    const { bins, info, prefix } = this.#options
    return JSON.stringify(discovery({ prefix, info: info(), bins: bins() }))
  }

  #tell(words: string): void {
    this.#told = words
    this.#options.announce(this.#options.config, words)
  }
}
