/** Items that are being taken back now: whoever else would switch their tags stands back meanwhile. */
export class Claims {
  readonly #items = new Map<string, number>()

  has(item: string): boolean {
    return this.#items.has(item)
  }

  /** Resolves as `work` does. */
  async during<T>(item: string, work: () => Promise<T>): Promise<T> {
    this.#items.set(item, (this.#items.get(item) ?? 0) + 1)
    try {
      return await work()
    } finally {
      const left = (this.#items.get(item) ?? 1) - 1
      if (left === 0) this.#items.delete(item)
      else this.#items.set(item, left)
    }
  }
}
