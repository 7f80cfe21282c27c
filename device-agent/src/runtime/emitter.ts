/** One kind of fact, told to everyone who listens. A listener that throws does not keep the others from hearing. */
export type Unsubscribe = () => void

export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>()
  readonly #onListenerError: (error: unknown) => void

  constructor(
    onListenerError: (error: unknown) => void = (error) =>
      queueMicrotask(() => {
        throw error
      }),
  ) {
    this.#onListenerError = onListenerError
  }
  listen(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  tell(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        this.#onListenerError(error)
      }
    }
  }
  get size(): number {
    return this.#listeners.size
  }
}
