/** What is told of a connection: its state, the server's newest word, and what went wrong so far. */
import type { Fields } from '../protocol/codec.ts'
import type { ConnectionState, ConnectionStatus } from './contract.ts'

export class Board {
  readonly #listeners = new Set<(status: ConnectionStatus) => void>()
  readonly #counters: Record<string, number> = {}
  #state: ConnectionState = 'stopped'
  #detail = ''
  #server: Fields<'acsStatus'> | null = null
  /** The server says something else of itself than it did. */
  #isNew = false

  get state(): ConnectionState {
    return this.#state
  }
  get detail(): string {
    return this.#detail
  }
  get status(): ConnectionStatus {
    return {
      state: this.#state,
      detail: this.#detail,
      server: this.#server,
      counters: { ...this.#counters },
    }
  }
  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  hear(server: Fields<'acsStatus'>): void {
    this.#isNew ||= this.#server !== null && wordOf(server) !== wordOf(this.#server)
    this.#server = server
  }
  readonly count = (counter: string): void => {
    this.#counters[counter] = (this.#counters[counter] ?? 0) + 1
  }
  /** Listeners hear of changes only. */
  become(state: ConnectionState, detail: string): void {
    if (this.#state === state && this.#detail === detail && !this.#isNew) return
    this.#isNew = false
    this.#state = state
    this.#detail = detail
    for (const listener of [...this.#listeners]) listener(this.status)
  }
}

/** All but the time, which is another one every time. */
const wordOf = (server: Fields<'acsStatus'>): string => JSON.stringify({ ...server, dateTimeSync: '' })
